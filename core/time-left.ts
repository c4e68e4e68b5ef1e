import { Z90 } from './statistics.ts';

/** Apart from the schemas, so that a page gets it without them. */

/** Beyond the last of a thousand such tasks there is no figure any more. */
const LEAST_SURVIVAL = 0.001;
const STEPS = 50;

/** Minutes that a task takes as a whole: 10, 50 and 90 % of such tasks took no longer. */
export interface Spread {
  p10: number;
  p50: number;
  p90: number;
}

/** Minutes still to go, given that it isn't done yet; four in five times it ends between `low` and `high`. */
export interface TimeLeft {
  low: number;
  likely: number;
  high: number;
}

/**
 * How long a task goes on that has taken `spentMin` so far: its log-normal duration, whose halves may differ, given that it is
 * longer than that. Null where it has run longer than nearly any task like it.
 */
export function timeLeft(spread: Spread, spentMin: number): TimeLeft | null {
  const done = shareDone(spread, spentMin);
  if (1 - done < LEAST_SURVIVAL) return null;
  const at = (level: number): number => quantile(spread, done + level * (1 - done)) - spentMin;
  return { low: Math.max(0, at(0.1)), likely: Math.max(0, at(0.5)), high: Math.max(0, at(0.9)) };
}

/** Chance that it is done within so many more minutes, given the same. */
export function chanceWithin(spread: Spread, spentMin: number, moreMin: number): number {
  const done = shareDone(spread, spentMin);
  if (1 - done < LEAST_SURVIVAL) return 0;
  return Math.max(0, Math.min(1, (shareDone(spread, spentMin + moreMin) - done) / (1 - done)));
}

/** Of such tasks, how many are done after so many minutes. */
function shareDone({ p10, p50, p90 }: Spread, minutes: number): number {
  if (minutes <= 0) return 0;
  const edge = minutes < p50 ? p50 / Math.min(p10, p50) : Math.max(p90, p50) / p50;
  const sigma = Math.max(1e-3, Math.log(edge) / Z90);
  return normal(Math.log(minutes / p50) / sigma);
}

function quantile(spread: Spread, level: number): number {
  let [low, high] = [0, spread.p50];
  while (shareDone(spread, high) < level && high < 1e7) high *= 2;
  for (let i = 0; i < STEPS; i++) {
    const middle = (low + high) / 2;
    if (shareDone(spread, middle) < level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Standard normal distribution (Abramowitz and Stegun 26.2.17; error below 10⁻⁷). */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / 2.5066282746) * series;
  return z < 0 ? tail : 1 - tail;
}
