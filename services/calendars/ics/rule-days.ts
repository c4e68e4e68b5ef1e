import { civilOf, dayOf, daysInMonth, isLeap, weekdayOf } from '../../../core/time/civil.ts';
import type { CalendarRule } from './rule.ts';

/** Which days the parts of a rule name (RFC 5545, section 3.3.10, the table of expansions and limits). */

export function isRuleDay(rule: CalendarRule, day: number): boolean {
  const { y, m, d } = civilOf(day);
  if (rule.byMonth.length > 0 && !rule.byMonth.includes(m)) return false;
  const length = daysInMonth(y, m);
  if (rule.byMonthDay.length > 0 && !rule.byMonthDay.some((nth) => (nth < 0 ? length + 1 + nth : nth) === d))
    return false;
  if (rule.byYearDay.length > 0) {
    const ofYear = day - dayOf(y, 1, 1) + 1;
    const days = isLeap(y) ? 366 : 365;
    if (!rule.byYearDay.some((nth) => (nth < 0 ? days + 1 + nth : nth) === ofYear)) return false;
  }
  if (rule.byWeekNo.length > 0 && !isInWeek(rule, day)) return false;
  return rule.byDay.length === 0 || isNamedDay(rule, day, y, m, d);
}

function isNamedDay(rule: CalendarRule, day: number, y: number, m: number, d: number): boolean {
  const weekday = weekdayOf(day);
  const yearly = rule.frequency === 'YEARLY';
  const numbered = yearly || rule.frequency === 'MONTHLY';
  const ofYear = yearly && rule.byMonth.length === 0;
  const before = ofYear ? day - dayOf(y, 1, 1) : d - 1;
  const length = ofYear ? (isLeap(y) ? 366 : 365) : daysInMonth(y, m);
  return rule.byDay.some((one) => {
    if (one.weekday !== weekday) return false;
    // A number has no meaning in a week or a day, nor beside numbered weeks.
    if (one.nth === 0 || !numbered || rule.byWeekNo.length > 0) return true;
    return one.nth > 0
      ? Math.floor(before / 7) + 1 === one.nth
      : Math.floor((length - 1 - before) / 7) + 1 === -one.nth;
  });
}

/** A week belongs to the year that its fourth day lies in. */
function isInWeek(rule: CalendarRule, day: number): boolean {
  const start = weekOf(day, rule.weekStart);
  const { y } = civilOf(start + 3);
  const first = weekOf(dayOf(y, 1, 4), rule.weekStart);
  const week = (start - first) / 7 + 1;
  const weeks = (weekOf(dayOf(y + 1, 1, 4), rule.weekStart) - first) / 7;
  return rule.byWeekNo.some((nth) => (nth < 0 ? weeks + 1 + nth : nth) === week);
}

/** First day of the week of a day. */
export function weekOf(day: number, weekStart: number): number {
  return day - ((weekdayOf(day) - weekStart + 7) % 7);
}

/** Whether a yearly rule has to be seen as a whole year, not a month at a time. */
export function needsYear(rule: CalendarRule): boolean {
  return rule.byMonth.length === 0 || rule.bySetPos.length > 0;
}

/** Places in a set of `size` that BYSETPOS names, in order. */
export function positions(wanted: readonly number[], size: number): number[] {
  const places = wanted.map((nth) => (nth > 0 ? nth - 1 : size + nth)).filter((at) => at >= 0 && at < size);
  return [...new Set(places)].sort((a, b) => a - b);
}
