import { civilOf, dayOf, daysInMonth, isLeap, weekdayOf } from '../../../core/time/civil.ts';
import type { CalendarRule } from './rule.ts';
import { isRuleDay, needsYear, positions, weekOf } from './rule-days.ts';
import { spend, ticksFrom, type Budget, type Span } from './rule-ticks.ts';
import { DAY_S } from './values.ts';

/** Expands a recurrence rule, a period of its interval at a time. */

/** Later than any plan. */
const LAST_DAY = dayOf(9999, 12, 31);

/**
 * Wall-clock seconds of the occurrences of a rule that starts at `start`, in order: those within the span, and perhaps
 * some before it (from the start when the rule counts). `until` isn't looked at: its clock is the caller's.
 *
 * @throws UnreadableError when the budget is spent
 */
export function* occurrencesOf(
  rule: CalendarRule,
  start: number,
  span: Span,
  budget: Budget,
): Generator<number> {
  let left = rule.count ?? Number.POSITIVE_INFINITY;
  const wanted = rule.count === null ? span : { from: start, to: span.to };
  const all = isTicking(rule)
    ? ticksFrom(rule, start, wanted, budget)
    : daysFrom(rule, start, wanted, budget);
  for (const wall of all) {
    if (wall < start) continue;
    left -= 1;
    if (left < 0 || wall > span.to) return;
    yield wall;
  }
}

function isTicking({ frequency }: CalendarRule): boolean {
  return frequency === 'HOURLY' || frequency === 'MINUTELY' || frequency === 'SECONDLY';
}

function* daysFrom(given: CalendarRule, start: number, span: Span, budget: Budget): Generator<number> {
  const first = Math.floor(start / DAY_S);
  const rule = withImplied(given, first);
  const times = timesOf(rule, start - first * DAY_S);
  const last = Math.floor(span.to / DAY_S);
  for (const days of periodsFrom(rule, first, Math.floor(span.from / DAY_S) - 1)) {
    if (days.first > last) return;
    spend(budget, days.length + times.length);
    const named: number[] = [];
    for (let day = days.first; day < days.first + days.length; day += 1)
      if (isRuleDay(rule, day)) named.push(day);
    if (rule.bySetPos.length === 0) {
      for (const day of named) for (const time of times) yield day * DAY_S + time;
      continue;
    }
    for (const at of positions(rule.bySetPos, named.length * times.length))
      yield named[Math.floor(at / times.length)]! * DAY_S + times[at % times.length]!;
  }
}

function timesOf(rule: CalendarRule, own: number): number[] {
  const or = (listed: readonly number[], implied: number): readonly number[] =>
    listed.length > 0 ? listed : [implied];
  const hours = or(rule.byHour, Math.floor(own / 3_600));
  const minutes = or(rule.byMinute, Math.floor(own / 60) % 60);
  const seconds = or(rule.bySecond, own % 60);
  return hours
    .flatMap((h) => minutes.flatMap((m) => seconds.map((s) => h * 3_600 + m * 60 + s)))
    .sort((a, b) => a - b);
}

/** What a rule leaves unsaid is taken from its first day. */
function withImplied(rule: CalendarRule, first: number): CalendarRule {
  const { m, d } = civilOf(first);
  const { frequency } = rule;
  const noDay = rule.byDay.length === 0 && rule.byMonthDay.length === 0 && rule.byYearDay.length === 0;
  const weekday = [{ weekday: weekdayOf(first), nth: 0 }];
  if (!noDay) return rule;
  if (frequency === 'WEEKLY') return { ...rule, byDay: weekday };
  if (frequency === 'MONTHLY') return { ...rule, byMonthDay: [d] };
  if (frequency !== 'YEARLY') return rule;
  if (rule.byWeekNo.length > 0) return { ...rule, byDay: weekday };
  return { ...rule, byMonthDay: [d], byMonth: rule.byMonth.length > 0 ? rule.byMonth : [m] };
}

/** The stretches of days that an interval counts, from the one that `from` lies in. */
function* periodsFrom(
  rule: CalendarRule,
  first: number,
  from: number,
): Generator<{ first: number; length: number }> {
  const { interval, frequency } = rule;
  const begin = civilOf(first);
  const then = civilOf(Math.max(first, from));
  const skipped = (units: number): number => Math.max(0, Math.floor(units / interval)) * interval;
  if (frequency === 'YEARLY') {
    for (let y = begin.y + skipped(then.y - begin.y); y <= 9999; y += interval) {
      if (needsYear(rule)) yield { first: dayOf(y, 1, 1), length: isLeap(y) ? 366 : 365 };
      else yield* wholeMonths(y, rule.byMonth);
    }
  } else if (frequency === 'MONTHLY') {
    const own = begin.y * 12 + begin.m - 1;
    for (let at = own + skipped(then.y * 12 + then.m - 1 - own); at < 120_000; at += interval) {
      const [y, m] = [Math.floor(at / 12), (at % 12) + 1];
      if (rule.byMonth.length === 0 || rule.byMonth.includes(m))
        yield { first: dayOf(y, m, 1), length: daysInMonth(y, m) };
    }
  } else {
    const length = frequency === 'WEEKLY' ? 7 : 1;
    const own = length === 7 ? weekOf(first, rule.weekStart) : first;
    const step = length * interval;
    for (let at = own + Math.max(0, Math.floor((from - own) / step)) * step; at <= LAST_DAY; at += step)
      yield { first: at, length };
  }
}

/** Only the months that a yearly rule names; its other days needn't be looked at. */
function* wholeMonths(y: number, months: readonly number[]): Generator<{ first: number; length: number }> {
  for (const m of months) yield { first: dayOf(y, m, 1), length: daysInMonth(y, m) };
}
