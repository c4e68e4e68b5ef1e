import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { DaymarkError } from '../core/errors.ts';

/** Where profiles live, and where a headless start finds its passphrase. */

type Environment = Readonly<Record<string, string | undefined>>;

/** The platform's folder for application data; the same one Electron uses, so that every shell opens the same profile. */
export function appDataFolder(
  env: Environment,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (platform === 'win32') return env['APPDATA'] ?? join(home, 'AppData', 'Roaming');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  return env['XDG_CONFIG_HOME'] || join(home, '.config');
}

/** `--data-dir`, else `DAYMARK_DATA_DIR`, else the person's own profile (or the demo's). */
export function dataFolder(asked: string | undefined, env: Environment, demo = false): string {
  const given = asked ?? env['DAYMARK_DATA_DIR'];
  return given ? resolve(given) : join(appDataFolder(env), demo ? 'Daymark demo' : 'Daymark');
}

/** The first line of `--passphrase-file` or `DAYMARK_PASSPHRASE_FILE`; null when neither is given. */
export function readSecret(asked: string | undefined, env: Environment): string | null {
  const path = asked ?? env['DAYMARK_PASSPHRASE_FILE'];
  if (!path) return null;
  try {
    const line = readFileSync(path, 'utf8').split(/\r?\n/, 1)[0] ?? '';
    if (line === '') throw new DaymarkError('invalidInput', { reason: 'the passphrase file is empty' });
    return line;
  } catch (error) {
    if (error instanceof DaymarkError) throw error;
    throw new DaymarkError('invalidInput', { reason: 'the passphrase file can’t be read' }, { cause: error });
  }
}
