import { civilOf, dayOf, isCivil, monthAt, monthDaysOn, weekdayOf } from '../calendar.ts';
import { remembered, type Scan } from '../scan.ts';
import { CLOSERS } from '../lexicon.ts';
import { holidayDay } from '../../../core/time/holidays.ts';
import { matchOrdinal } from './amounts.ts';
import { matchTime } from './times.ts';
import {
  matchDayMonth,
  matchDottedRange,
  matchMonth,
  matchMonthDay,
  matchMonthOnly,
  matchNth,
  matchNthOfMonth,
  matchNumericDate,
  matchOrdinalDay,
  matchYear,
} from './dates-absolute.ts';
import { matchPartOfPeriod, matchPeriodDay, matchQuarterDay, matchWeekNumber } from './dates-period.ts';
import {
  matchDayBeside,
  matchDayWeek,
  matchNamedDay,
  matchOffset,
  matchWeekday,
  matchWeekdayBeside,
  matchWeekdayName,
} from './dates-relative.ts';
import type { DateMatch } from './date-types.ts';

/** Offsets may stand on other dates ("6 weeks before 21 Jul"), but not on towers of them. */
const MAX_DEPTH = 3;

/** One day as written at `i`; the longest reading wins. No clock time, no range. */
export const matchDay = remembered((s, i) => matchDayAt(s, i, 0));

function matchDayAt(s: Scan, i: number, depth: number): DateMatch | null {
  if (s.at(i) === undefined || depth > MAX_DEPTH) return null;
  const anchor = (j: number): DateMatch | null => matchDayAt(s, j, depth + 1);
  let best: DateMatch | null = null;
  const consider = (m: DateMatch | null): void => {
    if (m !== null && (best === null || m.to > best.to)) best = m;
  };
  consider(matchNamedDay(s, i));
  consider(matchDayWeek(s, i));
  consider(matchWithWeekday(s, i));
  consider(matchWeekday(s, i));
  consider(matchDayMonth(s, i));
  consider(matchMonthDay(s, i));
  consider(matchNumericDate(s, i));
  consider(matchDottedRange(s, i));
  consider(matchNthOfMonth(s, i));
  consider(matchOrdinalDay(s, i));
  consider(matchMonthOnly(s, i));
  consider(matchPartOfPeriod(s, i));
  consider(matchPeriodDay(s, i));
  consider(matchQuarterDay(s, i));
  consider(matchWeekNumber(s, i));
  consider(matchHoliday(s, i));
  consider(matchDayEnd(s, i, anchor));
  consider(matchWeekdayBeside(s, i, anchor));
  consider(matchDayBeside(s, i, anchor));
  consider(matchOffset(s, i, anchor));
  return trailingWeekday(s, narrow(s, refine(s, best)));
}

/** `EOD Friday`, `end of day tomorrow`, `close of business on 3 May`. */
function matchDayEnd(s: Scan, i: number, anchor: (i: number) => DateMatch | null): DateMatch | null {
  const spelled = (s.is(i, 'end') && s.is(i + 2, 'day')) || (s.is(i, 'close') && s.is(i + 2, 'business'));
  const to = s.is(i, 'eod', 'cob') ? i + 1 : spelled && s.is(i + 1, 'of') ? i + 3 : 0;
  if (to === 0) return null;
  const base = anchor(s.is(to, 'on', 'of', ',') ? to + 1 : to);
  return base === null || base.last !== undefined
    ? null
    : { to: base.to, day: base.day, form: 'partOfPeriod' };
}

/** `Friday, 3 May`, `Fri 3/5`, `Friday the 13th`: the date decides, the weekday's name goes with it. */
function matchWithWeekday(s: Scan, i: number): DateMatch | null {
  const name = matchWeekdayName(s, i);
  if (name === null) return null;
  const at = s.is(name.to, ',') ? name.to + 1 : name.to;
  const paren = at === name.to && s.is(at, '(') ? 1 : 0;
  const date =
    matchDayMonth(s, at + paren) ?? matchMonthDay(s, at + paren) ?? matchNumericDate(s, at + paren);
  if (date !== null && date.last === undefined && (paren === 0 || s.is(date.to, ')')))
    return { ...date, to: date.to + paren, form: 'namedWeekday' };
  const bare = matchBareNumber(s, at, name.weekday);
  if (bare !== null) return bare;
  const nth = matchOrdinalDay(s, at);
  if (nth === null || nth.form === 'nth') return nth === null ? null : { ...nth, form: 'namedWeekday' };
  const day = nextWeekdayOnDate(s, name.weekday, civilOf(nth.day).d);
  return day === null ? null : { to: nth.to, day, form: 'namedWeekday' };
}

/** `Jul 18, Fri`, `3 May (Mon)`: the weekday's name behind a date adds nothing. */
function trailingWeekday(s: Scan, m: DateMatch | null): DateMatch | null {
  if (m === null || m.last !== undefined || !['dayMonth', 'iso', 'slash', 'dotted'].includes(m.form))
    return m;
  const paren = s.is(m.to, '(');
  const at = paren || s.is(m.to, ',') ? m.to + 1 : m.to;
  const name = at === m.to ? null : matchWeekdayName(s, at);
  if (name === null || (paren && !s.is(name.to, ')'))) return m;
  return { ...m, to: paren ? name.to + 1 : name.to };
}

/** How far ahead "Thursday 13" may lie: next month's, not one half a year on. */
const NEAR_DAYS = 40;

/** `Thursday 13`, `sunday 9 17:00`: a plain number behind a weekday that falls on such a day soon. */
function matchBareNumber(s: Scan, i: number, weekday: number): DateMatch | null {
  const n = s.num(i);
  if (!(n >= 1 && n <= 31) || s.digits(i) > 2 || s.glued(i) || !s.endsClean(i + 1)) return null;
  const word = s.word(i + 1);
  const t = s.at(i + 1);
  if (s.isDash(i + 1) || s.is(i + 1, ':', '.', 'am', 'pm', "o'clock", 'to', 'until', 'in', '/')) return null;
  if (s.is(i + 1, 'at') && s.is(i + 2, 'night')) return null;
  const followed =
    t === undefined ||
    t.kind !== 'word' ||
    CLOSERS.has(word) ||
    s.is(i + 1, 'at') ||
    matchTime(s, i + 1) !== null;
  if (!followed) return null;
  const day = nextWeekdayOnDate(s, weekday, n);
  return day === null || day - s.ref.today > NEAR_DAYS ? null : { to: i + 1, day, form: 'namedWeekday' };
}

/** `Easter Monday`, `Thanksgiving 2028`, `2 weeks before Christmas` through the offsets. */
function matchHoliday(s: Scan, i: number): DateMatch | null {
  const at = s.is(i, 'the') ? i + 1 : i;
  const id = s.at(at)?.holiday;
  if (id === undefined) return null;
  const comma = s.is(at + 1, ',') ? at + 2 : at + 1;
  const year = matchYear(s, comma);
  const next = s.is(at - 1, 'next') ? null : (year?.year ?? null);
  const day = holidayDay(id, s.ref.today, next, s.ref.country);
  return day === null ? null : { to: year?.to ?? at + 1, day, form: 'holiday' };
}

function nextWeekdayOnDate(s: Scan, weekday: number, d: number): number | null {
  const now = civilOf(s.ref.today);
  for (let k = 0; k < 60; k++) {
    const m = ((now.m - 1 + k) % 12) + 1;
    const y = now.y + Math.floor((now.m - 1 + k) / 12);
    if (!isCivil(y, m, d)) continue;
    const day = dayOf(y, m, d);
    if (day >= s.ref.today && weekdayOf(day) === weekday) return day;
  }
  return null;
}

/** `next week on Tuesday`, `in 2 weeks on Friday`: the weekday inside the week that was named. */
function refine(s: Scan, m: DateMatch | null): DateMatch | null {
  if (m === null || (m.form !== 'period' && m.form !== 'offset')) return m;
  const weekly =
    m.form === 'offset'
      ? s.is(m.to - 1, 'week', 'weeks', 'now', 'fortnight', 'time')
      : s.is(m.to - 1, 'week', 'next');
  if (!weekly || m.min !== undefined) return m;
  const at = s.is(m.to, 'on', ',') ? m.to + 1 : m.to;
  const name = matchWeekdayName(s, at);
  if (name === null || !s.endsClean(name.to)) return m;
  const day = m.day - weekdayOf(m.day) + name.weekday;
  return { ...m, to: name.to, day: day < s.ref.today ? day + 7 : day, form: 'namedWeekday' };
}

/** `next month on the 5th`, `in June first Monday`, `next year on 5 May`: a day inside the period that was named. */
function narrow(s: Scan, m: DateMatch | null): DateMatch | null {
  const p = m?.period;
  if (m === null || p === undefined || m.last !== undefined) return m;
  const comma = s.is(m.to, ',') ? m.to + 1 : m.to;
  const on = s.is(comma, 'on') ? comma + 1 : comma;
  const the = s.is(on, 'the') ? on + 1 : on;
  if (p.unit === 'month') {
    const { y, m: month } = civilOf(p.first);
    const nth = matchNth(s, the);
    if (nth !== null && s.endsClean(nth.to)) {
      const day =
        nth.n < 0
          ? monthDaysOn(y, month, nth.weekdays).at(nth.n)
          : monthDaysOn(y, month, nth.weekdays)[nth.n - 1];
      if (day !== undefined) return { to: nth.to, day, form: 'nth' };
    }
    const ord = matchOrdinal(s, the);
    const d = ord?.value ?? (the > comma ? s.num(the) : Number.NaN);
    const to = ord?.to ?? the + 1;
    const counted = s.is(to, 'am', 'pm', ':') || s.is(to, 'of');
    if (isCivil(y, month, d) && s.endsClean(to) && !counted && (the > comma || ord?.digits === true))
      return { to, day: dayOf(y, month, d), form: 'nth' };
    return m;
  }
  if (p.unit !== 'year') return m;
  const inner = matchDayMonth(s, on) ?? matchMonthDay(s, on) ?? matchHoliday(s, on);
  if (inner === null || inner.last !== undefined || !s.endsClean(inner.to)) return m;
  const c = civilOf(inner.day);
  const { y } = civilOf(p.first);
  const id = s.at(inner.to - 1)?.holiday;
  const day =
    id === undefined
      ? isCivil(y, c.m, c.d)
        ? dayOf(y, c.m, c.d)
        : null
      : holidayDay(id, s.ref.today, y, s.ref.country);
  return day === null ? m : { to: inner.to, day, form: 'nth' };
}

/** A day or a range of days: `Mon-Wed`, `3–5 May`, `from 3 May to 5 June`, `Monday through Friday`. */
export const matchDays = remembered(matchDaysAt);

function matchDaysAt(s: Scan, i: number): DateMatch | null {
  const introduced = s.is(i, 'from', 'between');
  const months = introduced ? monthRange(s, i + 1) : s.at(i)?.capital === true ? monthRange(s, i) : null;
  if (months !== null) return months;
  const a = matchDay(s, introduced ? i + 1 : i);
  if (a === null || a.last !== undefined || a.min !== undefined)
    return introduced && a?.last === undefined ? null : a;
  const joined =
    s.isDash(a.to) ||
    s.is(a.to, 'to', 'till', 'til', 'through', 'thru') ||
    (introduced && s.is(a.to, 'until', 'and')) ||
    (s.is(a.to, 'until', 'till', 'til') && isAnyDay(s, a.to + 1)) ||
    (a.form === 'iso' && s.gluedMark(a.to, '/')) ||
    (a.form === 'dayMonth' && s.is(a.to, 'until', 'till') && matchDay(s, a.to + 1)?.form === 'dayMonth');
  const listed = joined || introduced ? null : (listedWeekdays(s, a) ?? listedDays(s, a));
  if (listed !== null) return listed;
  if (!joined || (s.isDash(a.to) && s.glued(a.to) !== s.glued(a.to + 1))) return introduced ? null : a;
  const b = matchDay(s, a.to + 1);
  if (b === null || b.last !== undefined || b.min !== undefined || !s.endsClean(b.to))
    return introduced ? null : a;
  let last = b.day;
  if (isWeekdayForm(a) && isWeekdayForm(b)) while (last <= a.day) last += 7;
  let first = a.day;
  const dated = (m: DateMatch): boolean => ['dayMonth', 'slash', 'dotted', 'iso'].includes(m.form);
  if (a.yearless === true && b.yearless !== true && dated(b)) first = inYearBefore(first, last);
  if (b.yearless === true && a.yearless !== true && dated(a)) last = inYearAfter(last, first);
  if (last < first && b.yearless === true) last = sameYear(last, first + 366);
  if (last <= first || last - first > 750) return introduced ? null : a;
  return { to: b.to, day: first, last, form: a.form };
}

/** `Saturday and Sunday`, `Mon, Tue and Wed` are a range when they follow one another; else the first counts. */
function listedWeekdays(s: Scan, a: DateMatch): DateMatch | null {
  if (!isWeekdayForm(a)) return null;
  let { to } = a;
  let last = a.day;
  let chain = true;
  const days = [a.day];
  for (let guard = 0; guard < 6; guard++) {
    if (!s.is(to, 'and', 'or', '/', '&', ',')) break;
    const b = matchWeekday(s, s.is(to, ',') && s.is(to + 1, 'and', 'or') ? to + 2 : to + 1);
    if (b === null || !isWeekdayForm(b) || !(s.endsClean(b.to) || s.is(b.to, '/'))) break;
    const next = last + ((weekdayOf(b.day) - weekdayOf(last) + 7) % 7);
    chain = chain && next === last + 1 && !s.is(to, 'or');
    if (chain) last = next;
    to = b.to;
    days.push(b.day);
  }
  if (to === a.to) return null;
  return { ...a, to, ...(chain && last > a.day ? { last } : { day: Math.min(...days), rest: days }) };
}

/** `from June until September`: from the first day of the one to the last of the other. */
function monthRange(s: Scan, i: number): DateMatch | null {
  const a = matchMonth(s, i);
  if (a === null || !(s.isDash(a.to) || s.is(a.to, 'to', 'until', 'till', 'through', 'thru', 'and')))
    return null;
  const b = matchMonth(s, a.to + 1);
  if (b === null || !s.endsClean(b.to) || s.at(b.to)?.kind === 'num') return null;
  const start = monthAt(s.ref.today, (a.month - civilOf(s.ref.today).m + 12) % 12);
  const end = monthAt(start.first, (b.month - a.month + 12) % 12);
  return end.first <= start.first ? null : { to: b.to, day: start.first, last: end.last, form: 'month' };
}

const isAnyDay = (s: Scan, i: number): boolean => {
  const b = matchDay(s, i);
  return b !== null && b.min === undefined && s.endsClean(b.to);
};

/** The year said at the end holds for the beginning: the last such day that is not past the end. */
function inYearBefore(day: number, end: number): number {
  const same = sameYear(day, end);
  return same <= end ? same : sameYear(day, end - 366);
}

/** The year said at the beginning holds for the end. */
function inYearAfter(day: number, start: number): number {
  const same = sameYear(day, start);
  return same >= start ? same : sameYear(day, start + 366);
}

/** `tomorrow or Friday`, `3 May and 5 June`: the next of them counts, the others are offered. */
function listedDays(s: Scan, a: DateMatch): DateMatch | null {
  if (a.period !== undefined || a.form === 'partOfPeriod' || a.form === 'offset') return null;
  const days = [a.day];
  let { to } = a;
  for (let guard = 0; guard < 8; guard++) {
    const skip =
      s.is(to, ',') && s.is(to + 1, 'and', 'or') ? to + 2 : s.is(to, 'and', 'or', '/', '&') ? to + 1 : 0;
    if (skip === 0) break;
    const b = matchDay(s, s.is(skip, 'on') ? skip + 1 : skip);
    if (b === null || b.last !== undefined || b.min !== undefined || b.period !== undefined) break;
    const next = s.at(b.to);
    const closed =
      next === undefined || next.kind !== 'word' || matchTime(s, b.to) !== null || CLOSERS.has(next.lower);
    if (!closed || !s.endsClean(b.to)) break;
    days.push(b.day);
    to = b.to;
  }
  if (days.length < 2) return null;
  const [day = a.day, ...rest] = days.sort((x, y) => x - y);
  return { ...a, to, day, rest };
}

const isWeekdayForm = (m: DateMatch): boolean =>
  m.form === 'weekday' || m.form === 'weekdayShort' || m.form === 'namedWeekday';

function sameYear(day: number, other: number): number {
  const c = civilOf(day);
  const { y } = civilOf(other);
  return isCivil(y, c.m, c.d) ? dayOf(y, c.m, c.d) : day;
}
