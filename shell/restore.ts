import { DaymarkError } from '../core/errors.ts';
import {
  clearLosses,
  describeBackups,
  listBackups,
  openDatabase,
  restoreBackup,
  startAnew,
  type BackupContents,
} from '../db/index.ts';
import { openKey, type KeyOptions } from './key-opening.ts';
import { takeLock } from './profile-lock.ts';
import { isDamage } from './recovery.ts';
import { appClient, type AppClient } from './rpc.ts';

/** The ways back from outside: through the Daymark that has the profile open, else on its files. */

export interface RestoreRequest extends KeyOptions {
  /** Epoch ms, UTC; what was there is kept aside under this moment. */
  now: number;
  extensionPath?: string;
}

/**
 * Restores a backup (null: the newest that is sound) and keeps what was there aside. Throws `backupUnusable` when there
 * is no such backup or it can't be opened, `profileInUse` when an owner doesn't answer, and whatever `openKey` throws.
 */
export function restoreProfile(
  request: RestoreRequest & { name: string | null },
): Promise<{ restored: string; aside: string | null }> {
  const { dataDir, name, now, extensionPath } = request;
  return asOwnerOrGuest(
    request,
    (owner) => owner.backups.restore({ name }),
    async () => {
      // Without this an empty folder would be given keys.
      if (listBackups(dataDir).length === 0) throw new DaymarkError('backupUnusable');
      const opened = await openKey(request);
      if (opened.state === 'locked') throw opened.why;
      return restoreBackup({ dataDir, key: opened.key, name, now, extensionPath });
    },
  );
}

/** Moves a database that can't be used aside. The next opening makes an empty one; one that opens is left alone. */
export function startProfileAnew(request: RestoreRequest): Promise<{ aside: string | null }> {
  const { dataDir, now } = request;
  return asOwnerOrGuest(
    request,
    (owner) => owner.recovery.startAnew(),
    async () => {
      const damage = await damageOf(request);
      if (!damage) throw new DaymarkError('unsupported', { reason: 'the database can be opened' });
      return startAnew({ dataDir, now, keepKeys: damage.hasKey });
    },
  );
}

/** Ends the warnings about missing data: the person goes on with what is there. */
export function keepCurrent(request: RestoreRequest): Promise<object> {
  return asOwnerOrGuest(
    request,
    (owner) => owner.recovery.keepCurrent(),
    async () => {
      clearLosses(request.dataDir);
      return Promise.resolve({});
    },
  );
}

/** The backups of a profile, newest first. What is in them is told where the key can be had without asking. */
export async function backupsOf(request: Omit<RestoreRequest, 'now'>): Promise<BackupContents[]> {
  const { dataDir, extensionPath } = request;
  const unopened = listBackups(dataDir).map((backup) => ({ ...backup, tasks: null }));
  if (unopened.length === 0) return unopened;
  try {
    const opened = await openKey(request);
    return opened.state === 'open' ? describeBackups({ dataDir, key: opened.key, extensionPath }) : unopened;
  } catch {
    return unopened;
  }
}

async function damageOf(request: RestoreRequest): Promise<{ hasKey: boolean } | null> {
  const { dataDir, now, extensionPath } = request;
  let hasKey = false;
  try {
    const opened = await openKey(request);
    if (opened.state === 'locked') throw opened.why;
    hasKey = true;
    const { key, created } = opened;
    openDatabase({ dataDir, key, extensionPath, now: () => now, expected: !created }).close();
    return null;
  } catch (error) {
    if (isDamage(error)) return { hasKey };
    throw error;
  }
}

async function asOwnerOrGuest<T>(
  { dataDir, secret }: RestoreRequest,
  throughOwner: (owner: AppClient) => Promise<T>,
  onFiles: () => Promise<T>,
): Promise<T> {
  const lock = await takeLock(dataDir, 'cli');
  if (lock.kind === 'owned') {
    try {
      return await onFiles();
    } finally {
      await lock.release();
    }
  }
  try {
    const owner = appClient(lock.port);
    const { state } = await owner.vault.status();
    if (state === 'locked') {
      if (!secret) throw new DaymarkError('locked');
      await owner.vault.unlock({ secret });
    }
    return await throughOwner(owner);
  } finally {
    lock.port.close();
  }
}
