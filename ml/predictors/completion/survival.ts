import { z } from 'zod';

/** Ages in days at which an open task is looked at again; the first is the morning after it was written down. */
export const AGES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] as const;
/** Tasks that the guess for an age is worth, and how much smaller than the one before it is guessed to be. */
const GUESS_WEIGHT = 10;
const GUESS_FADES = 0.5;
const FIRST_GUESS = 0.8;
/** Tasks dropped on their first day with which a history counts as one that says what was dropped. */
const SAYS_DROPPED = 3;

/**
 * How likely a task that is still open is to be done one day, from how many of its age were (Kaplan and Meier
 * 1958, on ages that double). Where people say what they drop, an open task is one that no one has dropped, and
 * the share of such tasks that were done says more.
 */
export class Survival {
  #done = new Float64Array(AGES.length);
  #reached = new Float64Array(AGES.length);
  #dropped = 0;
  #lateDone = 0;
  #lateDropped = 0;

  /** A task that was open at `AGES[stage]` was not yet at the next age. */
  survived(stage: number): void {
    this.#reached[stage]!++;
  }

  /** An outcome after the first day, between `AGES[stage]` and the next. */
  ended(stage: number, done: boolean): void {
    if (!done) {
      this.#lateDropped++;
      return;
    }
    this.#lateDone++;
    this.#done[stage]!++;
    this.#reached[stage]!++;
  }

  /** A task was dropped before its first day was over. */
  dropped(): void {
    this.#dropped++;
  }

  /** Probability that a task open at `AGES[stage]` will be done. */
  chance(stage: number): number {
    if (this.#dropped >= SAYS_DROPPED) return (this.#lateDone + 4) / (this.#lateDone + this.#lateDropped + 5);
    let open = 1;
    let hazard = FIRST_GUESS;
    for (let i = 0; i < AGES.length; i++) {
      const guess = hazard * GUESS_FADES;
      hazard = (this.#done[i]! + GUESS_WEIGHT * guess) / (this.#reached[i]! + GUESS_WEIGHT);
      if (i >= stage) open *= 1 - hazard;
    }
    return Math.min(0.99, Math.max(0.05, 1 - open));
  }

  get state(): SurvivalState {
    return {
      done: [...this.#done],
      reached: [...this.#reached],
      dropped: this.#dropped,
      late: [this.#lateDone, this.#lateDropped],
    };
  }

  restore(state: SurvivalState): void {
    this.#done.set(state.done);
    this.#reached.set(state.reached);
    this.#dropped = state.dropped;
    [this.#lateDone, this.#lateDropped] = state.late;
  }
}

const perAge = z.array(z.number()).length(AGES.length);
export const survivalState = z.object({
  done: perAge,
  reached: perAge,
  dropped: z.number(),
  late: z.tuple([z.number(), z.number()]),
});
export type SurvivalState = z.infer<typeof survivalState>;
