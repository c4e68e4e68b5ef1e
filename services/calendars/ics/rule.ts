import { readMomentValue, UnreadableError, type Moment } from './values.ts';

/**
 * Recurrence rules of calendars to the letter of RFC 5545 (section 3.3.10), on the wall clock. Tasks have rules of their
 * own (`services/recurrence`), which bend it: the 31st of a short month is its last day there, and simply absent here.
 */

export type Frequency = 'YEARLY' | 'MONTHLY' | 'WEEKLY' | 'DAILY' | 'HOURLY' | 'MINUTELY' | 'SECONDLY';

export interface CalendarRule {
  /** As it was written, in capitals. */
  text: string;
  frequency: Frequency;
  interval: number;
  count: number | null;
  until: Moment | null;
  byMonth: readonly number[];
  byMonthDay: readonly number[];
  byYearDay: readonly number[];
  byWeekNo: readonly number[];
  /** Weekday 0 = Monday; `nth` 0 = every one. */
  byDay: readonly { weekday: number; nth: number }[];
  byHour: readonly number[];
  byMinute: readonly number[];
  bySecond: readonly number[];
  bySetPos: readonly number[];
  weekStart: number;
}

const FREQUENCIES: ReadonlySet<string> = new Set(
  'YEARLY MONTHLY WEEKLY DAILY HOURLY MINUTELY SECONDLY'.split(' '),
);
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const MAX_NUMBER = 1_000_000_000;
const MAX_LIST = 400;

/** @throws UnreadableError for text that is no rule, and for calendars other than the Gregorian */
export function readRule(text: string): CalendarRule {
  const parts = new Map<string, string>();
  // Some writers escape the separators as if it were text.
  const clean = text.replaceAll('\\', '').trim().toUpperCase();
  for (const part of clean.split(';')) {
    const [name = '', value = ''] = part.split('=').map((piece) => piece.trim());
    if (name === '' || name.startsWith('X-')) continue;
    if (!PARTS.has(name)) throw new UnreadableError(`"${text.slice(0, 60)}" is no rule of repetition`);
    parts.set(name, value);
  }
  const frequency = parts.get('FREQ') ?? '';
  if (!FREQUENCIES.has(frequency)) throw new UnreadableError('it repeats in a way that is unknown');
  if ((parts.get('RSCALE') ?? 'GREGORIAN') !== 'GREGORIAN')
    throw new UnreadableError(`it repeats by the ${parts.get('RSCALE')} calendar`);
  const list = (name: string, low: number, high: number, signed = false): number[] =>
    numbers(parts.get(name), name, low, high, signed);
  return {
    text: clean,
    frequency: frequency as Frequency,
    interval: Math.max(1, whole(parts.get('INTERVAL')) ?? 1),
    count: positiveOrNull(whole(parts.get('COUNT'))),
    until: parts.get('UNTIL') ? readMomentValue(parts.get('UNTIL')!) : null,
    byMonth: list('BYMONTH', 1, 12),
    byMonthDay: list('BYMONTHDAY', 1, 31, true),
    byYearDay: list('BYYEARDAY', 1, 366, true),
    byWeekNo: list('BYWEEKNO', 1, 53, true),
    byDay: readDays(parts.get('BYDAY')),
    byHour: list('BYHOUR', 0, 23),
    byMinute: list('BYMINUTE', 0, 59),
    bySecond: list('BYSECOND', 0, 60).map((second) => Math.min(second, 59)),
    bySetPos: list('BYSETPOS', 1, 366, true),
    weekStart: Math.max(0, WEEKDAYS.indexOf(parts.get('WKST') ?? 'MO')),
  };
}

const PARTS: ReadonlySet<string> = new Set(
  (
    'FREQ INTERVAL COUNT UNTIL WKST RSCALE SKIP BYMONTH BYMONTHDAY BYYEARDAY BYWEEKNO BYDAY BYHOUR BYMINUTE BYSECOND ' +
    'BYSETPOS'
  ).split(' '),
);

function whole(text: string | undefined): number | null {
  if (text === undefined || text === '') return null;
  const value = /^[+-]?\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
  if (!(Math.abs(value) <= MAX_NUMBER)) throw new UnreadableError(`"${text.slice(0, 30)}" is no number`);
  return value;
}

/** A count below one is written by some programs for "no end". */
function positiveOrNull(value: number | null): number | null {
  return value !== null && value > 0 ? value : null;
}

function numbers(
  text: string | undefined,
  name: string,
  low: number,
  high: number,
  signed: boolean,
): number[] {
  if (text === undefined || text === '') return [];
  const values = text.split(',').map((item) => whole(item.trim()) ?? Number.NaN);
  const fits = values.every((value) => {
    const size = signed ? Math.abs(value) : value;
    return size >= low && size <= high;
  });
  if (!fits || values.length > MAX_LIST)
    throw new UnreadableError(`${name}=${text.slice(0, 40)} can't be read`);
  return [...new Set(values)].sort((a, b) => a - b);
}

function readDays(text: string | undefined): CalendarRule['byDay'] {
  if (text === undefined || text === '') return [];
  return text.split(',').map((item) => {
    const found = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(item.trim());
    if (!found) throw new UnreadableError(`BYDAY=${text.slice(0, 40)} can't be read`);
    return { weekday: WEEKDAYS.indexOf(found[2]!), nth: Number(found[1] ?? 0) };
  });
}
