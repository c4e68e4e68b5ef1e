import { EXPERTS, type Expert, type ExpertDistributions } from './experts.ts';
import { logScore, mixture, type Predictive } from './predictive.ts';

/** How fast shares follow what has proved right. */
const RATE = 0.02;
const MIN = 0.005;

const START: Record<Expert, number> = {
  forest: 0.5,
  similar: 0.2,
  group: 0.15,
  labels: 0.2,
  everything: 0.05,
  estimate: 0.4,
  prior: 0.1,
};

/**
 * A linear pool of experts. Each outcome moves the shares towards the experts that had found it likely
 * (one step of expectation-maximisation for mixture weights, run online).
 */
export class ExpertPool {
  readonly #shares: Record<Expert, number>;

  constructor(shares: Partial<Record<Expert, number>> = {}) {
    this.#shares = { ...START, ...shares };
  }

  get shares(): Record<Expert, number> {
    return { ...this.#shares };
  }

  mix(experts: ExpertDistributions): Predictive | null {
    const parts = EXPERTS.flatMap((name) => {
      const part = experts[name];
      return part ? [{ part, share: this.#shares[name] * (part.strength ?? 1) }] : [];
    });
    return mixture(parts);
  }

  learn(experts: ExpertDistributions, outcome: number): void {
    const present = EXPERTS.filter((name) => experts[name] !== null);
    const total = present.reduce((sum, name) => sum + this.#shares[name], 0);
    const credit = present.map((name) => {
      const estimate = experts[name]!;
      return this.#shares[name] * (estimate.strength ?? 1) * Math.exp(-logScore(estimate, outcome));
    });
    const all = credit.reduce((a, b) => a + b, 0);
    if (!(all > 0)) return;
    present.forEach((name, i) => {
      // Shares of absent experts stay as they are: they were not asked.
      const target = (total * credit[i]!) / all;
      this.#shares[name] = Math.max(MIN, (1 - RATE) * this.#shares[name] + RATE * target);
    });
  }
}
