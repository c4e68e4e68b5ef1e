import {
  civilOf,
  dayOf,
  daysInMonth,
  isCivil,
  isoWeekStart,
  monthAt,
  monthDaysOn,
  weekdayOf,
} from '../calendar.ts';
import { MONTHS, WEEKDAY_PLURALS, WEEKDAYS } from '../lexicon.ts';
import type { Ref, Scan } from '../scan.ts';
import { matchOrdinal } from './amounts.ts';
import type { DateMatch } from './date-types.ts';

export interface MonthName {
  to: number;
  month: number;
}

/** A month's name, with the full stop of an abbreviation. */
export function matchMonth(s: Scan, i: number): MonthName | null {
  const month = MONTHS.get(s.word(i));
  if (month === undefined) return null;
  const stop = s.gluedMark(i + 1, '.') && s.word(i).length <= 4 && s.word(i) !== 'may';
  return { to: stop ? i + 2 : i + 1, month };
}

/** A plausible year: four digits, or `'27`. */
export function matchYear(s: Scan, i: number): { to: number; year: number } | null {
  const n = s.num(i);
  if (s.digits(i) === 4 && n >= 1970 && n <= 2199 && s.endsClean(i + 1)) return { to: i + 1, year: n };
  if (s.is(i, "'", '’') && s.glued(i + 1) && s.digits(i + 1) === 2)
    return { to: i + 2, year: 2000 + s.num(i + 1) };
  return null;
}

/** Month and day in the given year, or else this or the next year in which the day exists and is not past. */
export function resolveMonthDay(ref: Ref, m: number, d: number, year: number | null): number | null {
  if (year !== null) return isCivil(year, m, d) ? dayOf(year, m, d) : null;
  if (m < 1 || m > 12 || d < 1 || d > (m === 2 ? 29 : daysInMonth(2001, m))) return null;
  const now = civilOf(ref.today).y;
  for (let y = now; y <= now + 8; y++) {
    if (isCivil(y, m, d) && dayOf(y, m, d) >= ref.today) return dayOf(y, m, d);
  }
  return null;
}

/** The next day that is the `d`th of a month, today included; months without it are passed over. */
export function resolveMonthDayOnly(ref: Ref, d: number): number | null {
  if (d < 1 || d > 31) return null;
  for (let k = 0; k < 12; k++) {
    const { y, m } = monthAt(ref.today, k);
    if (d <= daysInMonth(y, m) && dayOf(y, m, d) >= ref.today) return dayOf(y, m, d);
  }
  return null;
}

const fullYear = (n: number, digits: number): number | null =>
  digits === 4 && n >= 1900 && n < 2200 ? n : digits === 2 ? 2000 + n : null;

/** `2027-05-03`, `2027/05/03`, `27-05-2027`, `3/5`, `3/5/27`, `3.5.`, `3.5.2027`. */
export function matchNumericDate(s: Scan, i: number): DateMatch | null {
  if (s.digits(i) === 0 || !s.glued(i + 1)) return null;
  const named = namedMonthIso(s, i);
  if (named !== null) return named;
  const mark = s.word(i + 1);
  if (!['-', '/', '.'].includes(mark) || !s.glued(i + 2)) return mark === '.' ? null : null;
  if (s.digits(i) === 4) return isoDate(s, i, mark);
  const a = s.num(i);
  const b = s.num(i + 2);
  if (s.digits(i) > 2 || s.digits(i + 2) > 2 || Number.isNaN(b)) return null;
  const third = s.gluedMark(i + 3, mark);
  const year = third && s.glued(i + 4) ? fullYear(s.num(i + 4), s.digits(i + 4)) : null;
  if (third && s.glued(i + 4) && s.digits(i + 4) > 0 && year === null) return null;
  if (mark === '-') {
    if (year === null || s.digits(i + 4) !== 4) return null;
    return dayFirst(s, i + 5, s.ref.monthFirst ? [b, a] : [a, b], year, 'slash');
  }
  if (mark === '.') {
    if (!third) return null;
    return dayFirst(s, year === null ? i + 4 : i + 5, [a, b], year, 'dotted', false);
  }
  if (third && year === null) return null;
  return dayFirst(s, year === null ? i + 3 : i + 5, s.ref.monthFirst ? [b, a] : [a, b], year, 'slash');
}

/** `5.-7.8.`, `5.–7.8.2027`: the month said once holds for both days. */
export function matchDottedRange(s: Scan, i: number): DateMatch | null {
  const first = matchOrdinal(s, i);
  if (first?.digits !== true || !s.isDash(first.to)) return null;
  const end = matchNumericDate(s, first.to + 1);
  if (end === null || end.form !== 'dotted') return null;
  const { y, m, d } = civilOf(end.day);
  if (first.value >= d || !isCivil(y, m, first.value)) return null;
  return { ...end, day: dayOf(y, m, first.value), last: end.day };
}

function dayFirst(
  s: Scan,
  to: number,
  [d, m]: readonly [number, number] | number[],
  year: number | null,
  form: 'slash' | 'dotted',
  swap = true,
): DateMatch | null {
  const day =
    resolveMonthDay(s.ref, m ?? 0, d ?? 0, year) ??
    (swap ? resolveMonthDay(s.ref, d ?? 0, m ?? 0, year) : null);
  return day === null ? null : { to, day, form, yearless: year === null };
}

/** `2028/Sep/21`, `2028-Sep-21`. */
function namedMonthIso(s: Scan, i: number): DateMatch | null {
  const mark = s.word(i + 1);
  if (s.digits(i) !== 4 || (mark !== '/' && mark !== '-') || !s.glued(i + 2)) return null;
  const month = MONTHS.get(s.word(i + 2));
  const d = s.num(i + 4);
  if (month === undefined || !s.gluedMark(i + 3, mark) || !s.glued(i + 4)) return null;
  return isCivil(s.num(i), month, d) ? { to: i + 5, day: dayOf(s.num(i), month, d), form: 'iso' } : null;
}

function isoDate(s: Scan, i: number, mark: string): DateMatch | null {
  const y = s.num(i);
  if (s.is(i + 2, 'w') && s.glued(i + 3)) {
    const start = isoWeekStart(y, s.num(i + 3));
    return start === null ? null : { to: i + 4, day: start, form: 'week' };
  }
  if (!s.gluedMark(i + 3, mark) || !s.glued(i + 4) || s.digits(i + 2) > 2 || s.digits(i + 4) > 2) return null;
  const m = s.num(i + 2);
  const d = s.num(i + 4);
  return isCivil(y, m, d) ? { to: i + 5, day: dayOf(y, m, d), form: 'iso' } : null;
}

/** Day of a month in figures or words: `3`, `3rd`, `third`; a plain number only where `plain` allows it. */
function dayNumber(s: Scan, i: number, plain: boolean): { to: number; d: number; last?: number } | null {
  const ord = matchOrdinal(s, i);
  if (ord !== null) return ord.value <= 31 ? { to: ord.to, d: ord.value } : null;
  const n = s.num(i);
  if (!plain || s.digits(i) > 2 || !(n >= 1 && n <= 31)) return null;
  return { to: i + 1, d: n };
}

/** Day, or a range of days within one month. */
function dayOrRange(s: Scan, i: number): { to: number; d: number; last?: number } | null {
  const a = dayNumber(s, i, true);
  if (a === null) return null;
  const dash =
    s.isDash(a.to) ||
    (s.is(a.to, 'and') && s.is(i - 1, 'between')) ||
    s.is(a.to, 'to', 'till', 'until', 'through', 'thru');
  const listed = !dash && s.is(a.to, 'and', '&', '+', 'or', ',');
  if (!dash && !listed) return a;
  const b = dayNumber(s, s.is(a.to + 1, 'the') ? a.to + 2 : a.to + 1, true);
  // "Oct 3 until 4pm": the second figure is an hour.
  if (b !== null && s.is(b.to, 'am', 'pm', ':', 'h', "o'clock")) return a;
  if (b === null || b.d <= a.d || (listed && !listEnds(s, i, b.to))) return a;
  if (dash) return { to: b.to, d: a.d, last: b.d };
  return b.d === a.d + 1 && !s.is(a.to, 'or') ? { to: b.to, d: a.d, last: b.d } : { to: b.to, d: a.d };
}

/** "April 5th and 6th", "5 and 6 April": a month stands on one side of the list. */
const listEnds = (s: Scan, from: number, to: number): boolean =>
  matchMonth(s, s.is(to, 'of') ? to + 1 : to) !== null ||
  (MONTHS.has(s.word(from - 1)) && s.endsClean(to) && !/^(?:am|pm|:)$/u.test(s.word(to)));

/** Year behind a date: `2027`, `, 2027`, `next year`, `this year`. */
function trailingYear(s: Scan, i: number): { to: number; year: number | null } {
  const comma = s.is(i, ',') ? i + 1 : i;
  const y = matchYear(s, comma);
  if (y !== null) return y;
  const thisYear = civilOf(s.ref.today).y;
  if (s.is(comma, 'next') && s.is(comma + 1, 'year')) return { to: comma + 2, year: thisYear + 1 };
  if (s.is(comma, 'this') && s.is(comma + 1, 'year')) return { to: comma + 2, year: thisYear };
  return { to: i, year: null };
}

function build(
  s: Scan,
  to: number,
  m: number,
  d: number,
  last: number | undefined,
  year: number | null,
): DateMatch | null {
  const day = resolveMonthDay(s.ref, m, d, year);
  if (day === null) return null;
  if (last === undefined) return { to, day, form: 'dayMonth', yearless: year === null };
  const c = civilOf(day);
  return isCivil(c.y, m, last)
    ? { to, day, last: dayOf(c.y, m, last), form: 'dayMonth', yearless: year === null }
    : null;
}

/** `3 May`, `3rd of May 2027`, `3–5 May`, `3-May-2027`, `the 3rd of May`. */
export function matchDayMonth(s: Scan, i: number): DateMatch | null {
  const start = s.is(i, 'the') ? i + 1 : i;
  const d = dayOrRange(s, start);
  if (d === null) return null;
  let at = d.to;
  if (s.is(at, 'of')) at += 1;
  else if ((s.gluedMark(at, '-') || s.gluedMark(at, '/')) && s.glued(at + 1)) at += 1;
  else if (s.gluedMark(at, '.') && s.at(at + 1)?.kind === 'word') at += 1;
  const month = matchMonth(s, at);
  if (month === null || (!s.endsClean(month.to) && !s.isDash(month.to) && !s.is(month.to, '/'))) return null;
  const dashed =
    (s.gluedMark(month.to, '-') || s.gluedMark(month.to, '/')) && s.glued(month.to + 1)
      ? matchYear(s, month.to + 1)
      : null;
  const year = dashed ?? trailingYear(s, month.to);
  return build(s, year.to, month.month, d.d, d.last, year.year);
}

/** `May 3rd`, `May 3, 2027`, `May 3-5`, `May the 3rd`. */
export function matchMonthDay(s: Scan, i: number): DateMatch | null {
  const month = matchMonth(s, i);
  if (month === null) return null;
  const slash = s.gluedMark(month.to, '/') && s.glued(month.to + 1) && s.digits(month.to + 1) < 3;
  const at = slash || s.is(month.to, 'the') ? month.to + 1 : month.to;
  if (!slash && s.glued(at) && s.at(at)?.kind === 'num') return null;
  const d = dayOrRange(s, at);
  if (d === null || s.word(at) === 'second' || s.is(d.to, ':') || s.is(d.to, '%')) return null;
  // "May 3pm" and "Mar 5:30" are a month and a time, "June 2 hours" is not a date.
  if (s.is(d.to, 'am', 'pm', 'hours', 'hour', 'minutes', 'min', 'h')) return null;
  const year = trailingYear(s, d.to);
  return build(s, year.to, month.month, d.d, d.last, year.year);
}

/** `May 2027`, `in May`, `next May`: the first of the month. A bare month name is never a date. */
export function matchMonthOnly(s: Scan, i: number): DateMatch | null {
  const which = s.is(i, 'next', 'this', 'coming') ? s.word(i) : s.is(i, 'in') ? 'in' : '';
  const month = matchMonth(s, which === '' ? i : i + 1);
  if (month === null) return null;
  if (s.at(i - 1)?.kind === 'num' && which === '') return null;
  const year = trailingYear(s, month.to);
  const { first, m, y } = monthAt(s.ref.today, 0);
  if (year.year !== null) {
    const day = dayOf(year.year, month.month, 1);
    return {
      to: year.to,
      day: day < s.ref.today && year.year === y && month.month === m ? s.ref.today : day,
      form: 'month',
      period: monthPeriod(day),
    };
  }
  if (which === '') return null;
  if (month.month === m && which !== 'next')
    return { to: month.to, day: Math.max(first, s.ref.today), form: 'month', period: monthPeriod(first) };
  const ahead = (month.month - m + 12) % 12 || 12;
  const later = monthAt(s.ref.today, ahead);
  return { to: month.to, day: later.first, form: 'month', period: monthPeriod(later.first) };
}

const monthPeriod = (day: number): { unit: string; first: number; last: number } => {
  const { first, last } = monthAt(day, 0);
  return { unit: 'month', first, last };
};

/** `the 3rd`, `3rd`, `the 3rd of next month`; `theOrdinal` when an article or month makes it surer. */
export function matchOrdinalDay(s: Scan, i: number): DateMatch | null {
  const the = s.is(i, 'the');
  const ord = matchOrdinal(s, the ? i + 1 : i);
  if (ord === null || ord.value < 1 || ord.value > 31 || ord.value !== Math.floor(ord.value)) return null;
  const month = matchOfMonth(s, ord.to);
  if (month !== null) {
    const last = daysInMonth(month.y, month.m);
    if (ord.value > last) return null;
    let day = dayOf(month.y, month.m, ord.value);
    if (month.current && day < s.ref.today) day = resolveMonthDayOnly(s.ref, ord.value) ?? day;
    return { to: month.to, day, form: 'nth' };
  }
  if (
    !ord.digits &&
    !((the || s.lang.bareOrdinals) && s.is(i - 1, 'on', 'by', 'before', 'due', 'until', 'from'))
  )
    return null;
  const day = resolveMonthDayOnly(s.ref, ord.value);
  return day === null ? null : { to: ord.to, day, form: the ? 'theOrdinal' : 'ordinal' };
}

export interface MonthRef {
  to: number;
  y: number;
  m: number;
  /** This month: a result that is past may roll on. */
  current: boolean;
  named: boolean;
}

/** `of the month`, `of next month`, `in June`, `of May 2027`. */
export function matchOfMonth(s: Scan, i: number): MonthRef | null {
  if (!s.is(i, 'of', 'in')) return matchNextMonth(s, i);
  const at = i + 1;
  const month = matchMonth(s, at);
  if (month !== null) {
    const year = trailingYear(s, month.to);
    const now = civilOf(s.ref.today);
    const y = year.year ?? (month.month < now.m ? now.y + 1 : now.y);
    return { to: year.to, y, m: month.month, current: false, named: year.year === null };
  }
  return matchNextMonth(s, at);
}

function matchNextMonth(s: Scan, i: number): MonthRef | null {
  const at = s.is(i, 'the') ? i + 1 : i;
  const offset =
    s.is(at, 'next') || (s.is(at, 'following') && at > i) ? 1 : s.is(at, 'this', 'current') ? 0 : null;
  if (offset !== null && s.is(at + 1, 'month')) {
    const { y, m } = monthAt(s.ref.today, offset);
    return { to: at + 2, y, m, current: offset === 0, named: false };
  }
  if (at === i || !s.is(at, 'month')) return null;
  const { y, m } = monthAt(s.ref.today, 0);
  return { to: at + 1, y, m, current: true, named: false };
}

/** Which of the month's days: `last Friday`, `first working day`, `last day`, `third Monday`. */
export interface NthDay {
  to: number;
  /** 1-based from the front, −1 for the last. */
  n: number;
  /** Weekdays it may fall on. */
  weekdays: readonly number[];
}

export const WORKDAYS: readonly number[] = [0, 1, 2, 3, 4];
export const ALL_DAYS: readonly number[] = [0, 1, 2, 3, 4, 5, 6];

/** End of `last`, `-last`, `to last`, `-to-last` behind an ordinal that counts from the end; `i` when it is none. */
export function lastBehind(s: Scan, i: number): number {
  let at = i;
  while (s.is(at, '-', 'to') && at - i < 3) at += 1;
  return s.is(at, 'last') ? at + 1 : i;
}

export function matchNth(s: Scan, i: number): NthDay | null {
  let n = Number.NaN;
  let at = i + 1;
  if (s.is(i, 'last')) n = -1;
  else if (s.is(i, 'penultimate')) n = -2;
  else {
    const ord = matchOrdinal(s, i);
    if (ord === null) return null;
    n = ord.value;
    at = ord.to;
    const last = lastBehind(s, at);
    if (last > at) {
      n = -n;
      at = last;
    }
  }
  const weekday = WEEKDAYS.get(s.word(at)) ?? WEEKDAY_PLURALS.get(s.word(at));
  if (weekday !== undefined)
    return { to: s.gluedMark(at + 1, '.') ? at + 2 : at + 1, n, weekdays: [weekday] };
  if (s.is(at, 'workday', 'weekday', 'workdays')) return { to: at + 1, n, weekdays: WORKDAYS };
  if (s.is(at, 'business', 'working', 'work') && s.is(at + 1, 'day'))
    return { to: at + 2, n, weekdays: WORKDAYS };
  if (s.is(at, 'weekend')) return { to: at + 1, n, weekdays: [5] };
  return s.is(at, 'day') ? { to: at + 1, n, weekdays: ALL_DAYS } : null;
}

/** `last Friday of the month`, `the first Monday in June`, `last day of May`. */
export function matchNthOfMonth(s: Scan, i: number): DateMatch | null {
  const nth = matchNth(s, s.is(i, 'the') ? i + 1 : i);
  if (nth === null) return null;
  const month = matchOfMonth(s, nth.to);
  if (month === null) return null;
  let { y, m } = month;
  for (let k = 0; k < 14; k++) {
    const days = monthDaysOn(y, m, nth.weekdays);
    const day = nth.n < 0 ? days.at(nth.n) : days[nth.n - 1];
    if (day !== undefined && (day >= s.ref.today || !(month.current || month.named)))
      return { to: month.to, day, form: 'nth' };
    if (!month.current && !month.named) return null;
    if (month.named) y += 1;
    else [y, m] = m === 12 ? [y + 1, 1] : [y, m + 1];
  }
  return null;
}

/** The next such weekday strictly after `from`. */
export const nextWeekday = (from: number, weekday: number): number =>
  from + (((weekday - weekdayOf(from) + 6) % 7) + 1);
