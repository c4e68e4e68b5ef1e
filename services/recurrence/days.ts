import { civilOf, dayOf, daysInMonth, isLeap, weekdayOf, type Civil } from '../../core/time/civil.ts';
import { isPublicHoliday } from '../../core/time/public-holidays.ts';
import { countsHours, type RecurrenceRule } from './rule.ts';

/** Which days a rule names. Days are numbers counted from 1 January 1970. */

/** A rule with what it leaves unsaid taken from its first day: "every month" from the 5th means the 5th. */
export function withImpliedDays(rule: RecurrenceRule, first: number): RecurrenceRule {
  const { m, d } = civilOf(first);
  const noDay = rule.byDay.length === 0 && rule.byMonthDay.length === 0;
  const weekday = [{ weekday: weekdayOf(first), nth: 0 }];
  switch (rule.frequency) {
    case 'WEEKLY':
      return noDay ? { ...rule, byDay: weekday } : rule;
    case 'MONTHLY':
      return noDay ? { ...rule, byMonthDay: [d] } : rule;
    case 'YEARLY':
      if (!noDay || rule.byYearDay.length > 0) return rule;
      if (rule.byWeekNo.length > 0) return { ...rule, byDay: weekday };
      return { ...rule, byMonthDay: [d], byMonth: rule.byMonth.length > 0 ? rule.byMonth : [m] };
    default:
      return rule;
  }
}

/** Whether a day is among those that the parts of a rule name, its interval aside. */
export function isRuleDay(rule: RecurrenceRule, day: number): boolean {
  const date = civilOf(day);
  return (
    (rule.without === null || !isPublicHoliday(day, rule.without)) &&
    (rule.byMonth.length === 0 || rule.byMonth.includes(date.m)) &&
    (rule.byMonthDay.length === 0 || isMonthDay(rule, date)) &&
    (rule.byYearDay.length === 0 || isYearDay(rule, day, date)) &&
    (rule.byWeekNo.length === 0 || isInWeek(rule, day)) &&
    (rule.byDay.length === 0 || rule.byDay.some((one) => isNamed(rule, one.weekday, one.nth, day, date)))
  );
}

/**
 * The 31st of a month without one is its last day: a person who pays on the 31st pays in February, too. As a mere filter of
 * days or hours it means that day only.
 */
function isMonthDay(rule: RecurrenceRule, date: Civil): boolean {
  const length = daysInMonth(date.y, date.m);
  const filters = rule.frequency === 'DAILY' || rule.frequency === 'WEEKLY' || countsHours(rule);
  return rule.byMonthDay.some((wanted) => {
    if (wanted < 0) return length + 1 + wanted === date.d;
    return (filters ? wanted : Math.min(wanted, length)) === date.d;
  });
}

function isYearDay(rule: RecurrenceRule, day: number, date: Civil): boolean {
  const nth = day - dayOf(date.y, 1, 1) + 1;
  const length = isLeap(date.y) ? 366 : 365;
  return rule.byYearDay.some((wanted) => (wanted < 0 ? length + 1 + wanted : wanted) === nth);
}

function isInWeek(rule: RecurrenceRule, day: number): boolean {
  // A week belongs to the year that its fourth day lies in.
  const start = weekOf(day, rule.weekStart);
  const { y } = civilOf(start + 3);
  const first = weekOf(dayOf(y, 1, 4), rule.weekStart);
  const week = (start - first) / 7 + 1;
  const weeks = (weekOf(dayOf(y + 1, 1, 4), rule.weekStart) - first) / 7;
  return rule.byWeekNo.some((wanted) => (wanted < 0 ? weeks + 1 + wanted : wanted) === week);
}

/** First day of the week of a day. */
export function weekOf(day: number, weekStart: number): number {
  return day - ((weekdayOf(day) - weekStart + 7) % 7);
}

function isNamed(rule: RecurrenceRule, weekday: number, nth: number, day: number, date: Civil): boolean {
  if (weekdayOf(day) !== weekday) return false;
  if (nth === 0) return true;
  const ofYear = rule.frequency === 'YEARLY' && rule.byMonth.length === 0;
  const before = ofYear ? day - dayOf(date.y, 1, 1) : date.d - 1;
  const length = ofYear ? (isLeap(date.y) ? 366 : 365) : daysInMonth(date.y, date.m);
  return nth > 0 ? Math.floor(before / 7) + 1 === nth : Math.floor((length - 1 - before) / 7) + 1 === -nth;
}

/** The stretches of days that an interval counts, in order, from the one that `from` lies in; the first is the anchor's. */
export function* periodsFrom(
  rule: RecurrenceRule,
  anchor: number,
  from: number,
): Generator<{ first: number; length: number }> {
  const { interval } = rule;
  const date = civilOf(anchor);
  const end = dayOf(9999, 12, 31);
  const start = Math.max(anchor, from);
  const skipped = (units: number): number => Math.max(0, Math.floor(units / interval));
  if (rule.frequency === 'YEARLY') {
    for (let y = date.y + skipped(civilOf(start).y - date.y) * interval; y <= 9999; y += interval)
      yield { first: dayOf(y, 1, 1), length: isLeap(y) ? 366 : 365 };
  } else if (rule.frequency === 'MONTHLY') {
    const own = date.y * 12 + date.m - 1;
    const then = civilOf(start);
    for (let i = own + skipped(then.y * 12 + then.m - 1 - own) * interval; i < 120_000; i += interval) {
      const [y, m] = [Math.floor(i / 12), (i % 12) + 1];
      yield { first: dayOf(y, m, 1), length: daysInMonth(y, m) };
    }
  } else {
    const length = rule.frequency === 'WEEKLY' ? 7 : 1;
    const own = length === 7 ? weekOf(anchor, rule.weekStart) : anchor;
    const step = length * interval;
    for (let first = own + Math.floor((start - own) / step) * step; first <= end; first += step)
      yield { first, length };
  }
}

/** Days of a "every 3 working days" rule: the interval counts only days that BYDAY allows, after the anchor. */
export function* countedDays(rule: RecurrenceRule, anchor: number, from: number): Generator<number> {
  const allowed = new Set(rule.byDay.map((one) => one.weekday));
  const end = dayOf(9999, 12, 31);
  if (allowed.has(weekdayOf(anchor)) && from <= anchor) yield anchor;
  // Whole weeks hold the same number of allowed days: they are skipped at once.
  const weeks = Math.max(0, Math.floor((from - anchor - 1) / 7));
  let at = anchor + weeks * 7;
  let nth = weeks * allowed.size;
  while (at < end) {
    at += 1;
    if (!allowed.has(weekdayOf(at))) continue;
    nth += 1;
    if (nth % rule.interval === 0) yield at;
  }
}

/** Whether the interval counts working days (or whatever BYDAY allows) instead of days of the calendar. */
export function countsAllowedDays(rule: RecurrenceRule): boolean {
  return rule.frequency === 'DAILY' && rule.interval > 1 && rule.byDay.length > 0;
}
