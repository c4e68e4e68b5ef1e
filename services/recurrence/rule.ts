import { DaymarkError } from '../../core/errors.ts';
import type { HolidayCountry } from '../../core/time/public-holidays.ts';
import { plainRule, skipsHolidays } from '../../core/time/skip-holidays.ts';

/** A recurrence rule as text, read and checked: the parts of RFC 5545 that a task can live by, within limits. */

export type Frequency = 'YEARLY' | 'MONTHLY' | 'WEEKLY' | 'DAILY' | 'HOURLY' | 'MINUTELY';

export interface RuleDay {
  /** 0 = Monday. */
  weekday: number;
  /** The nth of its month or year, from the end when negative; 0 = every one. */
  nth: number;
}

export interface RecurrenceRule {
  frequency: Frequency;
  interval: number;
  count: number | null;
  /** As written: a day, or a moment that is local or ends in Z. */
  until: string | null;
  byMonth: readonly number[];
  byMonthDay: readonly number[];
  byYearDay: readonly number[];
  byWeekNo: readonly number[];
  byDay: readonly RuleDay[];
  byHour: readonly number[];
  byMinute: readonly number[];
  bySetPos: readonly number[];
  /** 0 = Monday. */
  weekStart: number;
  /** The country whose public holidays are left out. */
  without: HolidayCountry | null;
}

const FREQUENCIES: ReadonlySet<string> = new Set([
  'YEARLY',
  'MONTHLY',
  'WEEKLY',
  'DAILY',
  'HOURLY',
  'MINUTELY',
]);
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** What a rule may ask for, so that looking for its next occurrence never takes longer than a moment. */
const MAX_INTERVAL: Record<Frequency, number> = {
  YEARLY: 1_000,
  MONTHLY: 10_000,
  WEEKLY: 10_000,
  DAILY: 10_000,
  HOURLY: 100_000,
  MINUTELY: 1_000_000,
};
const MAX_COUNT = 10_000;
const MAX_TIMES_A_DAY = 96;
const UNTIL = /^\d{8}(?:T\d{6}Z?)?$/;

/**
 * Reads a rule, with or without `RRULE:` in front.
 *
 * @param country whose public holidays count where the rule leaves them out
 * @throws `invalidInput` with one plain sentence for text that is no rule and for a rule beyond the limits
 */
export function readRule(text: string, country: HolidayCountry = 'US'): RecurrenceRule {
  const parts = partsOf(plainRule(text));
  const frequency = frequencyOf(parts);
  const numbers = (name: string, from: number, to: number, signed = false): number[] =>
    listOf(name, parts.get(name), from, to, signed);
  const rule: RecurrenceRule = {
    frequency,
    interval: numberOf('INTERVAL', parts.get('INTERVAL') ?? '1', 1, MAX_INTERVAL[frequency]),
    count: parts.has('COUNT') ? numberOf('COUNT', parts.get('COUNT') ?? '', 1, MAX_COUNT) : null,
    until: untilOf(parts.get('UNTIL')),
    byMonth: numbers('BYMONTH', 1, 12),
    byMonthDay: numbers('BYMONTHDAY', 1, 31, true),
    byYearDay: numbers('BYYEARDAY', 1, 366, true),
    byWeekNo: numbers('BYWEEKNO', 1, 53, true),
    byDay: byDayOf(parts.get('BYDAY'), frequency),
    byHour: numbers('BYHOUR', 0, 23),
    byMinute: numbers('BYMINUTE', 0, 59),
    bySetPos: numbers('BYSETPOS', 1, 366, true),
    weekStart: Math.max(0, WEEKDAYS.indexOf(parts.get('WKST') ?? 'MO')),
    without: skipsHolidays(text) ? country : null,
  };
  refuseWhatIsTooMuch(rule, parts);
  return rule;
}

/** Whether the rule counts hours or minutes rather than days. */
export function countsHours(rule: RecurrenceRule): boolean {
  return rule.frequency === 'HOURLY' || rule.frequency === 'MINUTELY';
}

function bad(reason: string): DaymarkError {
  return new DaymarkError('invalidInput', { reason: `rrule: ${reason}` });
}

function partsOf(text: string): Map<string, string> {
  const parts = new Map<string, string>();
  const value = text.trim().replace(/^RRULE:/i, '');
  for (const part of value.toUpperCase().split(';')) {
    const [name = '', ...rest] = part.trim().split('=');
    if (name === '' && rest.length === 0) continue;
    // The first day of a series is the task's own.
    if (name.startsWith('DTSTART')) continue;
    if (!KNOWN.has(name) || rest.length !== 1) throw bad('this is no recurrence rule');
    if (parts.has(name)) throw bad(`${name} stands in it twice`);
    parts.set(name, rest[0]!.trim());
  }
  return parts;
}

const KNOWN: ReadonlySet<string> = new Set(
  (
    'FREQ INTERVAL COUNT UNTIL WKST BYMONTH BYMONTHDAY BYYEARDAY BYWEEKNO ' +
    'BYDAY BYHOUR BYMINUTE BYSECOND BYSETPOS'
  ).split(' '),
);

function frequencyOf(parts: ReadonlyMap<string, string>): Frequency {
  const name = parts.get('FREQ') ?? '';
  if (name === 'SECONDLY') throw bad('a task can’t repeat every few seconds');
  if (!FREQUENCIES.has(name)) throw bad('this is no recurrence rule');
  return name as Frequency;
}

function numberOf(name: string, text: string, from: number, to: number): number {
  const value = /^\+?\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= from && value <= to) return value;
  throw bad(`${name} takes a whole number from ${from} to ${to}`);
}

function listOf(name: string, text: string | undefined, from: number, to: number, signed: boolean): number[] {
  if (text === undefined) return [];
  const values = text.split(',').map((item) => {
    const minus = signed && item.startsWith('-');
    const size = numberOf(name, minus ? item.slice(1) : item, from, to);
    return minus ? -size : size;
  });
  return [...new Set(values)];
}

function untilOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const value = text.replaceAll('-', '').replaceAll(':', '');
  const month = Number(value.slice(4, 6));
  const day = Number(value.slice(6, 8));
  if (!UNTIL.test(value) || month < 1 || month > 12 || day < 1 || day > 31) throw bad('UNTIL takes a day');
  return value;
}

function byDayOf(text: string | undefined, frequency: Frequency): RuleDay[] {
  if (text === undefined) return [];
  const days = text.split(',').map((item) => {
    const found = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(item);
    const nth = Number(found?.[1] ?? '0');
    if (!found || (found[1] !== undefined && nth === 0) || Math.abs(nth) > 53)
      throw bad('BYDAY takes days such as MO or 2FR');
    return { weekday: WEEKDAYS.indexOf(found[2]!), nth };
  });
  if (frequency !== 'MONTHLY' && frequency !== 'YEARLY' && days.some((day) => day.nth !== 0))
    throw bad('a numbered weekday needs FREQ=MONTHLY or FREQ=YEARLY');
  return days;
}

function refuseWhatIsTooMuch(rule: RecurrenceRule, parts: ReadonlyMap<string, string>): void {
  if (parts.has('BYSECOND') && parts.get('BYSECOND') !== '0') throw bad('a task can’t repeat by the second');
  if (parts.has('WKST') && !WEEKDAYS.includes(parts.get('WKST')!)) throw bad('WKST takes a weekday');
  if (countsHours(rule)) {
    if (rule.bySetPos.length > 0) throw bad('BYSETPOS needs a rule of days or longer');
    return;
  }
  const times = Math.max(1, rule.byHour.length) * Math.max(1, rule.byMinute.length);
  if (times > MAX_TIMES_A_DAY) throw bad(`that is more than ${MAX_TIMES_A_DAY} times a day`);
}
