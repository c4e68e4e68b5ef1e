import { sum } from '../../../core/statistics.ts';
import type { Described } from './effects.ts';

/** Two tasks whose order, once known, would lower the learner's uncertainty about everything open. */
export interface InformativePair {
  readonly firstId: string;
  readonly secondId: string;
  /** How much of `uncertainty` an answer is expected to take away, log odds. */
  readonly gain: number;
  /** Standard deviation of what habits say of their difference, and the share of it that an answer should take away. */
  readonly spread: number;
  readonly share: number;
}

/** How uncertain a learner is about the order of what is open. */
export interface OrderUncertainty {
  /** Mean standard deviation of what the person's own habits add to a task's log odds. */
  readonly uncertainty: number;
  /** The most informative first. */
  readonly pairs: readonly InformativePair[];
}

/** A task near the top: its log odds and its labels. */
export interface Candidate {
  readonly id: string;
  readonly score: number;
  readonly labels: readonly Described[];
}

/** Tasks at the top whose order is worth a question; among fewer an answer helps fewer. */
export const COMPARED = 12;
const MAX_PAIRS = 10;

/**
 * Ranks pairs by the information their comparison would give: an answer to "this or that?" is one observation of a logit whose
 * direction is the difference of the two tasks' labels. It says most where the scores are close and the labels that
 * differ little known (Bayesian D-optimality, MacKay 1992, on a diagonal posterior), and counts for every open task
 * that carries those labels.
 */
export function orderUncertainty(
  candidates: readonly Candidate[],
  variance: (key: string) => number,
  only?: readonly [string, string],
): OrderUncertainty {
  const sizes = candidates.map(({ labels }) => new Map(labels.map(({ key, size }) => [key, size])));
  const variances = sizes.map((own) => sum([...own].map(([key, size]) => size * size * variance(key))));
  const pairs: InformativePair[] = [];
  for (const [i, first] of candidates.entries()) {
    for (const [j, second] of candidates.entries()) {
      if (j <= i || (only && !(only.includes(first.id) && only.includes(second.id)))) continue;
      const apart = difference(sizes[i]!, sizes[j]!);
      const even = 1 / (2 + 2 * Math.cosh(first.score - second.score));
      const taken = new Map(
        [...apart].map(([key, size]) => [key, variance(key) - 1 / (1 / variance(key) + even * size * size)]),
      );
      const gain = sum(
        sizes.map((own, k) => Math.sqrt(variances[k]!) - Math.sqrt(variances[k]! - weighed(own, taken))),
      );
      const unsure = sum([...apart].map(([key, size]) => size * size * variance(key)));
      const left = unsure - weighed(apart, taken);
      pairs.push({
        firstId: first.id,
        secondId: second.id,
        gain: gain / Math.max(COMPARED, candidates.length),
        spread: Math.sqrt(unsure),
        share: unsure > 0 ? 1 - Math.sqrt(left / unsure) : 0,
      });
    }
  }
  return {
    uncertainty: sum(variances.map(Math.sqrt)) / Math.max(1, variances.length),
    pairs: pairs.toSorted((a, b) => b.gain - a.gain).slice(0, MAX_PAIRS),
  };
}

function difference(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): Map<string, number> {
  const apart = new Map(a);
  for (const [key, size] of b) apart.set(key, (apart.get(key) ?? 0) - size);
  for (const [key, size] of apart) if (size === 0) apart.delete(key);
  return apart;
}

/** Σ size² × what its key has in `by`. */
function weighed(sizes: ReadonlyMap<string, number>, by: ReadonlyMap<string, number>): number {
  return sum([...sizes].map(([key, size]) => size * size * (by.get(key) ?? 0)));
}
