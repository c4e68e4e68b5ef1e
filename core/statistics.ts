/** Plain statistics of numbers, once for every model, plan and bench. */

/** The 90 % quantile of the standard normal distribution; its negative is the 10 % quantile. */
export const Z90 = 1.2815515655446004;

/** Sum of numbers; 0 of nothing. */
export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** Arithmetic mean; NaN of nothing. */
export function mean(values: readonly number[]): number {
  return values.length > 0 ? sum(values) / values.length : Number.NaN;
}

/** The middle value, or the mean of the middle two; NaN of nothing. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  if (sorted.length === 0) return Number.NaN;
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The value below which a share (0–1) of the values lies, one of them; NaN of nothing. */
export function quantileOf(values: readonly number[], level: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(level * sorted.length))] ?? Number.NaN;
}

/** The same of ascending values, linear between neighbours; 0 of nothing. */
export function interpolatedQuantile(sorted: readonly number[], level: number): number {
  if (sorted.length === 0) return 0;
  const at = level * (sorted.length - 1);
  const low = Math.floor(at);
  const below = sorted[low]!;
  return below + (at - low) * ((sorted[low + 1] ?? below) - below);
}

const BETA_STEPS = 2_000;

/**
 * Chance that the first of two shares is the larger one, 0–1, each known from `count` of `of` tries and nothing else (Beta
 * distributions with uniform priors, on a grid of 2,000 shares).
 */
export function chanceOfMore(
  first: { count: number; of: number },
  second: { count: number; of: number },
): number {
  const density = ({ count, of }: { count: number; of: number }): number[] => {
    const logs = Array.from({ length: BETA_STEPS }, (_, i) => {
      const share = (i + 0.5) / BETA_STEPS;
      return count * Math.log(share) + (of - count) * Math.log(1 - share);
    });
    const most = logs.reduce((a, b) => Math.max(a, b));
    const weights = logs.map((log) => Math.exp(log - most));
    const total = sum(weights);
    return weights.map((weight) => weight / total);
  };
  const [a, b] = [density(first), density(second)];
  let below = 0;
  let chance = 0;
  a.forEach((weight, i) => {
    chance += weight * (below + b[i]! / 2);
    below += b[i]!;
  });
  return chance;
}
