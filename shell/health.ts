import type { Message } from '../core/messages/index.ts';
import { addLoss, clearLosses, readLosses, type DbWorker, type Loss } from '../db/index.ts';
import type { Log } from './log.ts';

/** Looks after the database file: what is wrong with it is reported by every shell until the person has answered. */

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

  /** Takes up what was found at this opening or an earlier one. */
  loadLosses(): void {
    const losses = readLosses(this.#options.dataDir);
    for (const { kind, changes } of losses) this.#options.log('error', 'database.loss', { kind, changes });
    this.#warnings = losses.map(warningOf);
  }

  /** Lets the worker thread check the whole file in a while. */
  watch(worker: DbWorker): void {
    const after = this.#options.checkAfterMs ?? CHECK_AFTER_MS;
    this.#timer = setTimeout(() => void this.check(worker), after);
    this.#timer.unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async check(worker: DbWorker): Promise<void> {
    const { dataDir, log, changed } = this.#options;
    try {
      const findings = await worker.integrityCheck();
      const known = readLosses(dataDir);
      const isKnown = known.some(({ kind }) => kind === 'pages');
      if (findings.length === 0 && !isKnown) return;
      if (findings.length > 0) {
        log('error', 'database.damaged', { findings: findings.length });
        if (isKnown) return;
        addLoss(dataDir, { kind: 'pages', changes: 0, aside: null });
      } else {
        clearLosses(dataDir);
        for (const loss of known) if (loss.kind !== 'pages') addLoss(dataDir, loss);
      }
      this.loadLosses();
      changed();
    } catch {
      // The profile is being closed; the next start checks again.
    }
  }
}

const KEYS = { log: 'health.lostLog', older: 'health.older', pages: 'health.damaged' } as const;

function warningOf({ kind, changes, aside }: Loss): Message {
  return { key: KEYS[kind], params: { changes, aside: aside ?? '' } };
}
