import type { FocusGoal } from '../../core/domain/settings.ts';
import type { Problem, Weekday, WorkingHours } from '../../core/problem.ts';
import { addDays, weekdayOf } from '../../core/time/zoned.ts';
import { minuteOfDay, timeOfDay, WEEKDAYS } from '../../core/time/week.ts';

/** Stretches begin on a quarter of the hour. */
const STEP_MIN = 15;
/** Two stretches of one day are at least this far apart. */
const APART_MIN = 15;
/** What an hour is worth without a profile. */
const PLAIN_ENERGY = 0.5;
/** Share of the day's best energy from which a stretch counts as the strongest hours. */
const STRONG = 0.9;
/** What a stretch gains by lying where meetings seldom come, on the scale of energy. */
const QUIET_BONUS = 0.3;
/** What it gains by lying on the day it was pushed from, and loses for each other one on its day. */
const SAME_DAY_BONUS = 0.2;
const CROWDED_PENALTY = 0.4;
/** An hour later in the day is worth this much less: of equal openings the first is taken. */
const LATER_PENALTY = 0.001;

/** A stretch kept for focus on the wall clock; it lies within one day. */
export interface FocusStretch {
  start: string;
  end: string;
  byHand: boolean;
  /** Lies in the hours of most energy; where meetings seldom come. */
  strong: boolean;
  quiet: boolean;
}

export interface FocusSource {
  /** Wall clock, `YYYY-MM-DDTHH:mm`. */
  now: string;
  horizonDays: number;
  workingHours: WorkingHours;
  /** What can't be worked over, on the same wall clock. */
  events: Problem['events'];
  energyByHour?: readonly number[] | undefined;
  /** Minutes wanted free around events. */
  bufferMin: number;
  /** Stretches of a weekday that seldom hold a meeting. */
  usuallyFree: readonly { weekday: Weekday; fromMin: number; toMin: number }[];
  /** What was kept before, the days of this week that are over included. */
  kept: readonly FocusStretch[];
  /** Days on which the person gave a stretch up, one entry each. */
  givenUp: readonly string[];
}

export interface FocusChoice {
  kept: FocusStretch[];
  /** Weeks by their Monday in which less was found than wanted. */
  short: { week: string; found: number; wanted: number; longestMin: number }[];
}

interface Candidate {
  day: string;
  from: number;
  to: number;
  score: number;
  strong: boolean;
  quiet: boolean;
}

/**
 * Which stretches of the days ahead are kept for focus. What was kept stays where it is as long as no meeting and no
 * change of hours is in its way; the rest of the week's number is put into the best openings: much energy, seldom
 * meetings, not two on a day. Pure.
 */
export function chooseFocus(goal: FocusGoal | null, source: FocusSource): FocusChoice {
  const today = source.now.slice(0, 10);
  const monday = addDays(today, 1 - weekdayOf(today));
  const end = addDays(today, source.horizonDays);
  const stays = source.kept.filter(
    (one) => one.start >= monday && (isOver(one, source) || isFree(one, source)),
  );
  const kept = stays.filter((one) => one.byHand || goal !== null);
  const pushed = source.kept.filter((one) => !stays.includes(one)).map((one) => one.start.slice(0, 10));
  const short: FocusChoice['short'] = [];
  if (goal) {
    for (let week = monday; week < end; week = addDays(week, 7)) {
      const lacking = fillWeek(week, goal, source, kept, pushed);
      if (lacking) short.push(lacking);
    }
  }
  return { kept: kept.sort((a, b) => (a.start < b.start ? -1 : 1)), short };
}

/** Adds what a week still lacks to `kept`; answers what could not be found. */
function fillWeek(
  week: string,
  goal: FocusGoal,
  source: FocusSource,
  kept: FocusStretch[],
  pushed: readonly string[],
): FocusChoice['short'][number] | null {
  const today = source.now.slice(0, 10);
  const end = addDays(today, source.horizonDays);
  const working = daysOf(week).filter((day) => spansOn(day, source.workingHours).length > 0);
  const ahead = working.filter((day) => day >= today && day < end);
  if (ahead.length === 0) return null;
  const inWeek = (day: string): boolean => day >= week && day < addDays(week, 7);
  const had = kept.filter(({ start }) => inWeek(start.slice(0, 10))).length;
  const gaveUp = source.givenUp.filter(inWeek).length;
  const share = Math.ceil((goal.blocksPerWeek * ahead.length) / working.length);
  const over = kept.filter((one) => inWeek(one.start.slice(0, 10)) && one.start.slice(0, 10) < today).length;
  const wanted = Math.min(goal.blocksPerWeek - gaveUp, over + share);
  const mostOnDay = Math.ceil(goal.blocksPerWeek / working.length) + 1;
  const candidates = ahead
    .filter((day) => !source.givenUp.includes(day))
    .flatMap((day) => candidatesOn(day, goal, source, pushed));
  let found = had;
  for (; found < wanted; found++) {
    const best = bestOf(candidates, kept, mostOnDay);
    if (!best) break;
    const { day, from, to, strong, quiet } = best;
    kept.push({ start: momentAt(day, from), end: momentAt(day, to), byHand: false, strong, quiet });
  }
  if (found >= wanted) return null;
  const left = ahead.flatMap((day) => openingsOn(day, goal, source, kept));
  return { week, found, wanted, longestMin: Math.max(0, ...left.map(([from, to]) => to - from)) };
}

function bestOf(
  candidates: readonly Candidate[],
  kept: readonly FocusStretch[],
  mostOnDay: number,
): Candidate | null {
  let best: Candidate | null = null;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const one of candidates) {
    const others = kept.filter(({ start }) => start.slice(0, 10) === one.day);
    if (others.length >= mostOnDay || others.some((other) => near(one, other))) continue;
    const score = one.score - CROWDED_PENALTY * others.length;
    if (score <= bestScore) continue;
    best = one;
    bestScore = score;
  }
  return best;
}

function near(one: Candidate, other: FocusStretch): boolean {
  return (
    one.from < minuteOfDay(other.end.slice(11)) + APART_MIN &&
    one.to > minuteOfDay(other.start.slice(11)) - APART_MIN
  );
}

function candidatesOn(
  day: string,
  goal: FocusGoal,
  source: FocusSource,
  pushed: readonly string[],
): Candidate[] {
  const strongest = strongestOn(day, goal.blockMin, source);
  const found: Candidate[] = [];
  for (const [opens, closes] of openingsOn(day, goal, source, [])) {
    for (
      let from = Math.ceil(opens / STEP_MIN) * STEP_MIN;
      from + goal.blockMin <= closes;
      from += STEP_MIN
    ) {
      const to = from + goal.blockMin;
      const energy = energyBetween(from, to, source);
      const quiet = source.usuallyFree.some(
        (free) => free.weekday === weekdayNameOf(day) && free.fromMin <= from && free.toMin >= to,
      );
      const score =
        energy +
        (quiet ? QUIET_BONUS : 0) +
        (pushed.includes(day) ? SAME_DAY_BONUS : 0) -
        (from / 60) * LATER_PENALTY;
      const strong = source.energyByHour !== undefined && energy >= STRONG * strongest;
      found.push({ day, from, to, score, strong, quiet });
    }
  }
  return found;
}

/** The most energy a stretch of this length could have within the day's hours. */
function strongestOn(day: string, lengthMin: number, source: FocusSource): number {
  let most = 0;
  for (const [opens, closes] of spansOn(day, source.workingHours)) {
    for (let from = opens; from + lengthMin <= closes; from += STEP_MIN) {
      most = Math.max(most, energyBetween(from, from + lengthMin, source));
    }
  }
  return most;
}

/** Free stretches of a day within the hours of work and of the goal, air around appointments kept. */
function openingsOn(
  day: string,
  goal: FocusGoal,
  source: FocusSource,
  kept: readonly FocusStretch[],
): [number, number][] {
  const begins = day === source.now.slice(0, 10) ? minuteOfDay(source.now.slice(11)) : 0;
  const from = Math.max(minuteOfDay(goal.from), begins);
  const to = minuteOfDay(goal.to);
  const busy = [
    ...busyOn(day, source.events, source.bufferMin),
    ...busyOn(
      day,
      kept.map(({ start, end }) => ({ id: '', start, end })),
      APART_MIN,
    ),
  ];
  return spansOn(day, source.workingHours)
    .flatMap(([opens, closes]) => without([Math.max(opens, from), Math.min(closes, to)], busy))
    .filter(([opens, closes]) => closes > opens);
}

function isOver(one: FocusStretch, source: FocusSource): boolean {
  return one.end <= source.now;
}

/** Whether a stretch that was kept can stay: in working hours unless put there by hand, and no appointment in it. */
function isFree(one: FocusStretch, source: FocusSource): boolean {
  const day = one.start.slice(0, 10);
  const [from, to] = [minuteOfDay(one.start.slice(11)), endMinuteOf(one)];
  const inHours = spansOn(day, source.workingHours).some(([opens, closes]) => opens <= from && to <= closes);
  return (one.byHand || inHours) && overlapping(one, source.events) === undefined;
}

/** The first event, its travel included, that lies in a stretch. */
export function overlapping(
  { start, end }: { start: string; end: string },
  events: Problem['events'],
): Problem['events'][number] | undefined {
  const [from, to] = [minuteOfDay(start.slice(11)), endMinuteOf({ start, end })];
  return events.find((event) =>
    busyOn(start.slice(0, 10), [event], 0).some(([begins, ends]) => begins < to && ends > from),
  );
}

function busyOn(day: string, events: Problem['events'], bufferMin: number): [number, number][] {
  return events.flatMap((event): [number, number][] => {
    const from = minutesInto(day, event.start) - (event.travelBeforeMin ?? 0) - bufferMin;
    const to = minutesInto(day, event.end) + (event.travelAfterMin ?? 0) + bufferMin;
    return to > 0 && from < 1_440 ? [[from, to]] : [];
  });
}

function without(span: [number, number], busy: readonly [number, number][]): [number, number][] {
  return busy.reduce<[number, number][]>(
    (free, [from, to]) =>
      free.flatMap(([opens, closes]): [number, number][] =>
        to <= opens || from >= closes
          ? [[opens, closes]]
          : [
              [opens, Math.min(closes, from)],
              [Math.max(opens, to), closes],
            ],
      ),
    [span],
  );
}

function energyBetween(from: number, to: number, { energyByHour }: FocusSource): number {
  if (!energyByHour) return PLAIN_ENERGY;
  let sum = 0;
  for (let hour = Math.floor(from / 60); hour * 60 < to; hour++) {
    const minutes = Math.min(to, hour * 60 + 60) - Math.max(from, hour * 60);
    sum += minutes * (energyByHour[hour] ?? PLAIN_ENERGY);
  }
  return sum / (to - from);
}

function spansOn(day: string, hours: WorkingHours): [number, number][] {
  if (hours === 'always') return [[0, 1_440]];
  return (hours[weekdayNameOf(day)] ?? []).map(([from, to]) => [minuteOfDay(from), minuteOfDay(to)]);
}

function weekdayNameOf(day: string): Weekday {
  return WEEKDAYS[weekdayOf(day) - 1]!;
}

function daysOf(week: string): string[] {
  return Array.from({ length: 7 }, (_, offset) => addDays(week, offset));
}

/** Wall-clock minutes from a day's midnight to a moment; negative before it. */
function minutesInto(day: string, moment: string): number {
  return (Date.parse(`${moment}Z`) - Date.parse(`${day}T00:00Z`)) / 60_000;
}

function endMinuteOf({ start, end }: { start: string; end: string }): number {
  return minutesInto(start.slice(0, 10), end);
}

function momentAt(day: string, minute: number): string {
  if (minute >= 1_440) return `${addDays(day, 1)}T00:00`;
  return `${day}T${timeOfDay(minute)}`;
}
