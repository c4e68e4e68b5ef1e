import {
  chmodSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  closeSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { DaymarkError } from '../core/errors.ts';
import { defaultExtensionPath } from './extension.ts';
import { syncFolder } from './keys/files.ts';
import { APPLICATION_ID, SCHEMA_VERSION } from './migrations/index.ts';
import { databasePath, SIDES } from './open.ts';
import { readHead } from './page-one.ts';
import { Connection, translated } from './sqlite.ts';
import type { BackupInfo } from './types/database.ts';

const NAME = /^daymark-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z\.db$/;
const DAY_MS = 86_400_000;
const DAYS = 7;
const WEEKS = 4;

export function backupFolder(dataDir: string): string {
  return join(dataDir, 'backups');
}

/** The backups there are, newest first. They have not been opened. */
export function listBackups(dataDir: string): BackupInfo[] {
  const folder = backupFolder(dataDir);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const createdAt = timeOfName(name);
      return createdAt === null ? [] : { name, createdAt, bytes: statSync(join(folder, name)).size };
    })
    .sort((a, b) => b.createdAt - a.createdAt);
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
  const name = nameOfTime(profile.now);
  const path = join(folder, name);
  const fresh = `${path}.new`;
  return translated(folder, () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    removeDatabase(fresh);
    try {
      source.run('VACUUM INTO ?', fresh);
      chmodSync(fresh, 0o600);
      if (!isGoodBackup(fresh, profile.key, profile.extensionPath)) {
        throw new DaymarkError('backupUnusable');
      }
      syncFile(fresh);
      renameSync(fresh, path);
      syncFolder(folder);
    } catch (error) {
      removeDatabase(fresh);
      throw error;
    }
    for (const old of outdated(listBackups(profile.dataDir))) rmSync(join(folder, old.name), { force: true });
    return { name, createdAt: profile.now, bytes: statSync(path).size };
  });
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

/** Whether a file is a whole, sound Daymark database of this key that this program can read. */
function isGoodBackup(path: string, key: Uint8Array, extensionPath: string): boolean {
  try {
    const head = readHead(path, key);
    if (!head?.complete || head.applicationId !== APPLICATION_ID) return false;
    if (head.schemaVersion > SCHEMA_VERSION) return false;
    const connection = new Connection(path, { key, extensionPath, readonly: true, mustExist: true });
    try {
      return connection.pragma('quick_check') === 'ok';
    } finally {
      connection.close();
    }
  } catch {
    return false;
  }
}

export interface RestoreOptions {
  dataDir: string;
  key: Uint8Array;
  /** File name, as listed. */
  name: string;
  /** Epoch ms; names the folder the current database is kept in. */
  now: number;
  extensionPath?: string;
}

/** The newest backup that opens and is sound; null when there is none. Opens one after the other, so takes time. */
export function findNewestGoodBackup(options: Omit<RestoreOptions, 'name' | 'now'>): BackupInfo | null {
  const extensionPath = options.extensionPath ?? defaultExtensionPath();
  const folder = backupFolder(options.dataDir);
  const good = listBackups(options.dataDir).find(({ name }) =>
    isGoodBackup(join(folder, name), options.key, extensionPath),
  );
  return good ?? null;
}

/**
 * Puts a backup in the place of the database, which must be closed. The present files are kept in `aside/`, whose name
 * is answered. Throws `backupUnusable` before anything is changed.
 */
export function restoreBackup(options: RestoreOptions): { restored: string; aside: string | null } {
  const { dataDir, name, key } = options;
  const backup = join(backupFolder(dataDir), name);
  const extensionPath = options.extensionPath ?? defaultExtensionPath();
  // The pattern also keeps a name from pointing out of the folder.
  if (timeOfName(name) === null || !existsSync(backup) || !isGoodBackup(backup, key, extensionPath)) {
    throw new DaymarkError('backupUnusable');
  }
  const path = databasePath(dataDir);
  const fresh = `${path}.restored`;
  return translated(dataDir, () => {
    removeDatabase(fresh);
    copyFileSync(backup, fresh);
    chmodSync(fresh, 0o600);
    syncFile(fresh);
    const aside = keepAside(path, join(dataDir, 'aside', nameOfTime(options.now).replace(/\.db$/, '')));
    // The log belongs to the old file and must not be replayed into the new one.
    for (const side of SIDES) rmSync(path + side, { force: true });
    renameSync(fresh, path);
    syncFolder(dataDir);
    return { restored: name, aside };
  });
}

/** Second names (or copies) of the present files, so that they exist at every moment of a restore. */
function keepAside(path: string, folder: string): string | null {
  if (!existsSync(path)) return null;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const side of ['', ...SIDES]) {
    const from = path + side;
    if (!existsSync(from)) continue;
    const to = join(folder, `daymark.db${side}`);
    try {
      linkSync(from, to);
    } catch {
      copyFileSync(from, to);
    }
  }
  return folder;
}

function nameOfTime(at: number): string {
  return `daymark-${new Date(at).toISOString().replace(/[-:.]/g, '')}.db`;
}

function timeOfName(name: string): number | null {
  const parts = NAME.exec(name)?.slice(1).map(Number);
  if (!parts) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, ms = 0] = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second, ms);
}

function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function removeDatabase(path: string): void {
  for (const side of ['', ...SIDES]) rmSync(path + side, { force: true });
}
