import type { ParsedFields } from '../../core/language.ts';
import { isPublicHoliday } from '../../core/time/public-holidays.ts';
import { formatDay, formatMoment } from './calendar.ts';
import type { Recurrence } from './grammar/recurrence.ts';
import type { DayPart } from './lexicon.ts';
import { firstFit, formatRule, type Rule, spanEnd } from './grammar/rrule.ts';
import type { When } from './grammar/when.ts';
import { toEpoch, toWall } from './grammar/zones.ts';
import type { Ref } from './scan.ts';

/** A moment after the choice of day, half of the day and zone. `min` may pass 1440. */
interface Moment {
  day: number;
  min: number | null;
  endMin: number | null;
}

/** Latest hour, in minutes, that an open "at 8" may be moved to when the morning one is past. */
const LATEST_FLIP = 20 * 60;

/** Settles day and minutes of a reading against now. */
export function settle(ref: Ref, w: When): Moment {
  const day = w.day ?? ref.today;
  if (w.start === null) return { day, min: null, endMin: null };
  if (w.zone !== null) return inZone(ref, w, day);
  let { start, end } = { start: w.start, end: w.end };
  const past = day === ref.today && start <= ref.nowMin && w.form !== 'offset' && w.form !== 'plus';
  if (w.named === 'midnight') {
    const next = w.day === null || (w.day === ref.today && w.form === 'relative');
    return { day: next ? day + 1 : day, min: 0, endMin: null };
  }
  if (
    past &&
    w.open &&
    start < 720 &&
    start + 720 > ref.nowMin &&
    (w.day !== null || start + 720 <= LATEST_FLIP)
  ) {
    start += 720;
    if (end !== null && end <= start) end += 720;
  } else if (past && w.day === null) {
    return { day: day + 1, min: start, endMin: end };
  }
  return { day, min: start, endMin: end };
}

/** A clock in another zone, on that zone's calendar day nearest to the day meant. */
function inZone(ref: Ref, w: When, day: number): Moment {
  const zone = w.zone ?? ref.tz;
  const start = w.start ?? 0;
  const now = toEpoch(ref.tz, ref.today, ref.nowMin);
  let epoch = toEpoch(zone, day, start);
  if (w.day === null && epoch <= now) epoch = toEpoch(zone, day + 1, start);
  const local = toWall(ref.tz, epoch);
  const length = w.end === null ? null : w.end - start;
  return { day: local.day, min: local.min, endMin: length === null ? null : local.min + length };
}

export type TimeFields = Pick<ParsedFields, 'date' | 'start' | 'end'>;

/** `date`, `start` and `end` of a plain reading. */
export function whenFields(ref: Ref, w: When): TimeFields {
  const m = settle(ref, w);
  if (m.min === null)
    return { date: formatDay(m.day), start: null, end: w.last === null ? null : formatDay(w.last) };
  const start = formatMoment(m.day, m.min);
  return {
    date: start.slice(0, 10),
    start,
    end: m.endMin === null ? (w.last === null ? null : formatDay(w.last)) : formatMoment(m.day, m.endMin),
  };
}

/** A day, or a moment when a time of day is given. */
export function boundField(ref: Ref, w: When): string {
  // What is due on Friday at midnight may take all of Friday.
  if (w.named === 'midnight' && w.day !== null && w.zone === null) return formatMoment(w.day + 1, 0);
  const m = settle(ref, w);
  return m.min === null ? formatDay(w.last ?? m.day) : formatMoment(m.day, m.min);
}

export interface RecurrenceFields {
  date: string;
  start: string | null;
  end: string | null;
  rrule: string;
  recurFrom: 'schedule' | 'completion';
  durationMin: number | null;
  skipHolidays?: true;
  timesPerWeek?: number;
  dayPart?: DayPart;
}

/**
 * RRULE and first occurrence. `date` is the first day, today or later, that the rule names; a day or a time
 * said elsewhere in the line moves it.
 */
export function recurrenceFields(ref: Ref, r: Recurrence, beside: When | null): RecurrenceFields {
  const { tails } = r;
  const start = tails.start ?? beside?.start ?? null;
  const end = tails.start === null ? (beside?.end ?? null) : tails.end;
  const zone = tails.start === null ? (beside?.zone ?? null) : tails.zone;
  const from = Math.max(tails.from ?? beside?.day ?? ref.today, -30_000);
  const said = severalTimes(r.rule, beside?.times ?? []);
  const isOff = tails.skipHolidays ? (day: number): boolean => isPublicHoliday(day, ref.country) : undefined;
  let first = firstFit(said, from, isOff);
  const hourly = r.rule.freq === 'HOURLY' || r.rule.freq === 'MINUTELY';
  let clock = start;
  const fixedDay = tails.from !== null || (beside !== null && beside.day !== null);
  if (
    start !== null &&
    first === ref.today &&
    start <= ref.nowMin &&
    !hourly &&
    !(fixedDay && first !== from)
  ) {
    const later = [...said.times].sort((a, b) => a - b).find((t) => t > ref.nowMin);
    if (later === undefined) first = firstFit(said, ref.today + 1, isOff);
    else clock = later;
  }
  const rule = bounded(said, tails.span, first);
  const out: RecurrenceFields = {
    date: formatDay(first),
    start: null,
    end: null,
    rrule: formatRule(rule),
    recurFrom: r.fromCompletion ? 'completion' : 'schedule',
    durationMin: tails.durationMin,
    ...(tails.skipHolidays ? { skipHolidays: true } : {}),
    ...habitFields(r, rule, beside),
  };
  if (start === null || clock === null) return out;
  const local = zone === null ? { day: first, min: clock } : toWall(ref.tz, toEpoch(zone, first, clock));
  out.start = formatMoment(local.day, local.min);
  out.date = out.start.slice(0, 10);
  if (end !== null) out.end = formatMoment(local.day, local.min + end - start);
  return out;
}

/** Several times said beside the rule become its hours when they share their minutes. */
function severalTimes(rule: Rule, times: readonly number[]): Rule {
  const minutes = new Set(times.map((t) => t % 60));
  return times.length > 1 && minutes.size === 1 && rule.times.length === 0
    ? { ...rule, times: [...times] }
    : rule;
}

/** A habit, when nothing but the number of times is said: no first day, no end, no days left out. */
function habitFields(
  r: Recurrence,
  rule: Rule,
  beside: When | null,
): Pick<RecurrenceFields, 'timesPerWeek' | 'dayPart'> {
  const { tails, timesPerWeek } = r;
  const bounded =
    rule.count !== null ||
    rule.until !== null ||
    tails.from !== null ||
    r.fromCompletion ||
    tails.skipHolidays;
  const elsewhere = (beside !== null && beside.day !== null) || (tails.zone ?? beside?.zone ?? null) !== null;
  const spread = rule.byDay.length === timesPerWeek && rule.times.length === 0 && rule.byMonth.length === 0;
  if (timesPerWeek === null || bounded || elsewhere || !spread) return {};
  const part = tails.start === null ? (beside?.part ?? null) : tails.part;
  return { timesPerWeek, ...(part === null ? {} : { dayPart: part }) };
}

/** `for 6 weeks`: a COUNT when the number of occurrences is certain, otherwise the last possible day. */
function bounded(rule: Rule, span: Recurrence['tails']['span'], first: number): Rule {
  if (span === null) return rule;
  const unit = { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month', YEARLY: 'year', HOURLY: '', MINUTELY: '' }[
    rule.freq
  ];
  const periods =
    unit === span.unit ? span.n : rule.freq === 'DAILY' && span.unit === 'week' ? span.n * 7 : Number.NaN;
  const perPeriod = Math.max(1, rule.byDay.length, rule.byMonthDay.length) * Math.max(1, rule.times.length);
  const plain =
    rule.setPos === null && rule.byMonth.length === 0 && !(rule.freq === 'DAILY' && rule.byDay.length > 0);
  if (plain && Number.isInteger(periods / rule.interval))
    return { ...rule, count: (periods / rule.interval) * perPeriod };
  return { ...rule, until: spanEnd(first, span.n, span.unit) };
}

/** Locales that write the month first in `3/5`. */
export function isMonthFirst(locale: string): boolean {
  return (
    /^en(?:-(?:US|PH|PR|GU|VI|AS|UM|BZ|FM|PW))?$/iu.test(locale) ||
    /^(?:ja|zh|ko|hu|lt|mn|fil)(?:-|$)/iu.test(locale) ||
    locale.endsWith('-US')
  );
}
