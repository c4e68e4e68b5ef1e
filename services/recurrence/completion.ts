import { addMonths, formatDay, readMoment } from '../../core/time/civil.ts';
import { nextOccurrences } from './expand.ts';
import { countsHours, type RecurrenceRule } from './rule.ts';

/** Rules that count from when the last one was done: "every! 10 days", "every 4 weeks on Sunday when done". */

export interface Completion {
  /** When it was done, local to `tz`: a day for a series of days, else a moment. */
  at: string;
  /** The occurrence that was done; what comes next lies after it. */
  own: string;
  /** `THH:mm` of a series of days that has a time of day of its own, else empty. */
  clock: string;
  tz: string;
}

/**
 * The next occurrences after a completion, in order, at most `count`. Without named days the interval is added to the
 * completion. With one named day a period ("every 4 weeks on Sunday") the next is the last such day within the interval;
 * with several ("every 2 weeks on Monday and Thursday") those left of the present period come first.
 */
export function afterCompletion(rule: RecurrenceRule, done: Completion, count: number): string[] {
  const endless = { ...rule, count: null };
  if (!namesDays(rule)) {
    const anchor = { start: countsHours(rule) ? done.at : onClock(done.at, done.clock), tz: done.tz };
    return nextOccurrences(endless, anchor, later(anchor.start, done.own), count);
  }
  const base = later(done.at, done.own);
  const anchor = { start: onClock(base, done.clock), tz: done.tz };
  if (rule.interval === 1 || countsHours(rule) || rule.frequency === 'DAILY' || namesSeveral(rule))
    return nextOccurrences(endless, anchor, base, count);
  const single = { ...endless, interval: 1 };
  const end = endOfInterval(rule, anchor.start);
  const near = nextOccurrences(
    single,
    anchor,
    later(base, formatDay(end - LOOK_BACK_DAYS[rule.frequency])),
    16,
  );
  const last = near.findLast((moment) => moment.slice(0, 10) <= formatDay(end));
  const first = last ?? nextOccurrences(single, anchor, base, 1)[0];
  return first === undefined ? [] : [first, ...nextOccurrences(single, anchor, first, count - 1)];
}

/** In so many days a rule with one named day a period has that day at least once. */
const LOOK_BACK_DAYS: Record<RecurrenceRule['frequency'], number> = {
  YEARLY: 800,
  MONTHLY: 140,
  WEEKLY: 8,
  DAILY: 1,
  HOURLY: 1,
  MINUTELY: 1,
};

/** Whether the words name days, rather than taking them from the first one. */
function namesDays(rule: RecurrenceRule): boolean {
  const parts = [rule.byMonth, rule.byMonthDay, rule.byYearDay, rule.byWeekNo, rule.byDay, rule.byHour];
  return [...parts, rule.byMinute].some((part) => part.length > 0);
}

function namesSeveral(rule: RecurrenceRule): boolean {
  if (rule.bySetPos.length === 1) return false;
  const times = Math.max(1, rule.byHour.length) * Math.max(1, rule.byMinute.length);
  if (times > 1 || rule.bySetPos.length > 1) return true;
  const days = Math.max(rule.byDay.length, rule.byMonthDay.length, rule.byYearDay.length);
  const every =
    rule.frequency !== 'WEEKLY' && rule.byDay.some((day) => day.nth === 0) && rule.byMonthDay.length === 0;
  return (
    every || days > 1 || (rule.frequency === 'YEARLY' && rule.byMonth.length > 1) || rule.byWeekNo.length > 1
  );
}

/** The day one interval after a local day or moment; a day that its month lacks becomes the last. */
function endOfInterval(rule: RecurrenceRule, from: string): number {
  const { day } = readMoment(from);
  if (rule.frequency === 'WEEKLY') return day + 7 * rule.interval;
  return addMonths(day, rule.interval * (rule.frequency === 'YEARLY' ? 12 : 1));
}

function onClock(moment: string, clock: string): string {
  return clock === '' ? moment : `${moment.slice(0, 10)}${clock}`;
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}
