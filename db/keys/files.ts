import { closeSync, fsyncSync, lstatSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { clearName } from '../names.ts';
import { translated } from '../sqlite.ts';

/**
 * Replaces a file so that a reader, and a crash at any moment, sees the old contents or the new ones whole. Only the
 * person may read it (0600).
 */
export function writeAtomic(path: string, contents: Uint8Array | string): void {
  const fresh = `${path}.new`;
  translated(path, () => {
    try {
      const file = openSync(fresh, 'w', 0o600);
      try {
        const bytes = typeof contents === 'string' ? Buffer.from(contents) : contents;
        for (let from = 0; from < bytes.length;) from += writeSync(file, bytes, from);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) clearName(path);
      renameSync(fresh, path);
    } catch (error) {
      rmSync(fresh, { force: true });
      throw error;
    }
    syncFolder(dirname(path));
  });
}

/** Makes renames in a folder durable; Windows neither needs nor allows it. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
