import { z } from 'zod';

/** How many outcomes decide. */
const WINDOW = 50;
/** Fewer than this decide nothing. */
const MIN_OUTCOMES = 20;

/** Standard errors that a loss must exceed; at 1.5, chance alone does so in one window in fifteen. */
const SURE = 1.5;

/** One outcome: the model's loss beside its baseline's. */
export interface LossPair {
  readonly model: number;
  readonly baseline: number;
}

/**
 * The record of a predictor against its baseline. The baseline answers instead when the model has lost over the last 50
 * outcomes by more than chance explains (mean difference above 1.5 standard errors), and the model comes back as soon as
 * it no longer loses; meanwhile it goes on predicting in silence, or it could never come back.
 */
export class PredictionLog {
  readonly #recent: LossPair[] = [];
  #usesBaseline = false;
  #count = 0;
  #modelSum = 0;
  #baselineSum = 0;

  record(entry: LossPair): void {
    this.#recent.push(entry);
    if (this.#recent.length > WINDOW) this.#recent.shift();
    this.#count++;
    this.#modelSum += entry.model;
    this.#baselineSum += entry.baseline;
    const { mean, error } = this.difference();
    if (this.#recent.length < MIN_OUTCOMES) return;
    this.#usesBaseline = this.#usesBaseline ? mean > 0 : mean > SURE * error;
  }

  /** True while the baseline should answer instead. */
  get usesBaseline(): boolean {
    return this.#usesBaseline;
  }

  /** Mean of model − baseline over the window, and its standard error. */
  difference(): { mean: number; error: number } {
    const n = this.#recent.length;
    if (n === 0) return { mean: 0, error: 0 };
    const differences = this.#recent.map((e) => e.model - e.baseline);
    const mean = differences.reduce((a, b) => a + b, 0) / n;
    const variance = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / Math.max(1, n - 1);
    return { mean, error: Math.sqrt(variance / n) };
  }

  /** Over everything so far. */
  get totals(): { count: number; model: number; baseline: number } {
    const n = Math.max(1, this.#count);
    return { count: this.#count, model: this.#modelSum / n, baseline: this.#baselineSum / n };
  }

  get state(): PredictionLogState {
    return {
      recent: [...this.#recent],
      aside: this.#usesBaseline,
      count: this.#count,
      modelSum: this.#modelSum,
      baselineSum: this.#baselineSum,
    };
  }

  static of(state: PredictionLogState): PredictionLog {
    const made = new PredictionLog();
    made.#recent.push(...state.recent);
    made.#usesBaseline = state.aside;
    made.#count = state.count;
    made.#modelSum = state.modelSum;
    made.#baselineSum = state.baselineSum;
    return made;
  }
}

/** A log as it is kept in a state. */
export const predictionLogState = z.object({
  recent: z.array(z.object({ model: z.number(), baseline: z.number() })),
  aside: z.boolean(),
  count: z.number(),
  modelSum: z.number(),
  baselineSum: z.number(),
});
type PredictionLogState = z.infer<typeof predictionLogState>;
