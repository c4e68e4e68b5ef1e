import { mean, medianOf } from '../../../core/statistics.ts';
import { beginOf, clockOf, outcomeIn, type Observation } from './observations.ts';
import { idsOf, type Detector, type Finding } from './finding.ts';
import { groupBy, permutationTest } from './statistics.ts';

/** Hours in a row that are called a peak. */
const PEAK = 3;
const ENOUGH = 30;
const ENOUGH_IN_PEAK = 10;
/** Work at the peak takes this share of the usual time, or less. */
const FASTER = 0.87;
/** So much more of what is planned at the peak gets done. */
const MIN_RATE_GAIN = 0.12;
/** So many times more gets done at the peak than in as many hours of the working day. */
const BUSIER = 1.6;
/** A working day is counted as at least this long: who works for four hours has no peak in them. */
const LEAST_DAY = 9;

interface Sample {
  readonly one: Observation;
  readonly hour: number;
  readonly value: number;
}

/**
 * The three hours in which work goes fastest, plans are kept best, or most gets done, each tested by shuffling values (or
 * days) over hours.
 */
export const detectPeak: Detector = (observations) => {
  const found = [fastest(observations), mostReliable(observations), busiest(observations)].filter(
    (f) => f !== null,
  );
  if (found.length === 0) return [];
  const best = found.reduce((a, b) => (b.p < a.p ? b : a));
  return [{ ...best, p: Math.min(1, best.p * found.length) }];
};

function finding(by: string, samples: readonly Sample[], from: number, p: number, effect: number): Finding {
  const inside = samples.filter(({ hour }) => isIn(hour, from)).map(({ one }) => one);
  const params = { from, to: (from + PEAK) % 24, by, effect: Math.round(effect * 100) / 100 };
  return { id: 'peak-hours', params, p, effect, tasks: idsOf(inside) };
}

/** Where tasks take less than they usually do, against the estimate or others of their project. */
function fastest(observations: readonly Observation[]): Finding | null {
  const timed = observations.flatMap((one) => {
    const begin = beginOf(one);
    if (begin === null || !one.actualMin) return [];
    const value = Math.log2(one.actualMin / (one.estimateMin ?? 1));
    return [{ one, hour: Math.floor((((begin % 1440) + 1440) % 1440) / 60), value }];
  });
  if (timed.length < ENOUGH) return null;
  // The same title is the best measure of what a task usually takes; a project the next best.
  const samples = [...groupBy(timed, keyOf)].flatMap(([, group]) => {
    const usual = medianOf(group.map(({ value }) => value));
    return group.length >= 3 ? group.map((sample) => ({ ...sample, value: usual - sample.value })) : [];
  });
  if (samples.length < ENOUGH) return null;
  const { from, gain } = bestWindow(samples);
  if (from < 0 || gain < -Math.log2(FASTER))
    return finding('speed', samples, Math.max(0, from), 1, 2 ** gain);
  return finding('speed', samples, from, testOf(samples), 2 ** gain);
}

function keyOf({ one }: Sample): string {
  return one.estimateMin ? `estimated ${one.project}` : `project ${one.project}|${one.category}`;
}

/** Where most of what is planned for a time of day gets done on that day. */
function mostReliable(observations: readonly Observation[]): Finding | null {
  const outcome = outcomeIn(observations);
  const samples = observations.flatMap((one) => {
    const kept = outcome(one);
    if (!one.planned?.hasClock || kept === null) return [];
    return [{ one, hour: Math.floor(clockOf(one.planned) / 60), value: kept ? 1 : 0 }];
  });
  if (samples.length < ENOUGH) return null;
  const { from, gain } = bestWindow(samples);
  if (from < 0 || gain < MIN_RATE_GAIN) return finding('completion', samples, Math.max(0, from), 1, gain);
  return finding('completion', samples, from, testOf(samples), gain);
}

function testOf(samples: readonly Sample[]): number {
  const hours = samples.map(({ hour }) => hour);
  return permutationTest(
    samples.map(({ value }) => value),
    (values) => bestWindow(values.map((value, i) => ({ hour: hours[i]!, value }))).statistic,
  );
}

/** The window whose mean lies farthest above that of the other hours, in standard errors. */
function bestWindow(samples: readonly { hour: number; value: number }[]): {
  from: number;
  gain: number;
  statistic: number;
} {
  const sums = new Float64Array(24);
  const counts = new Float64Array(24);
  let sum = 0;
  let squares = 0;
  for (const { hour, value } of samples) {
    sums[hour]! += value;
    counts[hour]! += 1;
    sum += value;
    squares += value * value;
  }
  const n = samples.length;
  const deviation = Math.sqrt(Math.max(1e-9, squares / n - (sum / n) ** 2));
  let best = { from: -1, gain: 0, statistic: 0 };
  for (let from = 0; from < 24; from++) {
    let inside = 0;
    let count = 0;
    for (let h = from; h < from + PEAK; h++) {
      inside += sums[h % 24]!;
      count += counts[h % 24]!;
    }
    if (count < ENOUGH_IN_PEAK || n - count < ENOUGH_IN_PEAK) continue;
    const gain = inside / count - (sum - inside) / (n - count);
    const statistic = gain / (deviation * Math.sqrt(1 / count + 1 / (n - count)));
    if (statistic > best.statistic) best = { from, gain, statistic };
  }
  return best;
}

/** Where most is begun, against an even spread over the person's working day; days are the units of the test. */
function busiest(observations: readonly Observation[]): Finding | null {
  const samples = observations.flatMap((one) => {
    const begin = beginOf(one);
    if (begin === null) return [];
    return [
      {
        one,
        day: Math.floor(begin / 1440),
        hour: Math.floor((((begin % 1440) + 1440) % 1440) / 60),
        value: 1,
      },
    ];
  });
  if (samples.length < ENOUGH) return null;
  const { first, last } = workingDay(samples.map(({ hour }) => hour));
  const length = Math.max(LEAST_DAY, last - first + 1);
  const even = PEAK / length;
  const days = [...groupBy(samples, ({ day }) => day).values()];
  if (days.length < ENOUGH_IN_PEAK) return null;
  let best = { from: first, p: 1, times: 0 };
  const windows = Math.max(1, length - PEAK + 1);
  for (let from = first; from <= Math.max(first, last - PEAK + 1); from++) {
    const shares = days.map((group) => group.filter(({ hour }) => isIn(hour, from)).length / group.length);
    const times = mean(shares) / even;
    if (times <= best.times) continue;
    const p = times >= BUSIER ? Math.min(1, windows * signFlips(shares.map((share) => share - even))) : 1;
    best = { from, p, times };
  }
  return finding('volume', samples, best.from % 24, best.p, best.times);
}

/**
 * Hours from which to which somebody works, but for a few begun at other times. It begins after the longest rest, so that a day may go
 * on past midnight: `last` is then 24 or more.
 */
function workingDay(hours: readonly number[]): { first: number; last: number } {
  const counts = new Float64Array(24);
  for (const hour of hours) counts[hour]! += 1;
  const few = 0.01 * hours.length;
  let rest = { length: 0, end: 0 };
  for (let from = 0; from < 24; from++) {
    let length = 0;
    while (length < 24 && counts[(from + length) % 24]! <= few) length++;
    if (length > rest.length) rest = { length, end: (from + length) % 24 };
  }
  const turned = hours.map((hour) => ((hour - rest.end + 24) % 24) + rest.end).toSorted((a, b) => a - b);
  return {
    first: turned[Math.floor(0.025 * turned.length)]!,
    last: turned[Math.min(turned.length - 1, Math.floor(0.975 * turned.length))]!,
  };
}

/** One-sided p-value of a mean above 0 by Hoeffding's and Student's reckoning of many days, whichever is larger. */
function signFlips(values: readonly number[]): number {
  const n = values.length;
  const middle = mean(values);
  if (middle <= 0) return 1;
  const deviation = Math.sqrt(values.reduce((sum, v) => sum + (v - middle) ** 2, 0) / Math.max(1, n - 1));
  const t = middle / (Math.max(0.05, deviation) / Math.sqrt(n));
  return Math.max(Math.exp(-2 * n * middle * middle), Math.exp(-(t * t) / 2) / 2);
}

function isIn(hour: number, from: number): boolean {
  return (hour - from + 48) % 24 < PEAK;
}
