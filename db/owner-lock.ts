import { closeSync, existsSync, openSync } from 'node:fs';
import { Connection, translateError } from './sqlite.ts';

/**
 * A lock that the kernel keeps: SQLite's own exclusive lock on an empty file (`fcntl` on Linux and macOS,
 * `LockFileEx` on Windows). It ends with the process that holds it, however that ends, and with nothing else: no
 * clock, process id or time-out tells a dead owner from a slow one.
 */

/** Held until `release` or the end of the process. */
export interface OwnerLock {
  release(): void;
}

/**
 * Takes the lock, or answers null when someone holds it. Two that ask at the same instant may both get null, so a
 * caller that means to wait asks again after a random pause. Throws `databaseReadOnly`, `databaseForeign` or `diskFull`.
 */
export function tryOwnerLock(path: string): OwnerLock | null {
  try {
    makePrivate(path);
    const connection = new Connection(path, { key: null, extensionPath: null, timeoutMs: 0 });
    try {
      connection.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      connection.close();
      if (isBusy(error)) return null;
      throw error;
    }
    return { release: () => connection.close() };
  } catch (error) {
    if (isBusy(error)) return null;
    throw translateError(path, error);
  }
}

/**
 * SQLite would make the file readable for others. Only a file that is not there yet is opened here: closing one would
 * give up the locks that this process has on it.
 */
function makePrivate(path: string): void {
  if (existsSync(path)) return;
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
}
