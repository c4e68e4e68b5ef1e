import type { Weekday } from '../../core/problem.ts';
import { MINUTE_MS } from '../../core/time/units.ts';
import { confidenceOf, median, weekdayOfCount, type LocalClock } from './local.ts';
import type { WorkDay } from './hours.ts';
import type { BusyEvent, Completion, LearnedProfile, WorkEntry } from './types.ts';
import { WEEKDAYS } from '../../core/time/week.ts';

/** A pause up to this long does not end a stretch of focus; one from `BREAK_MAX` on is not a break but absence. */
const PAUSE_MIN = 4;
const BREAK_MAX_MIN = 60;
/** What is assumed before anything is measured, and how many observations that is worth. */
const FOCUS_PRIOR = { lengthMin: 60, breakMin: 10, count: 6 };
const SWITCH_PRIOR = { costMin: 8, count: 10 };
const DAY_PRIOR = { startMin: 540, endMin: 1050, count: 3 };

/** Uninterrupted work and the breaks between: how long the person stays with it, and how long they rest. */
export function learnFocus(
  entries: readonly WorkEntry[],
  weigh: (ms: number) => number,
): LearnedProfile['focus'] {
  const lengths: { value: number; weight: number }[] = [];
  const breaks: { value: number; weight: number }[] = [];
  let start = entries[0]?.start ?? 0;
  entries.forEach((entry, i) => {
    const next = entries[i + 1];
    const pause = next ? (next.start - entry.end) / MINUTE_MS : Number.POSITIVE_INFINITY;
    if (pause <= PAUSE_MIN) return;
    const value = (entry.end - start) / MINUTE_MS;
    if (value >= 5) lengths.push({ value, weight: weigh(entry.end) });
    if (pause < BREAK_MAX_MIN) breaks.push({ value: pause, weight: weigh(entry.end) });
    start = next?.start ?? 0;
  });
  const count = weightOf(lengths);
  return {
    value: {
      lengthMin: Math.round(pull(FOCUS_PRIOR.lengthMin, FOCUS_PRIOR.count, median(lengths), count)),
      breakMin: Math.round(pull(FOCUS_PRIOR.breakMin, FOCUS_PRIOR.count, median(breaks), weightOf(breaks))),
    },
    confidence: confidenceOf(count, 20),
  };
}

/**
 * Minutes lost at a change of project: how much longer the pause between two tasks is when the project changes
 * than when it does not. Where texts have directions, the loss is also fitted as a straight line over distance.
 */
export function learnSwitching(
  entries: readonly WorkEntry[],
  weigh: (ms: number) => number,
): LearnedProfile['switching'] {
  const same: { value: number; weight: number }[] = [];
  const changed: { value: number; weight: number; distance: number | null }[] = [];
  for (let i = 1; i < entries.length; i++) {
    const before = entries[i - 1]!;
    const entry = entries[i]!;
    const value = (entry.start - before.end) / MINUTE_MS;
    if (value < 0 || value > BREAK_MAX_MIN / 2 || entry.taskId === before.taskId) continue;
    const weight = weigh(entry.start);
    if ((entry.project ?? null) === (before.project ?? null)) same.push({ value, weight });
    else changed.push({ value, weight, distance: distanceOf(before.embedding, entry.embedding) });
  }
  const usual = meanOf(same);
  const count = Math.min(weightOf(same), weightOf(changed));
  const measured = Math.max(0, meanOf(changed) - usual);
  const apart = changed.filter((each) => each.distance !== null);
  const over = apart.reduce((total, { distance, weight }) => total + weight * distance! ** 2, 0);
  const lost = apart.reduce(
    (total, { distance, value, weight }) => total + weight * distance! * (value - usual),
    0,
  );
  return {
    value: {
      costMin: Math.round(pull(SWITCH_PRIOR.costMin, SWITCH_PRIOR.count, measured, count) * 10) / 10,
      perDistanceMin: apart.length >= 10 && over > 0 ? Math.max(0, lost / over) : null,
    },
    confidence: confidenceOf(count, 30),
  };
}

/** Typical first and last minute of tracked work. */
export function learnDay(
  clock: LocalClock,
  entries: readonly WorkEntry[],
  weigh: (ms: number) => number,
): LearnedProfile['day'] {
  const first = new Map<number, { value: number; weight: number }>();
  const last = new Map<number, { value: number; weight: number }>();
  for (const { start, end } of entries) {
    const day = clock.day(start);
    const begin = clock.minuteOfDay(start);
    const finish = begin + (end - start) / MINUTE_MS;
    if (begin < (first.get(day)?.value ?? Number.POSITIVE_INFINITY))
      first.set(day, { value: begin, weight: weigh(start) });
    if (finish > (last.get(day)?.value ?? 0)) last.set(day, { value: finish, weight: weigh(start) });
  }
  const count = weightOf([...first.values()]);
  return {
    value: {
      startMin: Math.round(pull(DAY_PRIOR.startMin, DAY_PRIOR.count, median([...first.values()]), count)),
      endMin: Math.round(pull(DAY_PRIOR.endMin, DAY_PRIOR.count, median([...last.values()]), count)),
    },
    confidence: confidenceOf(count, 10),
  };
}

/** Tracked minutes of a usual day, by weekday; weekdays never worked on are left out. */
export function learnCapacity(
  clock: LocalClock,
  entries: readonly WorkEntry[],
  days: readonly WorkDay[],
): LearnedProfile['capacityMin'] {
  const minutes = new Map<number, number>();
  for (const { start, end } of entries) {
    const day = clock.day(start);
    minutes.set(day, (minutes.get(day) ?? 0) + (end - start) / MINUTE_MS);
  }
  const all = days.map(({ day, weight }) => ({ value: minutes.get(day) ?? 0, weight }));
  const usual = median(all);
  const value: Partial<Record<Weekday, number>> = {};
  WEEKDAYS.forEach((name, weekday) => {
    const own = days.flatMap(({ day, weight }) => {
      return weekdayOfCount(day) === weekday ? [{ value: minutes.get(day) ?? 0, weight }] : [];
    });
    if (own.length > 0) value[name] = Math.round(pull(usual, 1, median(own), weightOf(own)));
  });
  return { value, confidence: confidenceOf(weightOf(all), 10) };
}

/** Real over planned time of whole days: its median and how much it scatters. */
export function learnPace(
  clock: LocalClock,
  entries: readonly WorkEntry[],
  completions: readonly Completion[],
  weigh: (ms: number) => number,
): LearnedProfile['pace'] {
  const tracked = new Map<string, number>();
  for (const { taskId, start, end } of entries) {
    tracked.set(taskId, (tracked.get(taskId) ?? 0) + (end - start) / MINUTE_MS);
  }
  const days = new Map<number, { real: number; planned: number; tasks: number; weight: number }>();
  for (const { taskId, at, plannedMin } of completions) {
    const real = tracked.get(taskId);
    if (!plannedMin || !real) continue;
    const day = days.get(clock.day(at)) ?? { real: 0, planned: 0, tasks: 0, weight: weigh(at) };
    day.real += real;
    day.planned += plannedMin;
    day.tasks++;
    days.set(clock.day(at), day);
  }
  const ratios = [...days.values()].map(({ real, planned, weight }) => ({
    value: Math.log(real / planned),
    weight,
  }));
  const count = weightOf(ratios);
  const middle = pull(0, 3, median(ratios), count);
  const spread = ratios.reduce((sum, { value, weight }) => sum + weight * (value - middle) ** 2, 0);
  const sd = Math.sqrt((spread + 3 * 0.15 ** 2) / (count + 3));
  return { value: { median: Math.exp(middle), sd }, confidence: confidenceOf(count, 10) };
}

/** When the projects are usually worked on. */
export function learnTimePreference(
  clock: LocalClock,
  entries: readonly WorkEntry[],
  weigh: (ms: number) => number,
): LearnedProfile['timePreference'] {
  const groups = new Map<string, { value: number; weight: number }[]>();
  for (const entry of entries) {
    if (!entry.project) continue;
    const group = groups.get(entry.project) ?? [];
    const middle = entry.start + (entry.end - entry.start) / 2;
    group.push({
      value: clock.minuteOfDay(middle) / 60,
      weight: (weigh(entry.start) * (entry.end - entry.start)) / 3.6e6,
    });
    groups.set(entry.project, group);
  }
  const total = [...groups.values()].reduce((sum, group) => sum + weightOf(group), 0);
  const value = [...groups].map(([project, group]) => {
    const hour = median(group);
    const spreadHours = median(
      group.map((each) => ({ value: Math.abs(each.value - hour), weight: each.weight })),
    );
    return { project, hour, spreadHours, share: weightOf(group) / Math.max(1e-9, total) };
  });
  value.sort((a, b) => b.share - a.share);
  return { value, confidence: confidenceOf(total, 30) };
}

/** Meeting load, hours that are usually free, and time lost beside meetings. */
export function learnCalendarLoad(
  clock: LocalClock,
  entries: readonly WorkEntry[],
  events: readonly BusyEvent[],
  days: readonly WorkDay[],
  bounds: { startMin: number; endMin: number },
): LearnedProfile['calendarLoad'] {
  const present = new Map(days.map(({ day, weight }) => [day, weight]));
  const perDay = new Float64Array(7);
  const weights = new Float64Array(7);
  for (const { day, weight } of days) weights[weekdayOfCount(day)]! += weight;
  const taken = Array.from({ length: 7 }, () => new Float64Array(48));
  for (const event of events) {
    const day = clock.day(event.start);
    const weight = present.get(day);
    if (!weight) continue;
    const weekday = weekdayOfCount(day);
    perDay[weekday]! += (weight * (event.end - event.start)) / MINUTE_MS;
    const from = clock.minuteOfDay(event.start);
    const to = Math.min(1440, from + (event.end - event.start) / MINUTE_MS);
    for (let half = Math.floor(from / 30); half < Math.ceil(to / 30); half++) {
      const minutes = Math.min(to, half * 30 + 30) - Math.max(from, half * 30);
      taken[weekday]![half]! += (weight * minutes) / 30;
    }
  }
  const share = taken.map((halves, weekday) =>
    halves.map((value) => value / Math.max(1e-9, weights[weekday]!)),
  );
  const worked = share.filter((_, weekday) => weights[weekday]! > 0);
  return {
    value: {
      byWeekdayMin: [...perDay].map((minutes, weekday) => minutes / Math.max(1e-9, weights[weekday]!)),
      byHour: Array.from({ length: 24 }, (_, hour) => {
        const total = worked.reduce((sum, halves) => sum + halves[2 * hour]! + halves[2 * hour + 1]!, 0);
        return total / Math.max(1, 2 * worked.length);
      }),
      free: freeWindows(share, weights, bounds),
      lostAroundMin: lostAround(entries, events),
    },
    confidence: confidenceOf(weightOf(days.map(({ weight }) => ({ weight }))), 10),
  };
}

/** Stretches of at least an hour and a half in which fewer than one day in six has a meeting. */
function freeWindows(
  share: readonly Float64Array[],
  weights: Float64Array,
  bounds: { startMin: number; endMin: number },
): { weekday: Weekday; fromMin: number; toMin: number }[] {
  const windows: { weekday: Weekday; fromMin: number; toMin: number }[] = [];
  share.forEach((halves, weekday) => {
    if (weights[weekday]! <= 0) return;
    let from = -1;
    for (let half = Math.ceil(bounds.startMin / 30); half <= Math.floor(bounds.endMin / 30); half++) {
      const free = half * 30 < bounds.endMin && (halves[half] ?? 1) < 1 / 6;
      if (free && from < 0) from = half;
      if (free || from < 0) continue;
      if (half - from >= 3)
        windows.push({ weekday: WEEKDAYS[weekday]!, fromMin: from * 30, toMin: half * 30 });
      from = -1;
    }
  });
  return windows;
}

/** Usual idle minutes before plus after a meeting, when work was tracked on both sides of it. */
function lostAround(entries: readonly WorkEntry[], events: readonly BusyEvent[]): number {
  const lost: { value: number; weight: number }[] = [];
  for (const event of events) {
    const before = entries.findLast((entry) => entry.end <= event.start + MINUTE_MS);
    const after = entries.find((entry) => entry.start >= event.end - MINUTE_MS);
    if (!before || !after) continue;
    const value = (event.start - before.end + after.start - event.end) / MINUTE_MS;
    if (value <= 120) lost.push({ value: Math.max(0, value), weight: 1 });
  }
  return median(lost);
}

function pull(prior: number, worth: number, measured: number, count: number): number {
  return (prior * worth + measured * count) / (worth + count);
}

function weightOf(values: readonly { weight: number }[]): number {
  return values.reduce((sum, { weight }) => sum + weight, 0);
}

function meanOf(values: readonly { value: number; weight: number }[]): number {
  const weight = weightOf(values);
  return weight > 0 ? values.reduce((sum, each) => sum + each.value * each.weight, 0) / weight : 0;
}

function distanceOf(a: readonly number[] | undefined, b: readonly number[] | undefined): number | null {
  if (!a || !b) return null;
  let dot = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    dot += a[i]! * b[i]!;
    aa += a[i]! ** 2;
    bb += b[i]! ** 2;
  }
  return aa > 0 && bb > 0 ? Math.max(0, 1 - dot / Math.sqrt(aa * bb)) : null;
}
