import { DaymarkError, type ErrorCode, type ErrorParams } from '../core/errors.ts';
import {
  clearLosses,
  listBackups,
  startAnew,
  startDbWorker,
  type BackupContents,
  type Database,
  type DbWorker,
} from '../db/index.ts';
import type { Log } from './log.ts';
import type { ProfileOptions, ProfileState } from './profile-types.ts';

/** Backups of a profile, and the ways back when its database can't be used. */

const BACKUP_EVERY_MS = 24 * 60 * 60 * 1_000;
const FIRST_BACKUP_AFTER_MS = 60_000;

/** What a person can get over by a backup or by starting over; anything else is for the shell to tell. */
const DAMAGE: ReadonlySet<ErrorCode> = new Set([
  'databaseForeign',
  'databaseMissing',
  'keyFileMissing',
  'keyFileDamaged',
]);

export function isDamage(error: unknown): error is DaymarkError {
  return error instanceof DaymarkError && DAMAGE.has(error.code);
}

/** A profile that can't be opened. `key` is null when the keys themselves are gone. */
export interface Damage {
  error: DaymarkError;
  key: Uint8Array | null;
}

export interface OpenDatabase {
  key: Uint8Array;
  db: Database;
  worker: DbWorker;
}

export interface RecoveryParts {
  options: Pick<ProfileOptions, 'dataDir' | 'clock' | 'extensionPath' | 'dbWorkerUrl'>;
  log: Log;
  state(): ProfileState;
  /** The open database; null while the profile is locked or damaged. */
  open(): OpenDatabase | null;
  damage(): Damage | null;
  /** Closes the profile, runs `change` on its files, and opens what is there then; null makes or finds the key again. */
  exchange<T>(key: Uint8Array | null, change: () => Promise<T>): Promise<T>;
  /** Called when a warning was answered. */
  answered(): void;
}

export interface RecoveryStatus {
  /** Why the database can't be used; null while it is open. */
  problem: { code: ErrorCode; params: ErrorParams } | null;
  /** False when no one can open the backups either. */
  hasKey: boolean;
}

export class Recovery {
  readonly #parts: RecoveryParts;
  #busy = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
  }

  status(): RecoveryStatus {
    const damage = this.#parts.damage();
    if (damage === null) this.#needOpen();
    const problem = damage && { code: damage.error.code, params: damage.error.params };
    return { problem, hasKey: damage === null || damage.key !== null };
  }

  async list(): Promise<{ backups: BackupContents[] }> {
    const { key, worker } = this.#access();
    if (worker) return { backups: await worker.describeBackups() };
    const { dataDir } = this.#parts.options;
    if (key === null) return { backups: listBackups(dataDir).map((one) => ({ ...one, tasks: null })) };
    return { backups: await this.#withWorker(key, (own) => own.describeBackups()) };
  }

  async create(): Promise<{ name: string }> {
    const { name } = await this.#needOpen().worker.createBackup();
    return { name };
  }

  /** Null restores the newest backup that is sound. An unusable one changes nothing, and the profile stays open. */
  restore(name: string | null): Promise<{ restored: string; aside: string | null }> {
    const { key, worker } = this.#access();
    if (key === null) throw new DaymarkError('backupUnusable');
    return this.#alone(async () => {
      const found = await (worker
        ? worker.findBackup(name)
        : this.#withWorker(key, (w) => w.findBackup(name)));
      if (found === null) throw new DaymarkError('backupUnusable');
      const now = this.#parts.options.clock();
      return this.#parts.exchange(key, () => this.#withWorker(key, (own) => own.restoreBackup(found, now)));
    });
  }

  /** Opens what is there now: the person may have put a file back. */
  async retry(): Promise<{ state: ProfileState }> {
    const damage = this.#parts.damage();
    if (damage === null) this.#needOpen();
    else await this.#alone(() => this.#parts.exchange(damage.key, () => Promise.resolve()));
    return { state: this.#parts.state() };
  }

  /** An empty database in the place of a damaged one, which is kept aside. A sound one is never given up like this. */
  startAnew(): Promise<{ aside: string | null }> {
    const damage = this.#parts.damage();
    if (damage === null) {
      this.#needOpen();
      throw new DaymarkError('unsupported', { reason: 'the database can be opened' });
    }
    const { dataDir, clock } = this.#parts.options;
    return this.#alone(() =>
      this.#parts.exchange(damage.key, () =>
        Promise.resolve(startAnew({ dataDir, now: clock(), keepKeys: damage.key !== null })),
      ),
    );
  }

  /** The person goes on with the data that is there, although some is missing. */
  keepCurrent(): Record<never, never> {
    this.#needOpen();
    clearLosses(this.#parts.options.dataDir);
    this.#parts.answered();
    return {};
  }

  /** Makes a backup a day while the profile is open. */
  startDaily(): void {
    this.#schedule(FIRST_BACKUP_AFTER_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #schedule(afterMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.backUpWhenDue(), afterMs);
    this.#timer.unref();
  }

  async backUpWhenDue(): Promise<void> {
    const open = this.#parts.open();
    if (!open) return;
    try {
      const now = this.#parts.options.clock();
      if (isDue(Number(open.db.settings.state('lastBackupAt') ?? 0), now)) {
        await open.worker.createBackup();
        if (this.#parts.open()?.db === open.db) open.db.settings.setState('lastBackupAt', String(now));
      }
    } catch (error) {
      const code = error instanceof DaymarkError ? error.code : 'internal';
      this.#parts.log('warn', 'backup.failed', { code });
    }
    if (this.#parts.open()?.db === open.db) this.#schedule(BACKUP_EVERY_MS / 4);
  }

  #access(): { key: Uint8Array | null; worker: DbWorker | null } {
    const damage = this.#parts.damage();
    return damage ? { key: damage.key, worker: null } : this.#needOpen();
  }

  #needOpen(): OpenDatabase {
    const open = this.#parts.open();
    if (!open) throw this.#parts.damage()?.error ?? new DaymarkError('locked');
    return open;
  }

  async #alone<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy) throw new DaymarkError('busy');
    this.#busy = true;
    try {
      return await work();
    } finally {
      this.#busy = false;
    }
  }

  /** A thread for files that may be large, while the database itself is closed. */
  async #withWorker<T>(key: Uint8Array, use: (worker: DbWorker) => Promise<T>): Promise<T> {
    const { dataDir, clock, extensionPath, dbWorkerUrl } = this.#parts.options;
    const worker = startDbWorker({ workerUrl: dbWorkerUrl, dataDir, key, now: clock, extensionPath });
    try {
      return await use(worker);
    } finally {
      await worker.close();
    }
  }
}

/** A stamp in the future comes from a clock that was wrong; waiting for it would end the backups for good. */
function isDue(last: number, now: number): boolean {
  return last > now || now - last >= BACKUP_EVERY_MS;
}
