import type { Connection } from './sqlite.ts';

/**
 * When the write-ahead log is written back into the database. A checkpoint takes a tenth of a second, within whichever
 * commit makes the log too long. Here another thread makes it beside the writing (`wal_checkpoint`, passive), and who
 * writes much waits for that between transactions: a writer that goes on would never be caught up with.
 */

/** Pages in the log from which they are written back, as SQLite has it. */
const CHECKPOINT_PAGES = 1_000;
/** Should no thread do it, a commit does from this length on. */
const TOO_LONG_PAGES = 8_000;
/** Asking how long the log is takes a tenth of a millisecond; not each commit has to. */
const COMMITS = 4;

export class Checkpoints {
  readonly #db: Connection;
  #make: (() => Promise<void>) | null = null;
  #underWay: Promise<void> | null = null;
  #commits = 0;

  constructor(db: Connection) {
    this.#db = db;
  }

  /** From now on `make` makes them. One that fails is tried again later. */
  leaveTo(make: () => Promise<void>): void {
    this.#make = make;
    this.#db.pragma(`wal_autocheckpoint = ${TOO_LONG_PAGES}`);
  }

  /** After each commit. */
  committed(): void {
    this.#commits += 1;
    if (!this.#make || this.#underWay || this.#commits < COMMITS) return;
    this.#commits = 0;
    if (this.#waitingPages() < CHECKPOINT_PAGES) return;
    this.#underWay = this.#make()
      .catch(() => {})
      .finally(() => (this.#underWay = null));
  }

  /** Resolves when none is under way; at once most of the time. */
  settled(): Promise<void> {
    return this.#underWay ?? Promise.resolve();
  }

  #waitingPages(): number {
    const [state] = this.#db.all<{ log: number; checkpointed: number }>('PRAGMA wal_checkpoint(NOOP)');
    return state ? state.log - state.checkpointed : 0;
  }
}
