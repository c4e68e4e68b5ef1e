import type { InsightMetrics, InsightProfile } from '../../../core/insights.ts';
import { mean, medianOf, quantileOf } from '../../../core/statistics.ts';
import { beginOf, dateOf, dayOf, endOf, type Observation } from './observations.ts';
import { groupBy, wilson } from './statistics.ts';

/** Tasks with a time of day from which on hours are worth showing. */
const ENOUGH_HOURS = 30;
/** Begun tasks that the even spread over the day is worth. */
const HOUR_PRIOR = 12;
/** A pause up to this long does not end a stretch of focus. */
const PAUSE_MIN = 4;
const ENOUGH = 10;
const CLOSE = 0.25;

/** What a history says of a person in figures; null where it says too little. */
export function profileOf(observations: readonly Observation[]): InsightProfile {
  const energy = energyOf(observations);
  const ratios = observations.flatMap(({ actualMin, estimateMin }) =>
    actualMin && estimateMin ? [actualMin / estimateMin] : [],
  );
  const dated = observations.filter(({ due, done }) => due !== null && done !== null);
  const known = observations.filter(({ done }) => done !== null);
  return {
    peakHours: energy ? peakOf(energy) : [],
    energyByHour: energy ?? [],
    estimateRatio: ratios.length >= ENOUGH ? rounded(medianOf(ratios)) : null,
    onTimeRate: dated.length >= ENOUGH ? rounded(mean(dated.map((one) => (isOnTime(one) ? 1 : 0)))) : null,
    completionRate: known.length >= ENOUGH ? rounded(mean(known.map(({ done }) => (done ? 1 : 0)))) : null,
    focusMin: focusOf(observations),
  };
}

/** Finished before its deadline was over. */
export function isOnTime({ due, completed, done }: Observation): boolean {
  if (done !== true || !due) return false;
  // Done some time on a day counts from its beginning: no one is late for a day within that day.
  return completed === null || completed.min <= endOf(due);
}

/** What is got done by hour, 0–1, drawn towards an even spread; null with too few times of day. */
function energyOf(observations: readonly Observation[]): number[] | null {
  const begun = observations.flatMap((one) => {
    const begin = beginOf(one);
    return begin === null || one.done !== true ? [] : [{ begin, minutes: one.actualMin ?? 30 }];
  });
  if (begun.length < ENOUGH_HOURS) return null;
  const minutes = new Float64Array(24);
  for (const one of begun) {
    let at = one.begin;
    const end = one.begin + Math.min(one.minutes, 720);
    while (at < end) {
      const next = Math.min(end, (Math.floor(at / 60) + 1) * 60);
      minutes[((Math.floor(at / 60) % 24) + 24) % 24]! += next - at;
      at = next;
    }
  }
  const total = minutes.reduce((a, b) => a + b, 0);
  const even = (HOUR_PRIOR * total) / begun.length / 24;
  const drawn = Array.from(minutes, (value) => value + even);
  const most = Math.max(...drawn);
  return drawn.map((value) => rounded(value / most));
}

function peakOf(energy: readonly number[]): number[] {
  let best = { from: 0, sum: -1 };
  for (let from = 0; from < 24; from++) {
    const sum = [0, 1, 2].reduce((total, i) => total + energy[(from + i) % 24]!, 0);
    if (sum > best.sum + 1e-9) best = { from, sum };
  }
  return [0, 1, 2].map((i) => (best.from + i) % 24);
}

/** Median length of uninterrupted work, minutes. */
function focusOf(observations: readonly Observation[]): number | null {
  const spans = observations
    .flatMap((one) => {
      const begin = beginOf(one);
      return begin !== null && one.actualMin ? [{ from: begin, to: begin + one.actualMin }] : [];
    })
    .toSorted((a, b) => a.from - b.from);
  const lengths: number[] = [];
  let current: { from: number; to: number } | null = null;
  for (const span of spans) {
    if (current && span.from - current.to <= PAUSE_MIN) {
      current = { from: current.from, to: Math.max(current.to, span.to) };
      continue;
    }
    if (current) lengths.push(current.to - current.from);
    current = span;
  }
  if (current) lengths.push(current.to - current.from);
  return lengths.length >= ENOUGH ? Math.round(medianOf(lengths)) : null;
}

/** How things went, and whether they get better. */
export function metricsOf(observations: readonly Observation[]): InsightMetrics {
  const days = new Set(observations.flatMap(({ completed }) => (completed ? [dayOf(completed)] : [])));
  const known = observations.filter(({ done }) => done !== null);
  const finished = known.filter(({ done }) => done === true);
  const estimated = observations.flatMap(({ actualMin, estimateMin }) =>
    actualMin && estimateMin ? [{ actual: actualMin, estimate: estimateMin }] : [],
  );
  const misses = estimated.map(({ actual, estimate }) => Math.abs(Math.log2(actual / estimate)));
  const first = observations[0];
  const last = observations.at(-1);
  const weeks =
    first && last ? Math.max(1, Math.ceil((dayOf(last.created) - dayOf(first.created) + 1) / 7)) : 0;
  const half = known.length >> 1;
  const rate = (group: readonly Observation[]): number | null =>
    group.length >= ENOUGH ? rounded(group.filter(({ done }) => done === true).length / group.length) : null;
  const [earlier, later] = [rate(known.slice(0, half)), rate(known.slice(half))];
  const interval = wilson(finished.length, known.length);
  return {
    tasks: observations.length,
    finished: finished.length,
    givenUp: known.length - finished.length,
    activeDays: days.size,
    weeks,
    from: first ? dateOf(dayOf(first.created)) : null,
    to: last ? dateOf(dayOf(last.created)) : null,
    completionRate: rate(known),
    completionRange: known.length >= ENOUGH ? [rounded(interval.low), rounded(interval.high)] : null,
    completionChange: earlier !== null && later !== null ? rounded(later - earlier) : null,
    estimateError: misses.length >= ENOUGH ? rounded(medianOf(misses)) : null,
    estimateWithin25:
      estimated.length >= ENOUGH
        ? rounded(mean(estimated.map((e) => (Math.abs(e.estimate - e.actual) <= CLOSE * e.actual ? 1 : 0))))
        : null,
    estimateErrorChange:
      misses.length >= 2 * ENOUGH
        ? rounded(medianOf(misses.slice(misses.length >> 1)) - medianOf(misses.slice(0, misses.length >> 1)))
        : null,
    perActiveDay: days.size > 0 ? rounded(finished.length / days.size) : null,
    lengthMin: lengthsOf(finished),
    projects: projectsOf(finished),
  };
}

function lengthsOf(finished: readonly Observation[]): InsightMetrics['lengthMin'] {
  const minutes = finished.flatMap(({ actualMin }) => (actualMin ? [actualMin] : []));
  if (minutes.length < ENOUGH) return null;
  return [0.1, 0.5, 0.9].map((level) => Math.round(quantileOf(minutes, level)));
}

function projectsOf(finished: readonly Observation[]): InsightMetrics['projects'] {
  return Array.from(
    groupBy(finished, ({ project }) => project),
    ([project, group]) => ({
      project,
      finished: group.length,
      minutes: Math.round(group.reduce((sum, { actualMin }) => sum + (actualMin ?? 0), 0)),
    }),
  )
    .toSorted((a, b) => b.minutes - a.minutes || b.finished - a.finished)
    .slice(0, 20);
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
