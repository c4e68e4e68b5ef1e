/** A predicted distribution over log2 minutes: weighted values, ascending, weights summing to 1. */
export interface Predictive {
  readonly values: Float64Array;
  readonly weights: Float64Array;
}

/** Two values this close are the same duration; minutes went through a logarithm and back. */
const SAME = 1e-9;

/** A distribution from loose weighted values; null when nothing has weight. */
export function predictiveOf(points: readonly { value: number; weight: number }[]): Predictive | null {
  const used = points
    .filter((p) => p.weight > 0 && Number.isFinite(p.value))
    .toSorted((a, b) => a.value - b.value);
  const total = used.reduce((sum, p) => sum + p.weight, 0);
  if (!(total > 0)) return null;
  return {
    values: Float64Array.from(used, (p) => p.value),
    weights: Float64Array.from(used, (p) => p.weight / total),
  };
}

/** Σ share × part; shares need not sum to 1. */
export function mixture(parts: readonly { part: Predictive; share: number }[]): Predictive | null {
  const points: { value: number; weight: number }[] = [];
  for (const { part, share } of parts) {
    part.values.forEach((value, i) => points.push({ value, weight: share * part.weights[i]! }));
  }
  return predictiveOf(points);
}

/** The smallest value with at least `level` of the weight at or below it. */
export function levelOf(predictive: Predictive, level: number): number {
  const { values, weights } = predictive;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += weights[i]!;
    if (sum >= level - SAME) return values[i]!;
  }
  return values.at(-1) ?? Number.NaN;
}

/** Weight strictly below a value, and at or below it. */
export function ranksOf(predictive: Predictive, value: number): { below: number; upTo: number } {
  const { values, weights } = predictive;
  let below = 0;
  let upTo = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i]! < value - SAME) below += weights[i]!;
    if (values[i]! <= value + SAME) upTo += weights[i]!;
  }
  return { below, upTo };
}

/**
 * The same values, weighed again so that the mean moves by about `by` log2 minutes (exponential tilting). Moving
 * the values themselves would push them off the round amounts that durations cluster on.
 */
export function tilted(predictive: Predictive, by: number): Predictive {
  const { values, weights } = predictive;
  let mean = 0;
  let square = 0;
  for (let i = 0; i < values.length; i++) {
    mean += weights[i]! * values[i]!;
    square += weights[i]! * values[i]! ** 2;
  }
  const variance = Math.max(0.25, square - mean * mean);
  const raw = values.map((v, i) => weights[i]! * Math.exp((by / variance) * (v - mean)));
  const total = raw.reduce((a, b) => a + b, 0);
  return { values, weights: raw.map((w) => w / total) };
}

/** −log density at a value, smoothed by 0.3 log2 with 2 % of a broad background: the score distributions compete by. */
export function logScore(predictive: Predictive, value: number): number {
  const width = 0.3;
  let density = 0;
  for (let i = 0; i < predictive.values.length; i++) {
    const z = (predictive.values[i]! - value) / width;
    if (Math.abs(z) < 6) density += predictive.weights[i]! * Math.exp((-z * z) / 2);
  }
  return -Math.log((0.98 * density) / (width * 2.506628) + 0.02 / 10);
}

/** How a single figure is chosen from a distribution. */
export interface PointPreference {
  /** Gain for lying within this factor (log2) of the truth. */
  readonly near: number;
  /** Gain for lying within 25 % of it, relative to the former. */
  readonly closeGain: number;
  /** Gain for meeting it to within 2 %. */
  readonly exactGain: number;
  /** Loss per mean absolute deviation of the person's durations, in minutes. */
  readonly minutesLoss: number;
}

const STEP = 0.03;
const HEAVY = 0.03;
const EXACT = 0.03;
const OVER = Math.log2(1.25);
const UNDER = -Math.log2(0.75);

/** What a figure loses against the truth by the same preference, both in log2 minutes: 0 = right, larger = worse. */
export function pointLoss(
  point: number,
  truth: number,
  preference: PointPreference,
  typicalDeviationMin: number,
): number {
  const off = point - truth;
  let loss = 1 + preference.closeGain + preference.exactGain;
  if (Math.abs(off) <= EXACT) loss -= preference.exactGain;
  if (Math.abs(off) <= preference.near) loss -= 1;
  if (off <= OVER && off >= -UNDER) loss -= preference.closeGain;
  return (
    loss + (preference.minutesLoss * Math.abs(2 ** point - 2 ** truth)) / Math.max(1, typicalDeviationMin)
  );
}

/**
 * The figure to show: the one most likely to be "about right". Durations cluster on round amounts, so the median
 * often falls between two clusters, where nothing ever lands; this looks for the candidate with the most weight
 * within a factor of 2 and within 25 %, less the expected error in minutes, which keeps long tasks honest.
 */
export function pointOf(
  predictive: Predictive,
  preference: PointPreference,
  typicalDeviationMin: number,
): number {
  const { values, weights } = predictive;
  const from = levelOf(predictive, 0.15);
  const to = levelOf(predictive, 0.85);
  const minutes = values.map((v) => 2 ** v);
  const perMinute = preference.minutesLoss / Math.max(1, typicalDeviationMin);
  let best = Number.NEGATIVE_INFINITY;
  let point = levelOf(predictive, 0.5);
  const candidates: number[] = [];
  for (let c = from; c <= to + SAME; c += STEP) candidates.push(c);
  // Heavy single values too: a grid would miss an estimate that is often met to the minute.
  for (let i = 0; i < values.length; i++) {
    if (weights[i]! >= HEAVY && values[i]! >= from && values[i]! <= to) candidates.push(values[i]!);
  }
  for (const c of candidates) {
    const candidate = 2 ** c;
    let gain = 0;
    for (let i = 0; i < values.length; i++) {
      const off = c - values[i]!;
      const w = weights[i]!;
      if (off <= preference.near && off >= -preference.near) gain += w;
      if (off <= OVER && off >= -UNDER) gain += preference.closeGain * w;
      if (off <= EXACT && off >= -EXACT) gain += preference.exactGain * w;
      gain -= perMinute * w * Math.abs(candidate - minutes[i]!);
    }
    if (gain > best) {
      best = gain;
      point = c;
    }
  }
  return point;
}
