import type { Habit } from '../../core/domain/habit.ts';
import type { Weekday, WorkingHours } from '../../core/problem.ts';
import { addDays, daysBetween, weekdayOf } from '../../core/time/zoned.ts';
import type { HabitTally, HabitWeekRecord } from '../../db/index.ts';
import { minuteOfDay, timeOfDay, WEEKDAYS } from '../../core/time/week.ts';

/** The arithmetic of habits: weeks from Monday to Sunday, the hours they may be done in, and how weeks went. Pure. */

type Span = [string, string];
export type DayHours = Partial<Record<Weekday, Span[]>>;

/** Minutes of a session no one has an idea about, for the question whether a day still has room. */
const USUAL_MIN = 30;
/** Without a window, a session at a time outside of working hours may begin this much earlier or end later. */
const LEEWAY_MIN = 60;
/** A day for people whose settings name no working hours at all. */
const ANY_DAY: Span = ['09:00', '17:30'];

type Asked = Pick<Habit, 'timesPerWeek' | 'weekdays' | 'window' | 'idealTime' | 'durationMin'>;

/** The Monday of a day's week. */
export function mondayOf(day: string): string {
  return addDays(day, 1 - weekdayOf(day));
}

/**
 * When a habit may be done, by weekday: in its window, else within the working hours. Days it does not name are working
 * days, and all seven only where those are too few. `own` tells that some of it lies outside of the working hours.
 */
export function habitHours(habit: Asked, working: WorkingHours): { hours: DayHours; own: boolean } {
  const usual = (day: Weekday): Span[] =>
    working === 'always' ? [['00:00', '24:00']] : (working[day] ?? []);
  const workdays = WEEKDAYS.filter((day) => usual(day).length > 0);
  const enough = workdays.length >= habit.timesPerWeek;
  const days = habit.weekdays.length > 0 ? habit.weekdays : enough ? workdays : WEEKDAYS;
  const common = commonDay(workdays.flatMap(usual));
  const hours: DayHours = {};
  let own = false;
  for (const day of days) {
    const spans = spansOf(habit, usual(day), common);
    hours[day] = spans;
    own ||= spans.some((span) => !usual(day).some((other) => other[0] <= span[0] && span[1] <= other[1]));
  }
  return { hours, own };
}

function spansOf(habit: Asked, usual: Span[], common: Span): Span[] {
  if (habit.window) return [[...habit.window]];
  const spans = usual.length > 0 ? usual : [common];
  if (habit.idealTime === null) return spans;
  const start = minuteOfDay(habit.idealTime);
  const end = start + (habit.durationMin ?? USUAL_MIN);
  if (spans.some((span) => minuteOfDay(span[0]) <= start && end <= minuteOfDay(span[1]))) return spans;
  return [[timeOfDay(Math.max(0, start - LEEWAY_MIN)), timeOfDay(Math.min(1_440, end + LEEWAY_MIN))]];
}

/** From the earliest to the latest working minute of any day. */
function commonDay(spans: readonly Span[]): Span {
  if (spans.length === 0) return ANY_DAY;
  const from = spans.reduce((least, [start]) => (start < least ? start : least), '24:00');
  const to = spans.reduce((most, [, end]) => (end > most ? end : most), '00:00');
  return [from, to];
}

/** Days of the week that begins on `week` on which one session still fits after the moment `local`. */
export function daysLeft(habit: Asked, working: WorkingHours, week: string, local: string): number {
  const { hours } = habitHours(habit, working);
  const needed = habit.durationMin ?? USUAL_MIN;
  const today = local.slice(0, 10);
  return WEEKDAYS.filter((weekday, index) => {
    const day = addDays(week, index);
    if (day < today) return false;
    const from = day === today ? minuteOfDay(local.slice(11)) : 0;
    return (hours[weekday] ?? []).some(
      ([start, end]) => minuteOfDay(end) - Math.max(minuteOfDay(start), from) >= needed,
    );
  }).length;
}

/** Sessions wanted of a week: what the habit says, as far as days are left for it. */
export function aimOf(
  habit: Asked,
  working: WorkingHours,
  week: string,
  local: string,
  settled: number,
): number {
  return Math.min(habit.timesPerWeek, settled + daysLeft(habit, working, week, local));
}

/** Mondays of the weeks that get sessions: this one, the next, and all that the plan's horizon touches. */
export function weeksAhead(today: string, horizonEnd: string): string[] {
  const weeks = [mondayOf(today), addDays(mondayOf(today), 7)];
  for (let week = addDays(weeks[1]!, 7); week < horizonEnd; week = addDays(week, 7)) weeks.push(week);
  return weeks;
}

/** What counts of a week: skipping one on purpose makes the week smaller, it does not fail it. */
export function weekStatus(
  week: string,
  weeks: readonly HabitWeekRecord[],
  tallies: readonly HabitTally[],
): { week: string; aim: number; done: number } {
  const tally = tallies.find((one) => one.week === week);
  const wanted = weeks.find((one) => one.week === week)?.aim ?? 0;
  return { week, aim: Math.max(0, wanted - (tally?.skipped ?? 0)), done: tally?.done ?? 0 };
}

/**
 * Weeks in a row that reached their aim, up to the week `current`, which counts once it has. Weeks without an aim
 * (paused, all skipped) neither count nor break the row; a week no one knows of does.
 */
export function streakOf(
  current: string,
  weeks: readonly HabitWeekRecord[],
  tallies: readonly HabitTally[],
): number {
  const now = weekStatus(current, weeks, tallies);
  let streak = now.aim > 0 && now.done >= now.aim ? 1 : 0;
  let expected = addDays(current, -7);
  for (const { week } of weeks.filter((one) => one.week < current)) {
    if (week !== expected) break;
    const { aim, done } = weekStatus(week, weeks, tallies);
    if (aim > 0 && done < aim) break;
    if (aim > 0) streak += 1;
    expected = addDays(week, -7);
  }
  return streak;
}

/** Whether a day lies in the week that begins on `week`. */
export function isIn(week: string, day: string): boolean {
  const offset = daysBetween(week, day);
  return offset >= 0 && offset < 7;
}
