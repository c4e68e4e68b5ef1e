/** A first guess, log2: durations within a factor of two of what was said. */
const FIRST = 0.95;
/** How far one outcome moves it. */
const STEP = 0.02;
/** People this hard to predict or harder are told "within a factor of two". */
const VAGUE = 0.65;
const MIN = 0.25;
const MAX = 1.2;

/**
 * By how much half of the figures shown are off, log2: a running median, one step an outcome. A figure that should be near the truth
 * as often as can be is chosen by its weight within about this distance, so that a person with steady durations
 * gets exact figures, and others the middle of where they mostly fall.
 */
export class UsualMiss {
  #median = FIRST;

  learn(miss: number): void {
    const moved = this.#median + STEP * (miss > this.#median ? 1 : -1);
    this.#median = Math.min(MAX, Math.max(MIN / 2, moved));
  }

  /** The distance at which a figure counts as near, log2. */
  get near(): number {
    return this.#median > VAGUE ? FIRST : Math.max(MIN, this.#median);
  }

  get state(): number {
    return this.#median;
  }

  restore(median: number): void {
    this.#median = median;
  }
}
