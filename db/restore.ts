import { chmodSync, copyFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DaymarkError } from '../core/errors.ts';
import { linkAside, moveAside, removeDatabase, SIDES } from './aside.ts';
import { backupFolder, findNewestGoodBackup, isGoodBackup, syncFile, type BackupAccess } from './backups.ts';
import { syncFolder } from './keys/files.ts';
import { clearLosses } from './losses.ts';
import { databasePath } from './paths.ts';
import { translated } from './sqlite.ts';
import { writeWitness } from './witness.ts';

/** The two ways on when a database can't be used: a backup in its place, or an empty one. Both keep what was there. */

export interface RestoreOptions extends BackupAccess {
  /** File name, as listed; null takes the newest that is sound. */
  name: string | null;
  /** Epoch ms; names the folder the current database is kept in. */
  now: number;
}

/**
 * Puts a backup in the place of the database, which must be closed. The present files are kept in `aside/`, whose name
 * is answered. Throws `backupUnusable` before anything is changed.
 */
export function restoreBackup(options: RestoreOptions): { restored: string; aside: string | null } {
  const { dataDir, now } = options;
  const name = options.name ?? findNewestGoodBackup(options)?.name;
  if (name === undefined || !isGoodBackup(options, name)) throw new DaymarkError('backupUnusable');
  const path = databasePath(dataDir);
  const fresh = `${path}.restored`;
  return translated(dataDir, () => {
    removeDatabase(fresh);
    copyFileSync(join(backupFolder(dataDir), name), fresh);
    chmodSync(fresh, 0o600);
    syncFile(fresh);
    const aside = linkAside(path, now);
    // The log belongs to the old file and must not be replayed into the new one.
    removeDatabase(path);
    writeWitness(dataDir, { made: true, changes: 0 });
    renameSync(fresh, path);
    syncFolder(dataDir);
    clearLosses(dataDir);
    return { restored: name, aside };
  });
}

/**
 * Makes room for an empty database by moving the present files to `aside/`. Without the key (`keepKeys` false) the
 * keys and the backups, which no one can open, go with them. The next opening makes the database.
 */
export function startAnew(options: { dataDir: string; now: number; keepKeys: boolean }): {
  aside: string | null;
} {
  const { dataDir, now, keepKeys } = options;
  return translated(dataDir, () => {
    const database = ['', ...SIDES].map((side) => `daymark.db${side}`);
    const keys = keepKeys ? [] : ['backups', 'keys.json', 'profile.key'];
    const aside = moveAside(dataDir, [...database, ...keys], now);
    writeWitness(dataDir, { made: false, changes: 0 });
    clearLosses(dataDir);
    return { aside };
  });
}
