import type { PhraseEstimate } from './experts.ts';

/** Outcomes that the first guess of a person's pace is worth. */
const FIRST_WEIGHT = 4;
const MEMORY = 0.99;

/**
 * How much longer or shorter this person takes than reference phrases say, in log2: the mean over outcomes,
 * shrunken to what onboarding said. It is the part of the priors that ten outcomes can re-weigh.
 */
export class Pace {
  #sum: number;
  #weight = FIRST_WEIGHT;

  /** `start`: 0 = like everybody, 1 = twice as long. */
  constructor(start = 0) {
    this.#sum = start * FIRST_WEIGHT;
  }

  get value(): number {
    return this.#sum / this.#weight;
  }

  apply(estimate: PhraseEstimate | null): PhraseEstimate | null {
    return estimate ? { ...estimate, minutes: estimate.minutes * 2 ** this.value } : null;
  }

  /** `estimate` is the phrases' own, before `apply`; `outcome` in log2 minutes. */
  learn(estimate: PhraseEstimate, outcome: number): void {
    const trust = Math.min(1, Math.max(0, estimate.confidence));
    const off = Math.max(-3, Math.min(3, outcome - Math.log2(estimate.minutes)));
    this.#sum = MEMORY * this.#sum + trust * off;
    this.#weight = MEMORY * this.#weight + trust;
  }

  get state(): [number, number] {
    return [this.#sum, this.#weight];
  }

  restore([sum, weight]: readonly [number, number]): void {
    this.#sum = sum;
    this.#weight = weight;
  }
}
