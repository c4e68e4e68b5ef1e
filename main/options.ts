import { parseArgs } from 'node:util';
import { dataFolder, readSecret } from '../shell/places.ts';

/** What the command line and the environment say about this start. */
export interface StartOptions {
  /** Profile folder, absolute. */
  dataDir: string;
  /** A separate profile filled with believable months. */
  demo: boolean;
  /** Passphrase or recovery code, when a file with one was named. */
  secret: string | null;
}

/**
 * Reads `--data-dir DIR`, `--demo`, `--passphrase-file FILE` and their environment variables. Chromium's and
 * Electron's own switches stand among the arguments and are passed over. Throws `invalidInput`.
 */
export function readStartOptions(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): StartOptions {
  const { values } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    options: {
      'data-dir': { type: 'string' },
      'passphrase-file': { type: 'string' },
      demo: { type: 'boolean' },
    },
  });
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  const demo = values.demo === true;
  return {
    dataDir: dataFolder(text(values['data-dir']), env, demo),
    demo,
    secret: readSecret(text(values['passphrase-file']), env),
  };
}
