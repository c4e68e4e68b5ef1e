import type { Database } from '../../db/index.ts';
import type { Config, SyncRecord } from './set-up.ts';

const CONFIG = 'config';
const STATUS = 'status';
const NEVER_RUN: SyncRecord = { lastRoundAt: null, devices: [], removed: false };

/** What the profile remembers of sync: how it is set up, and the outcome of the last round. */
export class SyncState {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  config(): Config | undefined {
    return this.#db.sync.state<Config>(CONFIG);
  }

  setConfig(config: Config): void {
    this.#db.sync.setState(CONFIG, config);
  }

  record(): SyncRecord {
    return this.#db.sync.state<SyncRecord>(STATUS) ?? NEVER_RUN;
  }

  patchRecord(patch: Partial<SyncRecord>): void {
    this.#db.sync.setState(STATUS, { ...this.record(), ...patch } satisfies SyncRecord);
  }

  /** Takes a set-up; merged states are kept when its mailbox is the one from before. */
  join(config: Config): void {
    const known = this.config();
    const same = known?.keys.some((one) => config.keys.some((other) => other.id === one.id)) ?? false;
    this.#db.transaction(() => {
      if (!same) this.#db.sync.clear();
      this.setConfig(config);
      this.patchRecord({ removed: false });
    });
  }
}
