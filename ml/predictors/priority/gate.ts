import { z } from 'zod';
import { softmax } from './effects.ts';

/** How long the gate remembers: the last tens of choices decide. */
const MEMORY = 0.98;
/** Curvature that the first guess of the pull is worth. */
const FIRST_CURVATURE = 60;
/** What the learned order must gain on each choice to be worth its risk, in nats: on a tie urgency speaks. */
const CHARGE = 0.05;
/** Beyond this log odds nothing more can be gained, and coming back must stay possible. */
const LIMIT = 12;

/**
 * Decides how far the learned order is trusted over plain urgency: Bayes' rule on how likely each found the choices
 * that were made, urgency with its own pull fitted (a fair fight). While the learned order explains less, the
 * order shown is urgency's.
 */
export class Gate {
  #pull: number;
  #curvature = FIRST_CURVATURE;
  #logOdds = 0;

  constructor(pull: number) {
    this.#pull = pull;
  }

  /** Share of trust in the learned order, 0–1. */
  get trust(): number {
    return 1 / (1 + Math.exp(-this.#logOdds));
  }

  /** Likelihood of each task being taken; `urgencies` in points. */
  probabilities(raw: Float64Array, urgencies: readonly number[]): number[] {
    const learned = softmax(raw);
    const plain = softmax(urgencies.map((u) => this.#pull * u));
    const { trust } = this;
    return learned.map((p, i) => trust * p + (1 - trust) * plain[i]!);
  }

  /** A choice was made; returns how surprising it was to both, −log likelihood. */
  observe(
    raw: Float64Array,
    urgencies: readonly number[],
    chosen: number,
  ): { model: number; baseline: number } {
    const plain = softmax(urgencies.map((u) => this.#pull * u));
    const model = -Math.log(Math.max(1e-6, softmax(raw)[chosen]!));
    const baseline = -Math.log(Math.max(1e-6, plain[chosen]!));
    this.#logOdds = Math.max(-LIMIT, Math.min(LIMIT, MEMORY * this.#logOdds + baseline - model - CHARGE));
    const mean = plain.reduce((sum, p, i) => sum + p * urgencies[i]!, 0);
    const variance = plain.reduce((sum, p, i) => sum + p * (urgencies[i]! - mean) ** 2, 0);
    this.#curvature += variance;
    this.#pull = Math.max(0.02, this.#pull + (urgencies[chosen]! - mean) / this.#curvature);
    return { model, baseline };
  }

  get state(): GateState {
    return { pull: this.#pull, curvature: this.#curvature, logOdds: this.#logOdds };
  }

  restore(state: GateState): void {
    this.#pull = state.pull;
    this.#curvature = state.curvature;
    this.#logOdds = state.logOdds;
  }
}

export const gateState = z.object({
  pull: z.number().positive(),
  curvature: z.number().positive(),
  logOdds: z.number(),
});
export type GateState = z.infer<typeof gateState>;
