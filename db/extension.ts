import { sep } from 'node:path';
import { getLoadablePath } from 'sqlite-vec';
import { DaymarkError } from '../core/errors.ts';

/**
 * Where sqlite-vec's loadable file is. Inside a packed app the operating system can't load from the archive, so
 * the unpacked copy beside it is meant.
 */
export function defaultExtensionPath(): string {
  try {
    return unpacked(getLoadablePath());
  } catch (error) {
    throw new DaymarkError(
      'unsupported',
      { reason: 'sqlite-vec has no build for this machine' },
      { cause: error },
    );
  }
}

/** The path of a file that electron-builder keeps outside the asar. */
export function unpacked(path: string): string {
  return path.replace(`${sep}app.asar${sep}`, `${sep}app.asar.unpacked${sep}`);
}
