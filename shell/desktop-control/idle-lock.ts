import type { Power } from '../desktop.ts';

/**
 * Tells when the person has been away for so long. The system knows only how long it has been idle, so one timer waits for as
 * long as is left, and looks then: once in each stretch of absence, and never more often than the limit.
 */
export class IdleLock {
  readonly #power: Power;
  readonly #onIdle: () => void;
  #limitMs: number | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(power: Power, onIdle: () => void) {
    this.#power = power;
    this.#onIdle = onIdle;
  }

  /** Null ends it. */
  set(limitMin: number | null): void {
    this.#limitMs = limitMin === null ? null : limitMin * 60_000;
    this.look();
  }

  /** Looks how long it has been; also right after the machine woke, since no timer runs while it sleeps. */
  look(): void {
    clearTimeout(this.#timer);
    const limit = this.#limitMs;
    if (limit === null) return;
    const { idleMs } = this.#power.state();
    const left = limit - idleMs;
    if (left <= 0) this.#onIdle();
    this.#timer = setTimeout(() => this.look(), left > 0 ? left : limit);
    this.#timer.unref();
  }
}
