import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { DaymarkError } from '../core/errors.ts';
import { DAY_MS } from '../core/time/units.ts';
import { removeDatabase, stampOf, sweepLeftovers } from './aside.ts';
import { defaultExtensionPath } from './extension.ts';
import { syncFolder } from './keys/files.ts';
import { readLosses } from './losses.ts';
import { APPLICATION_ID, SCHEMA_VERSION } from './migrations/index.ts';
import { readHead } from './page-one.ts';
import { Connection, translated } from './sqlite.ts';
import type { BackupContents, BackupInfo } from './database.ts';

/** The number orders backups whatever the clock said; those of earlier versions have none. */
const NAME = /^daymark-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z(?:-(\d{1,9}))?\.db$/;
const DAYS = 7;
const WEEKS = 4;

export function backupFolder(dataDir: string): string {
  return join(dataDir, 'backups');
}

/** The backups there are, newest first. They have not been opened. */
export function listBackups(dataDir: string): BackupInfo[] {
  const folder = backupFolder(dataDir);
  return namesIn(folder)
    .flatMap((name) => {
      const parsed = readName(name);
      const stat = parsed && statSync(join(folder, name), { throwIfNoEntry: false });
      return parsed && stat?.isFile() ? { name, ...parsed, bytes: stat.size } : [];
    })
    .sort((a, b) => b.sequence - a.sequence || b.createdAt - a.createdAt);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/**
 * Makes a backup, encrypted with the database's own key, verifies it by opening it, and lets old ones go. `VACUUM INTO`
 * is the only safe way: the library's `backup()` refuses encrypted sources and `serialize()` gives plain text.
 */
export function createBackup(
  source: Connection,
  profile: { dataDir: string; key: Uint8Array; extensionPath: string; now: number },
): BackupInfo {
  const folder = backupFolder(profile.dataDir);
  const sequence = 1 + Math.max(0, ...listBackups(profile.dataDir).map((backup) => backup.sequence));
  const name = `daymark-${stampOf(profile.now)}-${String(sequence).padStart(4, '0')}.db`;
  const path = join(folder, name);
  const fresh = `${path}.new`;
  return translated(folder, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    sweepLeftovers(folder);
    try {
      source.run('VACUUM INTO ?', fresh);
      chmodSync(fresh, 0o600);
      if (!isGoodFile(fresh, profile.key, profile.extensionPath)) throw new DaymarkError('backupUnusable');
      syncFile(fresh);
      renameSync(fresh, path);
      syncFolder(folder);
    } catch (error) {
      removeDatabase(fresh);
      throw error;
    }
    rotate(profile.dataDir);
    return { name, sequence, createdAt: profile.now, bytes: statSync(path).size };
  });
}

/**
 * Lets old backups go, after a newer one was made and checked. While it is not answered what became of missing data
 * none goes: the old ones may be all that is left of it.
 */
function rotate(dataDir: string): void {
  if (readLosses(dataDir).length > 0) return;
  for (const old of outdated(listBackups(dataDir)))
    rmSync(join(backupFolder(dataDir), old.name), { force: true });
}

/** Which backups may go: not the newest of any of the last seven days that have one, nor of the last four weeks. */
export function outdated(newestFirst: readonly BackupInfo[]): BackupInfo[] {
  const days = new Set<number>();
  const weeks = new Set<number>();
  return newestFirst.filter(({ createdAt }) => {
    const day = Math.floor(createdAt / DAY_MS);
    const week = Math.floor(day / 7);
    const keptForDay = days.size < DAYS && !days.has(day);
    const keptForWeek = weeks.size < WEEKS && !weeks.has(week);
    if (keptForDay) days.add(day);
    if (keptForWeek) weeks.add(week);
    return !keptForDay && !keptForWeek;
  });
}

export interface BackupAccess {
  dataDir: string;
  key: Uint8Array;
  extensionPath?: string;
}

/** What is in each backup, newest first; `tasks` is null for one that can't be opened. Opens one after the other. */
export function describeBackups({ dataDir, key, extensionPath }: BackupAccess): BackupContents[] {
  return listBackups(dataDir).map((backup) => ({
    ...backup,
    tasks: countTasks(join(backupFolder(dataDir), backup.name), key, extensionPath ?? defaultExtensionPath()),
  }));
}

function countTasks(path: string, key: Uint8Array, extensionPath: string): BackupContents['tasks'] {
  return reading(path, key, extensionPath, (connection) => {
    const counts = connection.get<{ open: number; total: number }>(
      `SELECT count(*) FILTER (WHERE status = 'open') AS open, count(*) AS total FROM tasks`,
    );
    return counts ?? null;
  });
}

/** Whether there is a backup of this name that is whole, sound and readable by this program. */
export function isGoodBackup(access: BackupAccess, name: string): boolean {
  // The pattern also keeps a name from pointing out of the folder.
  if (readName(name) === null) return false;
  const path = join(backupFolder(access.dataDir), name);
  return isGoodFile(path, access.key, access.extensionPath ?? defaultExtensionPath());
}

/** The newest backup that opens and is sound; null when there is none. Opens one after the other, so takes time. */
export function findNewestGoodBackup(access: BackupAccess): BackupInfo | null {
  return listBackups(access.dataDir).find(({ name }) => isGoodBackup(access, name)) ?? null;
}

function isGoodFile(path: string, key: Uint8Array, extensionPath: string): boolean {
  return (
    reading(path, key, extensionPath, (connection) => connection.pragma('quick_check') === 'ok') === true
  );
}

/** Runs `use` on a closed database file; null when it isn't one of this key that this program can read. */
function reading<T>(
  path: string,
  key: Uint8Array,
  extensionPath: string,
  use: (connection: Connection) => T,
): T | null {
  try {
    const head = readHead(path, key);
    if (!head?.complete || head.applicationId !== APPLICATION_ID) return null;
    if (head.schemaVersion > SCHEMA_VERSION) return null;
    const connection = new Connection(path, { key, extensionPath, readonly: true, mustExist: true });
    try {
      return use(connection);
    } finally {
      connection.close();
    }
  } catch {
    return null;
  }
}

function readName(name: string): { createdAt: number; sequence: number } | null {
  const parts = NAME.exec(name)
    ?.slice(1)
    .map((part) => Number(part ?? 0));
  if (!parts) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, ms = 0, sequence = 0] = parts;
  return { createdAt: Date.UTC(year, month - 1, day, hour, minute, second, ms), sequence };
}

/** Makes a file's contents durable. */
export function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
