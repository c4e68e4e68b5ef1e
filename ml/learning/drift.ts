/**
 * Page–Hinkley test (Page 1954) on a stream of losses: alarms when their mean has risen. One number of state a
 * side; resets itself at an alarm.
 */
export class PageHinkley {
  readonly #tolerance: number;
  readonly #threshold: number;
  #count = 0;
  #mean = 0;
  #sum = 0;
  #least = 0;

  /** `tolerance`: rise that doesn't matter. `threshold`: accumulated rise that does. Both in the unit of the losses. */
  constructor(tolerance: number, threshold: number) {
    this.#tolerance = tolerance;
    this.#threshold = threshold;
  }

  /** Takes one loss; true when drift is seen. */
  observe(loss: number): boolean {
    this.#count++;
    this.#mean += (loss - this.#mean) / this.#count;
    this.#sum += loss - this.#mean - this.#tolerance;
    this.#least = Math.min(this.#least, this.#sum);
    if (this.#count < 30 || this.#sum - this.#least <= this.#threshold) return false;
    this.reset();
    return true;
  }

  reset(): void {
    this.#count = 0;
    this.#mean = 0;
    this.#sum = 0;
    this.#least = 0;
  }

  get state(): number[] {
    return [this.#count, this.#mean, this.#sum, this.#least];
  }

  restore(state: readonly number[]): void {
    [this.#count = 0, this.#mean = 0, this.#sum = 0, this.#least = 0] = state;
  }
}
