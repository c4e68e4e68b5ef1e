import { statSync } from 'node:fs';
import { copyAside } from './aside.ts';
import { listBackups } from './backups.ts';
import { addLoss } from './losses.ts';
import { databasePath } from './paths.ts';
import type { Connection } from './sqlite.ts';
import type { OpenOptions } from './database.ts';
import type { LogReading } from './wal.ts';
import { readWitness } from './witness.ts';

/** Whether something that had been stored is no longer there. */

/** Newest number of the change log. */
export function storedChanges(connection: Connection): number {
  return connection.get<{ seq: number | null }>('SELECT max(seq) AS seq FROM changes')?.seq ?? 0;
}

/** Whether a folder without a database had one: then a new one must not silently take its place. */
export function hasExisted({
  dataDir,
  expected = false,
}: Pick<OpenOptions, 'dataDir' | 'expected'>): boolean {
  const log = statSync(`${databasePath(dataDir)}-wal`, { throwIfNoEntry: false });
  if ((log?.size ?? 0) > 0) return true;
  const witness = readWitness(dataDir);
  return witness?.made ?? (expected || listBackups(dataDir).length > 0);
}

/**
 * Looks for a loss before anything is written: a log that breaks off in the middle, a database that is older than its
 * witness. Copies the files aside and records it. Answers whether there was one.
 */
export function findLoss(
  connection: Connection,
  log: LogReading | undefined,
  { dataDir, now }: OpenOptions,
): boolean {
  const witness = readWitness(dataDir);
  const stored = storedChanges(connection);
  const changes = Math.max(0, (witness?.changes ?? 0) - stored);
  // All of a log may have reached the database before its head was damaged; the witness knows.
  const isLogDamaged = log?.damage === 'frames' || (log?.damage === 'header' && !(witness && changes === 0));
  if (!isLogDamaged && changes === 0) return false;
  const path = databasePath(dataDir);
  const aside = copyAside(path, now?.() ?? statSync(path).mtimeMs);
  addLoss(dataDir, { kind: isLogDamaged || (log?.frames ?? 0) > 0 ? 'log' : 'older', changes, aside });
  return true;
}
