import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { SafeStorage, utilityProcess } from 'electron';
import { v7 } from 'uuid';
import type { Desktop } from '../shell/desktop.ts';
import { entries, modeOf } from '../shell/entries.ts';
import { openProfile } from '../shell/profile.ts';
import type { ProfileAccess } from '../shell/profile-types.ts';
import { settledSystemZone } from '../shell/system-zone.ts';
import { version } from '../shell/version.ts';
import { systemKeychain } from './keychain.ts';
import type { StartOptions } from './options.ts';
import { unpacked, vectorExtension } from './unpacked.ts';
import { utilityMl } from './utility-ml.ts';

/** What only Electron has. */
export interface ElectronParts {
  safeStorage: SafeStorage;
  utilityProcess: typeof utilityProcess;
  desktop: Desktop;
}

const systemZone = settledSystemZone(process.env, (sentence) => void process.stderr.write(`${sentence}\n`));
const files = entries(import.meta.url, modeOf(import.meta.url));

/** Folder of the built renderer, inside the archive. */
export const rendererFolder = fileURLToPath(files.renderer);

/** Folder of the program's icons, where the system can read them. */
export const iconsFolder = fileURLToPath(new URL('icons/', unpacked(files.resources)));

export const secureRandomBytes = (count: number): Uint8Array => randomBytes(count);

/** Wires the services for Electron: the one place of this shell that knows the clock, the zone, chance and ids. */
export function compose(
  parts: ElectronParts,
  { dataDir, demo, secret }: StartOptions,
): Promise<ProfileAccess> {
  return openProfile({
    dataDir,
    demo,
    secret,
    shell: 'electron',
    version,
    dbWorkerUrl: unpacked(files.dbWorker),
    extensionPath: vectorExtension(new URL(import.meta.url), process.platform, process.arch),
    spawnMl: utilityMl(parts.utilityProcess, unpacked(files.ml), process.env),
    keychain: systemKeychain(parts.safeStorage, process.platform),
    desktop: parts.desktop,
    clock: () => Date.now(),
    zone: systemZone,
    random: Math.random,
    ids: v7,
  });
}
