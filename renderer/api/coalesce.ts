/** Starts a timer and returns what stops it; `setTimeout` in the app, a hand-driven one in tests. */
export type Schedule = (run: () => void, afterMs: number) => void;

/**
 * Hands over what was gathered at once when nothing was handed over lately, and together after a pause otherwise:
 * a single change is shown without delay, a storm of them costs one round of requests each pause.
 */
export class Coalescer<T> {
  readonly #handOver: (items: T[]) => void;
  readonly #pauseMs: number;
  readonly #schedule: Schedule;
  #gathered: T[] = [];
  #pausing = false;

  constructor(handOver: (items: T[]) => void, pauseMs: number, schedule: Schedule) {
    this.#handOver = handOver;
    this.#pauseMs = pauseMs;
    this.#schedule = schedule;
  }

  add(item: T): void {
    this.#gathered.push(item);
    if (!this.#pausing) this.#flush();
  }

  #flush(): void {
    const items = this.#gathered;
    this.#gathered = [];
    this.#pausing = items.length > 0;
    if (!this.#pausing) return;
    this.#handOver(items);
    this.#schedule(() => this.#flush(), this.#pauseMs);
  }
}
