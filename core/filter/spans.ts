import { SHORT_MONTH_NAMES, WEEKDAY_NAMES } from '../messages/en/calendar-names.ts';
import {
  addMonths,
  civilOf,
  dayOf,
  formatDay,
  isCivil,
  monthAt,
  readMoment,
  weekdayOf,
} from '../time/civil.ts';

/** Spans of days and lengths in the words of a filter. Each reader answers how many words it took. */

export interface DaySpan {
  /** Local days, inclusive; null is open. */
  from: string | null;
  to: string | null;
}

export interface Taken<T> {
  value: T;
  /** How many words it is written with. */
  words: number;
}

const WEEKDAYS = WEEKDAY_NAMES.map((name) => name.toLowerCase());
const MONTHS = SHORT_MONTH_NAMES.map((name) => name.toLowerCase());
const NEAR: Record<string, number> = { yesterday: -1, today: 0, tod: 0, tomorrow: 1, tom: 1, tmr: 1 };

/**
 * Days such as "today", "this week", "next 7 days", "before 24 Dec", "Friday". Null when the words are none.
 *
 * @param words in lower case
 * @param today `YYYY-MM-DD`
 */
export function readSpan(words: readonly string[], today: string): Taken<DaySpan> | null {
  const [first = '', second = ''] = words;
  const open = OPEN_ENDED[first];
  if (open) {
    const day = readDay(words.slice(1), today);
    return day && { value: open(day.value), words: day.words + 1 };
  }
  if (first === 'this' || first === 'next' || first === 'last') {
    const span = periodOf(first, second, today);
    if (span) return { value: span, words: 2 };
    const count = Number(second);
    const unit = unitDays(words[2]);
    if (first !== 'this' && /^\d{1,3}$/.test(second) && unit !== null)
      return { value: around(today, first, count * unit), words: 3 };
  }
  if ((first === 'in' || first === 'within') && /^\d{1,3}$/.test(second)) {
    const unit = unitDays(words[2]);
    if (unit !== null) return { value: around(today, 'next', Number(second) * unit), words: 3 };
  }
  const day = readDay(words, today);
  return day && { value: { from: day.value, to: day.value }, words: day.words };
}

const OPEN_ENDED: Record<string, (day: string) => DaySpan> = {
  before: (day) => ({ from: null, to: shifted(day, -1) }),
  by: (day) => ({ from: null, to: day }),
  until: (day) => ({ from: null, to: day }),
  after: (day) => ({ from: shifted(day, 1), to: null }),
  since: (day) => ({ from: day, to: null }),
  from: (day) => ({ from: day, to: null }),
};

const shifted = (day: string, by: number): string => formatDay(readMoment(day).day + by);

function unitDays(word: string | undefined): number | null {
  if (word === 'day' || word === 'days') return 1;
  return word === 'week' || word === 'weeks' ? 7 : null;
}

/** The next or the last days, today among them. */
function around(today: string, which: 'next' | 'last', days: number): DaySpan {
  return which === 'next'
    ? { from: today, to: shifted(today, Math.max(0, days - 1)) }
    : { from: shifted(today, -Math.max(0, days - 1)), to: today };
}

function periodOf(which: 'this' | 'next' | 'last', unit: string, today: string): DaySpan | null {
  const day = readMoment(today).day;
  const offset = which === 'next' ? 1 : which === 'last' ? -1 : 0;
  const monday = day - weekdayOf(day) + offset * 7;
  if (unit === 'week') return { from: formatDay(monday), to: formatDay(monday + 6) };
  if (unit === 'weekend') return { from: formatDay(monday + 5), to: formatDay(monday + 6) };
  if (unit === 'month') {
    const { first, last } = monthAt(day, offset);
    return { from: formatDay(first), to: formatDay(last) };
  }
  if (unit === 'year') {
    const year = civilOf(day).y + offset;
    return { from: formatDay(dayOf(year, 1, 1)), to: formatDay(dayOf(year, 12, 31)) };
  }
  return null;
}

/** One day: near, by its weekday (the next one, today among them), by date. */
function readDay(words: readonly string[], today: string): Taken<string> | null {
  const [first = '', second = '', third = ''] = words;
  const near = NEAR[first];
  if (near !== undefined) return { value: shifted(today, near), words: 1 };
  const weekday = first.length < 3 ? -1 : WEEKDAYS.findIndex((name) => name.startsWith(first));
  if (weekday !== -1) {
    const start = readMoment(today).day;
    return { value: formatDay(start + ((weekday - weekdayOf(start) + 7) % 7)), words: 1 };
  }
  if (/^\d{4}-\d{2}-\d{2}$/.test(first)) {
    const [y, m, d] = first.split('-').map(Number) as [number, number, number];
    return isCivil(y, m, d) ? { value: first, words: 1 } : null;
  }
  return namedDate(first, second, third, today) ?? namedDate(second, first, third, today);
}

/** "24 Dec", with the year behind it or the one that comes next. */
function namedDate(
  dayWord: string,
  monthWord: string,
  yearWord: string,
  today: string,
): Taken<string> | null {
  const d = /^(\d{1,2})(st|nd|rd|th)?$/.exec(dayWord);
  const m = monthWord.length < 3 ? -1 : MONTHS.findIndex((name) => monthWord.startsWith(name));
  if (!d || m === -1) return null;
  const given = /^\d{4}$/.test(yearWord) ? Number(yearWord) : null;
  const year = given ?? civilOf(readMoment(today).day).y;
  if (!isCivil(year, m + 1, Number(d[1]))) return null;
  const day = dayOf(year, m + 1, Number(d[1]));
  const isPast = given === null && formatDay(day) < formatDay(addMonths(readMoment(today).day, -6));
  const value = isPast ? addMonths(day, 12) : day;
  return { value: formatDay(value), words: given === null ? 2 : 3 };
}

const HOURS = /^(?<h>\d{1,3}(?:\.\d)?)(?:h|hours?|hrs?)(?:(?<m>\d{1,2})(?:m|min)?)?$/;
const MINUTES = /^(?<m>\d{1,4})(?:m|min|mins|minutes?)?$/;

/** Minutes of "15 min", "15m", "1h 30m", "2 hours", or a bare number. Null when the words are no length. */
export function readMinutes(words: readonly string[]): Taken<number> | null {
  const [first = '', second = ''] = words;
  if (/^\d{1,4}(\.\d)?$/.test(first) && second !== '' && !/^\d/.test(second)) {
    const joined = oneLength(`${first}${second}`);
    if (joined !== null) return { value: joined, words: 2 };
  }
  const one = oneLength(first);
  if (one === null) return null;
  const rest = HOURS.test(first) && /^\d/.test(second) ? oneLength(second) : null;
  return rest === null ? { value: one, words: 1 } : { value: one + rest, words: 2 };
}

function oneLength(text: string): number | null {
  const hours = HOURS.exec(text)?.groups;
  if (hours) return Math.round(Number(hours['h']) * 60) + Number(hours['m'] ?? 0);
  const minutes = MINUTES.exec(text)?.groups;
  return minutes ? Number(minutes['m']) : null;
}
