import { formatMoment, readMoment } from '../../core/time/civil.ts';
import { DAY_MIN } from '../../core/time/units.ts';
import { instantOf, localOf } from '../../core/time/zoned.ts';
import { countedDays, countsAllowedDays, isRuleDay, periodsFrom, withImpliedDays } from './days.ts';
import { hoursFrom } from './hours.ts';
import { countsHours, type RecurrenceRule } from './rule.ts';

/** Where a series begins: `YYYY-MM-DD` or `YYYY-MM-DDTHH:mm`, local to `tz`. */
export interface RecurrenceAnchor {
  start: string;
  tz: string;
}

/** Days looked at before a rule that never comes true is given up. */
const MAX_DAYS = 30_000;
/** Periods without the position that BYSETPOS asks for, before a rule is given up. */
const MAX_EMPTY = 100;

/**
 * The next `count` occurrences of a rule after a local moment, as local days (when the anchor is a day) or moments.
 * Fewer when the rule ends, or names a day that never comes.
 *
 * Rules of days and longer keep the wall clock: they are expanded without a zone and then placed in it, so that 09:00
 * stays 09:00 when clocks change, and a time that a change leaves out moves forward with the clock instead of being
 * lost for that day (the RFC would drop it). Hourly rules count real hours.
 */
export function nextOccurrences(
  rule: RecurrenceRule,
  anchor: RecurrenceAnchor,
  after: string,
  count: number,
  inclusive = false,
): string[] {
  const out: string[] = [];
  const hourly = countsHours(rule);
  const timed = anchor.start.length > 10 || hourly;
  const key = (local: string): number => (hourly ? instantOf(momentOf(local), anchor.tz) : minutesOf(local));
  const from = key(timed ? after : after.slice(0, 10));
  const until = rule.until === null ? Number.POSITIVE_INFINITY : key(lastMoment(rule.until, anchor.tz));
  let left = rule.count ?? Number.POSITIVE_INFINITY;
  // Occurrences can only be counted them from the first.
  const begin = rule.count === null ? from : key(anchor.start);
  const all = hourly ? hoursFrom(rule, anchor, begin) : daysFrom(rule, anchor, begin, timed);
  for (const local of all) {
    const at = typeof local === 'number' ? local : key(local);
    left -= 1;
    if (out.length >= count || left < 0 || at > until) break;
    if (at < from || (at === from && !inclusive)) continue;
    out.push(typeof local === 'number' ? localOf(local, anchor.tz) : local);
  }
  return out;
}

/** Occurrences of a rule of days or longer, placed in the zone, from a little before `from` (minutes of the wall clock). */
function* daysFrom(
  rule: RecurrenceRule,
  anchor: RecurrenceAnchor,
  from: number,
  timed: boolean,
): Generator<string> {
  const first = readMoment(anchor.start);
  const implied = withImpliedDays(rule, first.day);
  const times = timed ? timesOf(rule, first.min) : [0];
  const begin = first.day * DAY_MIN + first.min;
  // What a clock change moves forward may begin on the day before.
  const fromDay = Math.floor(from / DAY_MIN) - 1;
  let empty = 0;
  for (const days of daysOfPeriods(implied, first.day, fromDay)) {
    const moments = chosen(
      rule,
      days.flatMap((day) => times.map((min) => day * DAY_MIN + min)),
    );
    empty = moments.length > 0 ? 0 : empty + 1;
    if (empty > MAX_EMPTY) return;
    for (const moment of moments) {
      if (moment < begin || moment < fromDay * DAY_MIN) continue;
      const day = Math.floor(moment / DAY_MIN);
      const wall = formatMoment(day, moment - day * DAY_MIN);
      yield timed ? localOf(instantOf(wall, anchor.tz), anchor.tz) : wall.slice(0, 10);
    }
  }
}

/** The days that a rule names, a period at a time; ends when none comes any more. */
function* daysOfPeriods(rule: RecurrenceRule, anchor: number, from: number): Generator<number[]> {
  if (countsAllowedDays(rule)) {
    for (const day of countedDays(rule, anchor, from)) {
      if (isRuleDay(rule, day)) yield [day];
    }
    return;
  }
  let without = 0;
  for (const { first, length } of periodsFrom(rule, anchor, from)) {
    const days: number[] = [];
    for (let day = first; day < first + length; day++) if (isRuleDay(rule, day)) days.push(day);
    without = days.length > 0 ? 0 : without + length;
    if (without > MAX_DAYS) return;
    if (days.length > 0) yield days;
  }
}

function timesOf(rule: RecurrenceRule, own: number): number[] {
  const hours = rule.byHour.length > 0 ? rule.byHour : [Math.floor(own / 60)];
  const minutes = rule.byMinute.length > 0 ? rule.byMinute : [own % 60];
  return hours.flatMap((hour) => minutes.map((minute) => hour * 60 + minute)).sort((a, b) => a - b);
}

/** The positions that BYSETPOS keeps of what one period has. */
function chosen(rule: RecurrenceRule, moments: number[]): number[] {
  if (rule.bySetPos.length === 0) return moments;
  const kept = rule.bySetPos.flatMap((nth) => moments.at(nth > 0 ? nth - 1 : nth) ?? []);
  return [...new Set(kept)].sort((a, b) => a - b);
}

/** The last local moment at which a rule still holds; a day counts to its end. */
function lastMoment(until: string, tz: string): string {
  const day = `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`;
  if (until.length === 8) return `${day}T23:59`;
  const local = `${day}T${until.slice(9, 11)}:${until.slice(11, 13)}`;
  return until.endsWith('Z') ? localOf(instantOf(local, 'UTC'), tz) : local;
}

function minutesOf(local: string): number {
  const { day, min } = readMoment(local);
  return day * DAY_MIN + min;
}

const momentOf = (value: string): string => (value.length > 10 ? value : `${value}T00:00`);
