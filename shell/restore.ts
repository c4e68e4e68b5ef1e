import { DaymarkError } from '../core/errors.ts';
import { findNewestGoodBackup, listBackups, restoreBackup, type BackupInfo } from '../db/index.ts';
import { openKey, type KeyOptions } from './key-opening.ts';
import { takeLock } from './profile-lock.ts';

/** Putting a backup back from outside, for a profile whose database can't be opened any more. */

export interface RestoreRequest extends KeyOptions {
  /** Null takes the newest backup that can be opened. */
  name: string | null;
  /** Epoch ms, UTC; the damaged file is kept aside under this moment. */
  now: number;
  extensionPath?: string;
}

/**
 * Restores a backup and keeps what was there aside. Throws `profileInUse` while the profile is open somewhere,
 * `backupUnusable` when there is no such backup or it can't be opened, and whatever `openKey` throws.
 */
export async function restoreProfile(
  request: RestoreRequest,
): Promise<{ restored: string; aside: string | null }> {
  const { dataDir, now, extensionPath } = request;
  const lock = await takeLock(dataDir, 'cli');
  if (lock.kind === 'foreign') {
    lock.port.close();
    throw new DaymarkError('profileInUse', { pid: lock.info.pid });
  }
  try {
    const opened = await openKey(request);
    if (opened.state === 'locked') throw opened.why;
    const { key } = opened;
    const name = request.name ?? findNewestGoodBackup({ dataDir, key, extensionPath })?.name;
    if (name === undefined) throw new DaymarkError('backupUnusable');
    return restoreBackup({ dataDir, key, name, now, extensionPath });
  } finally {
    await lock.release();
  }
}

/** The backups of a profile, newest first; needs no key. */
export function backupsOf(dataDir: string): BackupInfo[] {
  return listBackups(dataDir).toSorted((a, b) => b.createdAt - a.createdAt);
}

/** What to say beside an error that kept a profile from opening; empty when there is nothing to add. */
export function adviceFor(error: unknown, dataDir: string): string {
  if (!(error instanceof DaymarkError) || error.code !== 'databaseForeign') return '';
  const newest = backupsOf(dataDir)[0];
  return newest ? ` The newest backup is ${newest.name}; "npm run cli -- restore" puts it back.` : '';
}
