/** How often, in outcomes, the best member is believed to change. */
const CHANGES_EVERY = 400;

/**
 * A Bayesian mixture of members that each give a probability. Its total log loss exceeds the best member's by at most
 * ln(members), and that of the best sequence of members by about as much a change (fixed share, Herbster and Warmuth
 * 1998). A member may be silent (NaN): it then keeps its weight.
 */
export class ExpertMix {
  #weights: Float64Array;

  /** `prior`: weights at the start, summing to 1. */
  constructor(prior: readonly number[]) {
    this.#weights = Float64Array.from(prior);
  }

  get weights(): readonly number[] {
    return [...this.#weights];
  }

  /** The mixture of what the members say, 0–1; NaN when all are silent. */
  mix(probabilities: readonly number[]): number {
    let sum = 0;
    let total = 0;
    probabilities.forEach((p, i) => {
      if (Number.isNaN(p)) return;
      sum += this.#weights[i]! * p;
      total += this.#weights[i]!;
    });
    return sum / total;
  }

  /** An outcome, or by how much (−1 to 1) it differs from what had been assumed of it when `first` is false. */
  learn(probabilities: readonly number[], outcome: number, first = true): void {
    const n = this.#weights.length;
    let before = 0;
    const scores = probabilities.map((p, i) => {
      if (Number.isNaN(p)) return Number.NaN;
      before += this.#weights[i]!;
      return outcome * Math.log(p) + (first ? 1 - outcome : -outcome) * Math.log(1 - p);
    });
    const best = Math.max(...scores.filter((s) => !Number.isNaN(s)));
    let after = 0;
    const moved = this.#weights.map((w, i) => {
      const score = scores[i]!;
      if (Number.isNaN(score)) return w;
      const weight = w * Math.exp(score - best);
      after += weight;
      return weight;
    });
    if (!(after > 0)) return;
    const shared = first ? 1 / CHANGES_EVERY : 0;
    this.#weights = moved.map((w, i) => {
      const kept = Number.isNaN(scores[i]!) ? w : (w * before) / after;
      return (1 - shared) * kept + shared / n;
    });
  }

  restore(weights: readonly number[]): void {
    this.#weights = Float64Array.from(weights);
  }
}
