import { seededRandom, type Random } from '../../../core/random.ts';
import { medianOf } from '../../../core/statistics.ts';

/** Shuffles behind each permutation test at most; the smallest p-value is one in so many and one. */
const SHUFFLES = 3999;
/** Shuffles as extreme as what was observed after which the p-value is known well enough. */
const REACHED = 20;

/** 95 % interval of a share of `count` out of `total` (Wilson 1927); 0 to 1 for nothing. */
export function wilson(count: number, total: number, z = 1.96): { low: number; high: number } {
  if (total === 0) return { low: 0, high: 1 };
  const p = count / total;
  const centre = p + (z * z) / (2 * total);
  const half = z * Math.sqrt((p * (1 - p)) / total + (z * z) / (4 * total * total));
  const scale = 1 + (z * z) / total;
  return { low: Math.max(0, (centre - half) / scale), high: Math.min(1, (centre + half) / scale) };
}

const logFactorials = [0];

function logFactorial(n: number): number {
  for (let i = logFactorials.length; i <= n; i++) logFactorials.push(logFactorials[i - 1]! + Math.log(i));
  return logFactorials[n]!;
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/** Chance of `count` or more heads in `total` fair throws: the one-sided sign test. */
export function signTest(count: number, total: number): number {
  let sum = 0;
  for (let k = count; k <= total; k++) sum += Math.exp(logChoose(total, k) - total * Math.LN2);
  return Math.min(1, sum);
}

/** How far values count at most, in medians of their distance from the middle: one that is far off says no more than that it is off. */
const FAR = 2.5;

/**
 * One-sided p-value of values that lie above 0 by Wilcoxon's signed ranks (normal approximation with ties and continuity, which
 * from ten values on is a little large). Far ones are drawn in first, so that a long tail on one side alone is no finding.
 */
export function signedRankTest(values: readonly number[]): number {
  const middle = medianOf(values);
  const reach = FAR * medianOf(values.map((value) => Math.abs(value - middle)));
  const drawn = values
    .map((value) => Math.max(middle - reach, Math.min(middle + reach, value)))
    .filter((value) => value !== 0)
    .toSorted((a, b) => Math.abs(a) - Math.abs(b));
  const n = drawn.length;
  if (n === 0) return 1;
  let above = 0;
  let squares = 0;
  for (let i = 0; i < n;) {
    let end = i;
    while (end < n && Math.abs(Math.abs(drawn[end]!) - Math.abs(drawn[i]!)) < 1e-12) end++;
    const rank = (i + 1 + end) / 2;
    for (let j = i; j < end; j++) {
      if (drawn[j]! > 0) above += rank;
      squares += rank * rank;
    }
    i = end;
  }
  const z = (above - (n * (n + 1)) / 4 - 0.5) / Math.sqrt(squares / 4);
  return z <= 0 ? 1 : upperTail(z);
}

/** Probability of a standard normal above `z` ≥ 0 (Abramowitz and Stegun 26.2.17). */
export function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / 2.5066282746) * series;
}

/** Chance of `hits` or more marked ones among `drawn` of `total`, `marked` of which are (Fisher's exact test, one-sided). */
export function fisherTest(hits: number, drawn: number, marked: number, total: number): number {
  const whole = logChoose(total, drawn);
  let sum = 0;
  for (let k = hits; k <= Math.min(drawn, marked); k++) {
    if (drawn - k > total - marked) continue;
    sum += Math.exp(logChoose(marked, k) + logChoose(total - marked, drawn - k) - whole);
  }
  return Math.min(1, sum);
}

/**
 * How often a statistic of shuffled values reaches the one observed: (1 + reached) / (1 + shuffles). No distribution is
 * assumed, only that without an effect every order is as likely. Ends early where the p-value is clear (Besag and Clifford 1991).
 */
export function permutationTest<T>(
  values: readonly T[],
  statistic: (order: readonly T[]) => number,
  seed = 1,
): number {
  const random = seededRandom(seed);
  const observed = statistic(values);
  const order = [...values];
  let reached = 0;
  for (let i = 1; i <= SHUFFLES; i++) {
    shuffle(order, random);
    if (statistic(order) >= observed - 1e-12) reached++;
    if (reached >= REACHED) return reached / i;
  }
  return (1 + reached) / (1 + SHUFFLES);
}

function shuffle<T>(values: T[], random: Random): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [values[i], values[j]] = [values[j]!, values[i]!];
  }
}

/** p-values that hold although many things were looked at (Benjamini and Hochberg 1995), in the order given. */
export function adjusted(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[b]! - values[a]!);
  const result = Array.from(values, () => 1);
  let least = 1;
  order.forEach((index, back) => {
    const rank = values.length - back;
    least = Math.min(least, (values[index]! * values.length) / rank);
    result[index] = least;
  });
  return result;
}

/** Values by key, in the order in which keys came. */
export function groupBy<T>(
  values: readonly T[],
  keyOf: (value: T) => string | number | null,
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    if (key === null) continue;
    const group = groups.get(String(key));
    if (group) group.push(value);
    else groups.set(String(key), [value]);
  }
  return groups;
}
