import type { Message } from '../core/messages/index.ts';
import { findNewestGoodBackup, listBackups, type DbWorker } from '../db/index.ts';
import type { Log } from './log.ts';

/** Looks after the database file: what is wrong with it is told once, with the way back. */

/** The first seconds belong to the person. */
const CHECK_AFTER_MS = 10_000;

interface HealthOptions {
  dataDir: string;
  log: Log;
  /** Called when there is something new to say. */
  changed(): void;
  checkAfterMs?: number;
}

export class Health {
  readonly #options: HealthOptions;
  #warnings: Message[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(options: HealthOptions) {
    this.#options = options;
  }

  get warnings(): Message[] {
    return this.#warnings;
  }

  /** Keys from before and no database: it was lost or moved, and the profile begins anew. */
  databaseMade(): void {
    const [newest] = listBackups(this.#options.dataDir);
    this.#warn('warn', newest ? 'health.newDatabaseBackup' : 'health.newDatabase', newest?.name ?? '');
  }

  /** Lets the worker thread check the whole file in a while. */
  watch(worker: DbWorker, key: Uint8Array, extensionPath: string | undefined): void {
    const after = this.#options.checkAfterMs ?? CHECK_AFTER_MS;
    this.#timer = setTimeout(() => void this.check(worker, key, extensionPath), after);
    this.#timer.unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** The profile was opened anew, from a backup perhaps. */
  forget(): void {
    this.stop();
    this.#warnings = [];
  }

  async check(worker: DbWorker, key: Uint8Array, extensionPath: string | undefined): Promise<void> {
    const { dataDir, log } = this.#options;
    try {
      const findings = await worker.integrityCheck();
      if (findings.length === 0) return;
      log('error', 'database.damaged', { findings: findings.length });
      const good = findNewestGoodBackup({ dataDir, key, ...(extensionPath ? { extensionPath } : {}) });
      this.#warn('error', good ? 'health.damagedBackup' : 'health.damaged', good?.name ?? '');
    } catch {
      // The profile is being closed; the next start checks again.
    }
  }

  #warn(level: 'warn' | 'error', key: string, backup: string): void {
    if (this.#warnings.some((warning) => warning.key === key)) return;
    this.#options.log(level, key, { backup });
    this.#warnings = [...this.#warnings, { key, params: { backup } }];
    this.#options.changed();
  }
}
