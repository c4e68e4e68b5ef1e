import type { SyncStatus } from '../../core/domain/sync.ts';
import { DaymarkError } from '../../core/errors.ts';
import type { ServiceContext } from '../context.ts';

const FIRST_RETRY_MS = 30_000;
const LAST_RETRY_MS = 30 * 60_000;
const EVERY_MS = 5 * 60_000;
/** Changes are gathered for so long before they go out. */
const SETTLE_MS = 3_000;

/** When rounds happen by themselves: after changes, on news, every few minutes, and ever later after failures. */
export class Schedule {
  readonly #ctx: Pick<ServiceContext, 'clock' | 'random' | 'log'>;
  readonly #due: () => void;
  #timer: NodeJS.Timeout | undefined;
  #started = false;
  #failures = 0;
  #nextTryAt: number | null = null;
  #error: SyncStatus['error'] = null;

  /** @param due begins a round */
  constructor(ctx: Pick<ServiceContext, 'clock' | 'random' | 'log'>, due: () => void) {
    this.#ctx = ctx;
    this.#due = due;
  }

  /** Why the last round failed; null after one that did not. */
  get error(): SyncStatus['error'] {
    return this.#error;
  }

  /** Epoch ms of the next try after a failure. */
  get nextTryAt(): number | null {
    return this.#nextTryAt;
  }

  get started(): boolean {
    return this.#started;
  }

  start(): void {
    this.#started = true;
  }

  stop(): void {
    this.#started = false;
    clearTimeout(this.#timer);
  }

  /** There is something to send or to fetch. After a failure the next try is soon enough. */
  soon(): void {
    if (!this.#error) this.#after(SETTLE_MS);
  }

  /** Forgets failures and what was to come. */
  reset(): void {
    clearTimeout(this.#timer);
    this.#failures = 0;
    this.#error = null;
    this.#nextTryAt = null;
  }

  succeeded(): void {
    this.reset();
    this.#after(EVERY_MS);
  }

  failed(error: unknown): void {
    const known = error instanceof DaymarkError ? error : new DaymarkError('internal', { ref: 'sync' });
    if (known.code === 'cancelled') return;
    this.#ctx.log('warn', 'sync.failed', { code: known.code });
    this.#error = { code: known.code, message: known.message };
    this.#failures += 1;
    const most = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.#failures - 1));
    // Between half and all of it, so that devices that lost a server together don't come back together.
    const wait = most * (0.5 + this.#ctx.random() / 2);
    this.#nextTryAt = this.#ctx.clock() + wait;
    this.#after(wait);
  }

  #after(ms: number): void {
    if (!this.#started) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#due, ms);
    this.#timer.unref();
  }
}
