import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What the command line and the environment say about this start. */
export interface StartOptions {
  /** Profile folder, absolute. */
  dataDir: string;
  /** A separate profile filled with believable months. */
  demo: boolean;
}

export interface Surroundings {
  argv: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  /** The platform's folder for application data. */
  appData: string;
  cwd: string;
}

/**
 * Reads `--data-dir DIR`, `--demo` and `DAYMARK_DATA_DIR`; Chromium's and Electron's own switches stand among the
 * arguments and are passed over.
 */
export function readStartOptions({ argv, env, appData, cwd }: Surroundings): StartOptions {
  const { values } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    options: { 'data-dir': { type: 'string' }, demo: { type: 'boolean' } },
  });
  const demo = values.demo === true;
  const asked = typeof values['data-dir'] === 'string' ? values['data-dir'] : env.DAYMARK_DATA_DIR;
  const fallback = join(appData, demo ? 'Daymark demo' : 'Daymark');
  return { dataDir: asked ? resolve(cwd, asked) : fallback, demo };
}
