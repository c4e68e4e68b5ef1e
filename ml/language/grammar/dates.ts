import { civilOf, dayOf, isCivil, weekdayOf } from '../calendar.ts';
import type { Scan } from '../scan.ts';
import { matchOrdinal } from './amounts.ts';
import {
  matchDayMonth,
  matchMonthDay,
  matchMonthOnly,
  matchNthOfMonth,
  matchNumericDate,
  matchOrdinalDay,
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
export function matchDay(s: Scan, i: number, depth = 0): DateMatch | null {
  if (s.at(i) === undefined || depth > MAX_DEPTH) return null;
  const anchor = (j: number): DateMatch | null => matchDay(s, j, depth + 1);
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
  consider(matchNthOfMonth(s, i));
  consider(matchOrdinalDay(s, i));
  consider(matchMonthOnly(s, i));
  consider(matchPartOfPeriod(s, i));
  consider(matchPeriodDay(s, i));
  consider(matchQuarterDay(s, i));
  consider(matchWeekNumber(s, i));
  consider(matchDayEnd(s, i, anchor));
  consider(matchWeekdayBeside(s, i, anchor));
  consider(matchDayBeside(s, i, anchor));
  consider(matchOffset(s, i, anchor));
  return trailingWeekday(s, refine(s, best));
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
  const date = matchDayMonth(s, at) ?? matchMonthDay(s, at) ?? matchNumericDate(s, at);
  if (date !== null && date.last === undefined) return { ...date, form: 'namedWeekday' };
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
  const inMonth = m.form === 'period' && s.is(m.to - 1, 'month') ? dayInMonth(s, m) : null;
  if (inMonth !== null) return inMonth;
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

/** `next month on the 5th`. */
function dayInMonth(s: Scan, m: DateMatch): DateMatch | null {
  if (!s.is(m.to, 'on') || !s.is(m.to + 1, 'the')) return null;
  const ord = matchOrdinal(s, m.to + 2);
  const c = civilOf(m.day);
  if (ord === null || !isCivil(c.y, c.m, ord.value)) return null;
  return { to: ord.to, day: dayOf(c.y, c.m, ord.value), form: 'nth' };
}

/** A day or a range of days: `Mon-Wed`, `3–5 May`, `from 3 May to 5 June`, `Monday through Friday`. */
export function matchDays(s: Scan, i: number): DateMatch | null {
  const led = s.is(i, 'from', 'between');
  const a = matchDay(s, led ? i + 1 : i);
  if (a === null || a.last !== undefined || a.min !== undefined)
    return led && a?.last === undefined ? null : a;
  const joined =
    s.isDash(a.to) ||
    s.is(a.to, 'to', 'till', 'til', 'through', 'thru') ||
    (led && s.is(a.to, 'until', 'and')) ||
    (s.is(a.to, 'until') && isWeekdayForm(a)) ||
    (a.form === 'iso' && s.gluedMark(a.to, '/')) ||
    (a.form === 'dayMonth' && s.is(a.to, 'until', 'till') && matchDay(s, a.to + 1)?.form === 'dayMonth');
  const listed = joined || led ? null : listedWeekdays(s, a);
  if (listed !== null) return listed;
  if (!joined || (s.isDash(a.to) && s.glued(a.to) !== s.glued(a.to + 1))) return led ? null : a;
  const b = matchDay(s, a.to + 1);
  if (b === null || b.last !== undefined || b.min !== undefined || !s.endsClean(b.to)) return led ? null : a;
  let last = b.day;
  if (isWeekdayForm(a) && isWeekdayForm(b)) while (last <= a.day) last += 7;
  let first = a.day;
  if (last < first && a.yearless === true && b.yearless !== true) first = sameYear(first, last);
  if (last < first && b.yearless === true) last = sameYear(last, first + 366);
  if (last <= first || last - first > 750) return led ? null : a;
  return { to: b.to, day: first, last, form: a.form };
}

/** `Saturday and Sunday`, `Mon, Tue and Wed` are a range when they follow one another; else the first counts. */
function listedWeekdays(s: Scan, a: DateMatch): DateMatch | null {
  if (!isWeekdayForm(a)) return null;
  let { to } = a;
  let last = a.day;
  let chain = true;
  for (let guard = 0; guard < 6; guard++) {
    if (!s.is(to, 'and', 'or', '/', '&', ',')) break;
    const b = matchWeekday(s, s.is(to, ',') && s.is(to + 1, 'and', 'or') ? to + 2 : to + 1);
    if (b === null || !isWeekdayForm(b) || !(s.endsClean(b.to) || s.is(b.to, '/'))) break;
    const next = last + ((weekdayOf(b.day) - weekdayOf(last) + 7) % 7);
    chain = chain && next === last + 1 && !s.is(to, 'or');
    if (chain) last = next;
    to = b.to;
  }
  if (to === a.to) return null;
  return { ...a, to, ...(chain && last > a.day ? { last } : {}) };
}

const isWeekdayForm = (m: DateMatch): boolean =>
  m.form === 'weekday' || m.form === 'weekdayShort' || m.form === 'namedWeekday';

function sameYear(day: number, other: number): number {
  const c = civilOf(day);
  const { y } = civilOf(other);
  return isCivil(y, c.m, c.d) ? dayOf(y, c.m, c.d) : day;
}
