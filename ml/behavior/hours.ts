import { sum } from '../../core/statistics.ts';
import { byHour, confidenceOf, weekdayOfCount, type LocalClock } from './local.ts';
import type { Completion, LearnedProfile, WorkEntry } from './types.ts';

/** Available hours that the prior weighs as much as, per hour of day, weekday, and cell of the heat map. */
const HOUR_PRIOR_H = 2;
const WEEKDAY_PRIOR_H = 8;
const CELL_PRIOR_H = 6;
/** Rounds of the deconvolution; it settles long before. */
const ROUNDS = 15;
/** How much of a neighbour's evidence counts for an hour: its speed, and what comes out at the end. */
const SPEED_NEIGHBOUR = 0.2;
const RESULT_NEIGHBOUR = 0.5;

/** One day's time at work without meetings, as spans. */
export interface WorkDay {
  day: number;
  weight: number;
  open: { start: number; end: number }[];
}

interface Work {
  /** Tracked minutes by hour of day, and by weekday. */
  minutes: Float64Array;
  weekdays: Float64Array;
  expected: number;
  weight: number;
}

type Hours = Pick<
  LearnedProfile,
  'byHour' | 'byWeekdayHour' | 'evidenceHours' | 'peakHours' | 'energyByHour'
>;

/**
 * Productivity by hour: the share of available time that is worked, times the speed of that work. Speed is
 * found from whole tasks, which spread over hours, by Richardson–Lucy deconvolution of expected minutes over
 * tracked ones. Everything is drawn towards the prior by its evidence.
 */
export function learnHours(
  clock: LocalClock,
  entries: readonly WorkEntry[],
  completions: readonly Completion[],
  days: readonly WorkDay[],
  prior: readonly number[] | undefined,
): Hours {
  const weightOf = new Map(days.map(({ day, weight }) => [day, weight]));
  const available = new Float64Array(7 * 24);
  for (const { open, weight } of days) {
    for (const { start, end } of open) {
      for (const { day, hour, minutes } of byHour(clock, start, end)) {
        available[weekdayOfCount(day) * 24 + hour]! += minutes * weight;
      }
    }
  }
  const speed = speeds(clock, entries, completions, weightOf);
  const done = new Float64Array(7 * 24);
  for (const entry of entries) {
    for (const { day, hour, minutes } of byHour(clock, entry.start, entry.end)) {
      const weekday = weekdayOfCount(day);
      done[weekday * 24 + hour]! +=
        minutes * (weightOf.get(day) ?? 0) * speed.hour[hour]! * speed.weekday[weekday]!;
    }
  }
  return shrink(available, done, prior);
}

function shrink(available: Float64Array, done: Float64Array, prior: readonly number[] | undefined): Hours {
  const total = sum(available);
  const mean = total > 0 ? sum(done) / total : 1;
  const priorMean = prior ? sum(prior) / 24 : 1;
  const hours = new Float64Array(24);
  const evidence = new Float64Array(24);
  const expected = new Float64Array(24);
  for (let hour = 0; hour < 24; hour++) {
    let minutes = 0;
    let output = 0;
    for (let weekday = 0; weekday < 7; weekday++) {
      minutes += available[weekday * 24 + hour]!;
      output += done[weekday * 24 + hour]!;
    }
    expected[hour] = prior ? (prior[hour]! / Math.max(1e-6, priorMean)) * mean : mean;
    const pull = HOUR_PRIOR_H * 60;
    // Against what was expected, so that borrowing from neighbours does not blur the prior.
    hours[hour] = (output + pull * expected[hour]!) / (minutes + pull) / Math.max(1e-6, expected[hour]!);
    evidence[hour] = minutes / 60;
  }
  smooth(hours, evidence, RESULT_NEIGHBOUR);
  for (let hour = 0; hour < 24; hour++) hours[hour]! *= expected[hour]! / Math.max(1e-6, mean);
  const weekdays = new Float64Array(7);
  for (let weekday = 0; weekday < 7; weekday++) {
    let output = 0;
    let expected = 0;
    for (let hour = 0; hour < 24; hour++) {
      output += done[weekday * 24 + hour]!;
      expected += available[weekday * 24 + hour]! * hours[hour]! * mean;
    }
    const pull = WEEKDAY_PRIOR_H * 60 * mean;
    weekdays[weekday] = (output + pull) / (expected + pull);
  }
  const cells = Array.from({ length: 7 }, (_, weekday) =>
    Array.from({ length: 24 }, (_, hour) => {
      const cell = weekday * 24 + hour;
      const pull = CELL_PRIOR_H * 60;
      const expected = hours[hour]! * weekdays[weekday]!;
      return (done[cell]! / Math.max(1e-6, mean) + pull * expected) / (available[cell]! + pull);
    }),
  );
  const byHour = [...hours];
  const top = Math.max(...byHour);
  const confidence = confidenceOf(total / 60, 40);
  return {
    byHour: { value: byHour, confidence },
    byWeekdayHour: cells,
    evidenceHours: [...evidence],
    peakHours: peak(byHour, [...evidence]),
    energyByHour: byHour.map((value) => Math.max(0, Math.min(1, value / top))),
  };
}

/** The three consecutive hours with most done per hour, among those the person is usually there for. */
function peak(hours: readonly number[], evidence: readonly number[]): number[] {
  // Hours at the edge of the day are only half there, and those halves say little about the whole.
  const most = Math.max(...evidence);
  let best: number[] = [];
  let bestSum = 0;
  for (let hour = 0; hour + 2 < 24; hour++) {
    const window = [hour, hour + 1, hour + 2];
    // One hour that lunch or a daily meeting takes most of must not rule out the window around it.
    const usual = window.every((each) => evidence[each]! >= most * 0.25);
    if (most <= 0 || !usual || sum(window.map((each) => evidence[each]!)) < 3 * most * 0.6) continue;
    const value = sum(window.map((each) => hours[each]!));
    if (value <= bestSum) continue;
    bestSum = value;
    best = window;
  }
  return best;
}

/** Expected over tracked minutes, by hour and on top of that by weekday; 1 is average speed. */
function speeds(
  clock: LocalClock,
  entries: readonly WorkEntry[],
  completions: readonly Completion[],
  weightOf: ReadonlyMap<number, number>,
): { hour: Float64Array; weekday: Float64Array } {
  const works = new Map<string, Work>();
  for (const { taskId, expectedMin, at } of completions) {
    if (!expectedMin || expectedMin <= 0) continue;
    works.set(taskId, {
      minutes: new Float64Array(24),
      weekdays: new Float64Array(7),
      expected: expectedMin,
      weight: weightOf.get(clock.day(at)) ?? 0.5,
    });
  }
  for (const entry of entries) {
    const work = works.get(entry.taskId);
    if (!work) continue;
    for (const { day, hour, minutes } of byHour(clock, entry.start, entry.end)) {
      work.minutes[hour]! += minutes;
      work.weekdays[weekdayOfCount(day)]! += minutes;
    }
  }
  const tracked = [...works.values()].filter((work) => sum(work.minutes) >= 1);
  const speed = new Float64Array(24).fill(1);
  const weekday = new Float64Array(7).fill(1);
  if (tracked.length === 0) return { hour: speed, weekday };
  const scale = sum(tracked.map((work) => work.expected)) / sum(tracked.map((work) => sum(work.minutes)));
  const pull = HOUR_PRIOR_H * 60;
  for (let round = 0; round < ROUNDS; round++) {
    const up = new Float64Array(24).fill(pull);
    const down = new Float64Array(24).fill(pull);
    for (const { minutes, expected, weight } of tracked) {
      let predicted = 0;
      for (let hour = 0; hour < 24; hour++) predicted += minutes[hour]! * speed[hour]! * scale;
      const factor = expected / predicted;
      for (let hour = 0; hour < 24; hour++) {
        up[hour]! += weight * minutes[hour]! * speed[hour]! * factor;
        down[hour]! += weight * minutes[hour]!;
      }
    }
    for (let hour = 0; hour < 24; hour++) speed[hour] = up[hour]! / down[hour]!;
    if (round < ROUNDS - 1) smooth(speed, down, SPEED_NEIGHBOUR);
  }
  const pace = new Float64Array(7).fill(WEEKDAY_PRIOR_H * 60);
  const worked = new Float64Array(7).fill(WEEKDAY_PRIOR_H * 60);
  for (const { minutes, weekdays, expected, weight } of tracked) {
    let predicted = 0;
    for (let hour = 0; hour < 24; hour++) predicted += minutes[hour]! * speed[hour]! * scale;
    for (let day = 0; day < 7; day++) {
      pace[day]! += (weight * weekdays[day]! * expected) / predicted;
      worked[day]! += weight * weekdays[day]!;
    }
  }
  return { hour: speed, weekday: weekday.map((_, day) => pace[day]! / worked[day]!) };
}

/** Energy does not jump from hour to hour, so each hour borrows a little from its neighbours, by evidence. */
function smooth(values: Float64Array, evidence: Float64Array, share: number): void {
  const before = values.slice();
  for (let hour = 0; hour < 24; hour++) {
    let total = 0;
    let weight = 0;
    for (let near = Math.max(0, hour - 1); near <= Math.min(23, hour + 1); near++) {
      const counts = (evidence[near]! + 1e-6) * (near === hour ? 1 : share);
      total += counts * before[near]!;
      weight += counts;
    }
    values[hour] = total / weight;
  }
}
