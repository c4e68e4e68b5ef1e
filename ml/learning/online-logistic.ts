import { z } from 'zod';
import { sigmoid } from '../trees/index.ts';

/** A label that adds to the log odds by itself, with the variance that is believed before it was seen. */
export type Effect = readonly [key: string, variance: number];

export interface OnlineLogisticOptions {
  /** Dense columns of a row. */
  readonly columns: number;
  /** Where the weights are believed to lie before anything is known; the first is the intercept. All 0 without. */
  readonly start?: readonly number[];
  /** Variance of that belief, per standardised column; one for all, or one for each. */
  readonly variance?: number | readonly number[];
  /** Variance that each outcome adds, since people change. */
  readonly drift?: number;
  /** False: columns are taken as they come instead of being centred and scaled. */
  readonly standardise?: boolean;
}

interface Belief {
  mean: number;
  variance: number;
}

const INTERCEPT_VARIANCE = 1;
/** Drift never makes a belief vaguer than this many times the first one. */
const MAX_VARIANCE_FACTOR = 3;
/** Standardised values beyond are outliers. */
const FARTHEST = 4;
/** Rows from which on scales are known well enough to be used, and the least scale. */
const SCALED_FROM = 6;
const MIN_SCALE = 0.05;
const MIN_CURVATURE = 0.05;
const MAX_EFFECTS = 6000;

/**
 * Bayesian logistic regression, one outcome at a time: a Gaussian belief over all weights of the dense columns and one
 * over each label's effect, moved by an extended Kalman step (Fahrmeir 1992; the label effects as in Graepel et al. 2010).
 * No step size, no epochs; how far an outcome moves a weight follows from how little is known of it.
 */
export class OnlineLogistic {
  readonly #size: number;
  readonly #standardise: boolean;
  /** First variance of each weight, the intercept's first. */
  readonly #first: Float64Array;
  readonly #drift: number;
  #weights: Float64Array;
  /** Row-major, size × size. */
  #covariance: Float64Array;
  #means: Float64Array;
  #squares: Float64Array;
  #counts: Float64Array;
  readonly #effects = new Map<string, Belief>();

  constructor({ columns, start, variance = 0.01, drift = 1e-5, standardise = true }: OnlineLogisticOptions) {
    this.#size = columns + 1;
    this.#standardise = standardise;
    this.#drift = drift;
    this.#weights = new Float64Array(this.#size);
    if (start) this.#weights.set(start);
    const each = typeof variance === 'number' ? Array.from({ length: columns }, () => variance) : variance;
    this.#first = Float64Array.from([INTERCEPT_VARIANCE, ...each]);
    this.#covariance = new Float64Array(this.#size ** 2);
    for (let a = 0; a < this.#size; a++) this.#covariance[a * this.#size + a] = this.#first[a]!;
    this.#means = new Float64Array(columns);
    this.#squares = new Float64Array(columns);
    this.#counts = new Float64Array(columns);
  }

  /**
   * Log odds of a row (`columns` values; NaN where nothing is known), drawn towards 0 by how uncertain they are
   * (MacKay 1992).
   */
  score(row: ArrayLike<number>, effects: readonly Effect[] = []): number {
    const { sum, variance } = this.#project(this.#scaled(row), effects);
    return sum / Math.sqrt(1 + (Math.PI * variance) / 8);
  }

  /** What each column of a row adds to the log odds. */
  contributions(row: ArrayLike<number>): Float64Array {
    return this.#scaled(row)
      .map((value, a) => value * this.#weights[a]!)
      .subarray(1);
  }

  /** An outcome, 0–1. */
  learn(row: ArrayLike<number>, effects: readonly Effect[], outcome: number): void {
    this.#count(row);
    const x = this.#scaled(row);
    const { sum, variance, spread } = this.#project(x, effects);
    const said = sigmoid(sum);
    const curvature = Math.max(MIN_CURVATURE, said * (1 - said));
    const step = (outcome - said) / (1 + curvature * variance);
    const shrink = curvature / (1 + curvature * variance);
    const n = this.#size;
    for (let a = 0; a < n; a++) {
      this.#weights[a]! += spread[a]! * step;
      const by = shrink * spread[a]!;
      for (let b = 0; b < n; b++) this.#covariance[a * n + b]! -= by * spread[b]!;
      const most = MAX_VARIANCE_FACTOR * this.#first[a]!;
      this.#covariance[a * n + a] = Math.min(most, this.#covariance[a * n + a]! + this.#drift);
    }
    for (const [key, first] of effects) {
      const belief = this.#effects.get(key) ?? { mean: 0, variance: first };
      belief.mean += belief.variance * step;
      belief.variance -= shrink * belief.variance ** 2;
      this.#effects.delete(key);
      this.#effects.set(key, belief);
    }
    while (this.#effects.size > MAX_EFFECTS) this.#effects.delete(this.#effects.keys().next().value!);
  }

  /** An outcome that was assumed turned out otherwise by `difference`; how sure the weights are stays as it is. */
  correct(row: ArrayLike<number>, effects: readonly Effect[], difference: number): void {
    const { sum, variance, spread } = this.#project(this.#scaled(row), effects);
    const said = sigmoid(sum);
    const step = difference / (1 + Math.max(MIN_CURVATURE, said * (1 - said)) * variance);
    for (let a = 0; a < this.#size; a++) this.#weights[a]! += spread[a]! * step;
    for (const [key] of effects) {
      const belief = this.#effects.get(key);
      if (belief) belief.mean += belief.variance * step;
    }
  }

  #count(row: ArrayLike<number>): void {
    if (!this.#standardise) return;
    for (let c = 0; c < this.#size - 1; c++) {
      const value = row[c]!;
      if (!Number.isFinite(value)) continue;
      this.#counts[c]!++;
      const off = value - this.#means[c]!;
      this.#means[c]! += off / this.#counts[c]!;
      this.#squares[c]! += off * (value - this.#means[c]!);
    }
  }

  #scaled(row: ArrayLike<number>): Float64Array {
    const x = new Float64Array(this.#size);
    x[0] = 1;
    for (let c = 0; c < this.#size - 1; c++) {
      const value = row[c]!;
      if (!Number.isFinite(value)) continue;
      const count = this.#counts[c]!;
      const scale = count >= SCALED_FROM ? Math.max(MIN_SCALE, Math.sqrt(this.#squares[c]! / count) || 1) : 1;
      const scaled = this.#standardise ? (value - this.#means[c]!) / scale : value;
      x[c + 1] = this.#standardise ? Math.max(-FARTHEST, Math.min(FARTHEST, scaled)) : scaled;
    }
    return x;
  }

  /** Sum of all effects, its variance, and the covariance of each weight with the sum. */
  #project(
    x: Float64Array,
    effects: readonly Effect[],
  ): { sum: number; variance: number; spread: Float64Array } {
    const n = this.#size;
    const spread = new Float64Array(n);
    let sum = 0;
    let variance = 0;
    for (let a = 0; a < n; a++) {
      let along = 0;
      for (let b = 0; b < n; b++) along += this.#covariance[a * n + b]! * x[b]!;
      spread[a] = along;
      sum += this.#weights[a]! * x[a]!;
      variance += along * x[a]!;
    }
    for (const [key, first] of effects) {
      const belief = this.#effects.get(key);
      sum += belief?.mean ?? 0;
      variance += belief?.variance ?? first;
    }
    return { sum, variance, spread };
  }

  get state(): OnlineLogisticState {
    return {
      weights: [...this.#weights],
      covariance: [...this.#covariance],
      means: [...this.#means],
      squares: [...this.#squares],
      counts: [...this.#counts],
      effects: Array.from(this.#effects, ([key, b]) => [key, b.mean, b.variance]),
    };
  }

  /** @throws RangeError for a state of another width */
  restore(state: OnlineLogisticState): void {
    if (state.weights.length !== this.#size || state.covariance.length !== this.#size ** 2)
      throw new RangeError('the state is of another width');
    this.#weights = Float64Array.from(state.weights);
    this.#covariance = Float64Array.from(state.covariance);
    this.#means.set(state.means);
    this.#squares.set(state.squares);
    this.#counts.set(state.counts);
    for (const [key, mean, variance] of state.effects) this.#effects.set(key, { mean, variance });
  }
}

const numbers = z.array(z.number());
export const onlineLogisticState = z.object({
  weights: numbers,
  covariance: numbers,
  means: numbers,
  squares: numbers,
  counts: numbers,
  effects: z.array(z.tuple([z.string(), z.number(), z.number()])),
});
type OnlineLogisticState = z.infer<typeof onlineLogisticState>;
