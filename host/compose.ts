import { fileURLToPath } from 'node:url';
import { v7 } from 'uuid';
import { entries, modeOf } from '../shell/entries.ts';
import { forkMl } from '../shell/fork-ml.ts';
import { openProfile } from '../shell/profile.ts';
import type { ProfileAccess } from '../shell/profile-types.ts';
import { settledSystemZone } from '../shell/system-zone.ts';
import { version } from '../shell/version.ts';
import { hostDesktop } from './desktop.ts';

const systemZone = settledSystemZone(process.env, (sentence) => void process.stderr.write(`${sentence}\n`));
const files = entries(import.meta.url, modeOf(import.meta.url));

/** What the helper says on standard error is shown only to who asks for it: a stack may quote a typed line. */
const debugging = process.env['DAYMARK_DEBUG']
  ? { onStderr: (line: string): void => void process.stderr.write(`ml: ${line}\n`) }
  : {};

/** Folder of the built page. */
export const rendererFolder = fileURLToPath(files.renderer);

export interface HostProfileOptions {
  dataDir: string;
  demo: boolean;
  secret: string | null;
}

/** Wires the services for the browser host: the one place of this shell that knows the clock, the zone, chance and ids. */
export function compose({ dataDir, demo, secret }: HostProfileOptions): Promise<ProfileAccess> {
  return openProfile({
    dataDir,
    demo,
    secret,
    shell: 'browser',
    version,
    dbWorkerUrl: files.dbWorker,
    desktop: hostDesktop,
    spawnMl: forkMl(files.ml, debugging),
    clock: () => Date.now(),
    zone: systemZone,
    random: Math.random,
    ids: v7,
  });
}
