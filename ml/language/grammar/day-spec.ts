import { WEEKDAY_PLURALS, WEEKDAYS } from '../lexicon.ts';
import type { Scan } from '../scan.ts';
import { matchOrdinal } from './amounts.ts';
import { lastBehind, matchMonth, matchNth, WORKDAYS, ALL_DAYS } from './dates-absolute.ts';

/** Which days of its period a recurrence falls on, as the words say it. */
export interface DaySpec {
  to: number;
  weekdays: number[];
  /** `3rd Friday`, `last Monday`. */
  nths: { n: number; weekday: number }[];
  monthDays: number[];
  months: number[];
  /** nth workday of the month. */
  workPos: number | null;
  /** Written in the plural ("Mondays"). */
  plural: boolean;
}

const none = (to: number): DaySpec => ({
  to,
  weekdays: [],
  nths: [],
  monthDays: [],
  months: [],
  workPos: null,
  plural: false,
});

/** End of a list separator at `i` (`,`, `and`, `, and`, `&`, `/`, `+`), or 0. */
function separator(s: Scan, i: number): number {
  if (s.is(i, ',')) return s.is(i + 1, 'and', '&', 'or') ? i + 2 : i + 1;
  return s.is(i, 'and', '&', 'or', '+', '/') ? i + 1 : 0;
}

function weekdayAt(s: Scan, i: number): { to: number; weekday: number; plural: boolean } | null {
  const word = s.word(i);
  const single = WEEKDAYS.get(word);
  const plural = single === undefined ? WEEKDAY_PLURALS.get(word) : undefined;
  const weekday = single ?? plural;
  if (weekday === undefined) return null;
  const stop =
    s.gluedMark(i + 1, '.') && word.length <= 5 && !word.endsWith('day') && s.at(i + 2)?.gap !== false;
  return { to: stop && s.at(i + 2) !== undefined ? i + 2 : i + 1, weekday, plural: plural !== undefined };
}

/** `Mon, Wed and Fri`, `mon-fri`, `tuesdays and thursdays`, `weekdays`, `weekends`. */
export function matchWeekdayList(s: Scan, i: number): DaySpec | null {
  const spec = none(i);
  let at = i;
  for (let guard = 0; guard < 12; guard++) {
    const item = guard > 0 && s.is(at, 'the', 'on') ? at + 1 : at;
    if (
      s.is(item, 'weekdays', 'workdays', 'weekday', 'workday') ||
      (s.is(item, 'business', 'working') && s.is(item + 1, 'days', 'day'))
    ) {
      spec.weekdays.push(...WORKDAYS);
      spec.plural = spec.plural || !s.is(item, 'weekday', 'workday');
      spec.to = s.is(item, 'business', 'working') ? item + 2 : item + 1;
    } else if (s.is(item, 'weekends', 'weekend')) {
      spec.weekdays.push(5, 6);
      spec.plural = spec.plural || s.is(item, 'weekends');
      spec.to = item + 1;
    } else {
      const a = weekdayAt(s, item);
      if (a === null) break;
      spec.plural = spec.plural || a.plural;
      spec.to = a.to;
      spec.weekdays.push(a.weekday);
      const ranged = s.isDash(a.to) || s.is(a.to, 'to', 'through', 'thru', 'until', 'till');
      const b = ranged ? weekdayAt(s, a.to + 1) : null;
      if (b !== null) {
        for (let d = a.weekday; d !== b.weekday; d = (d + 1) % 7) spec.weekdays.push((d + 1) % 7);
        spec.to = b.to;
      }
    }
    at = separator(s, spec.to) || (weekdayAt(s, spec.to) === null ? 0 : spec.to);
    if (at === 0) break;
  }
  return spec.weekdays.length > 0 ? spec : null;
}

/**
 * `Tue and Fri`, `mon/wed/fri` without "every": at least two days that do not follow one another (those are a range)
 * unless strokes join them.
 */
export function matchListedWeekdays(s: Scan, i: number): DaySpec | null {
  const spec = none(i);
  let at = i;
  let strokes = false;
  for (let guard = 0; guard < 7; guard++) {
    const day = weekdayAt(s, s.is(at, 'on') && at > i ? at + 1 : at);
    if (day === null) break;
    spec.weekdays.push(day.weekday);
    spec.to = day.to;
    if (s.is(day.to, 'or') || (s.is(day.to, ',') && s.is(day.to + 1, 'or'))) return null;
    strokes ||= s.is(day.to, '/', '+');
    at = separator(s, day.to);
    if (at === 0) break;
  }
  if (spec.weekdays.length < 2 || s.is(spec.to, 'this', 'next', 'of', 'last') || s.isDash(spec.to))
    return null;
  const chained = spec.weekdays.every((d, k) => k === 0 || d === ((spec.weekdays[k - 1] ?? 0) + 1) % 7);
  return chained && !strokes ? null : spec;
}

function matchNthList(s: Scan, i: number): DaySpec | null {
  const spec = none(i);
  // "1st and 3rd Monday": the weekday at the end serves all.
  const counts: number[] = [];
  let next = i;
  for (let guard = 0; guard < 5; guard++) {
    const at = s.is(next, 'the') ? next + 1 : next;
    const whole = counts.length > 0 ? matchNth(s, at) : null;
    const only = whole?.weekdays.length === 1 ? whole.weekdays[0] : undefined;
    if (whole !== null && only !== undefined) {
      for (const n of [...counts, whole.n]) spec.nths.push({ n, weekday: only });
      spec.plural = s.word(whole.to - 1).endsWith('days');
      spec.to = whole.to;
      return spec;
    }
    const ord = matchOrdinal(s, at);
    if (ord === null) break;
    counts.push(ord.value);
    next = separator(s, ord.to);
    if (next === 0) break;
  }
  let at = i;
  for (let guard = 0; guard < 6; guard++) {
    const nth = matchNth(s, s.is(at, 'the') ? at + 1 : at);
    if (nth === null) break;
    if (nth.weekdays === ALL_DAYS) spec.monthDays.push(nth.n);
    else if (nth.weekdays === WORKDAYS) spec.workPos = nth.n;
    else for (const weekday of nth.weekdays) spec.nths.push({ n: nth.n, weekday });
    spec.plural ||= s.word(nth.to - 1).endsWith('days') && nth.weekdays.length === 1;
    spec.to = nth.to;
    at = separator(s, nth.to);
    if (at === 0) break;
  }
  return spec.to > i ? spec : null;
}

/** `15th`, `1st and 15th`, `the 1st, 10th and 20th`, `day 5`, and plain numbers where `plain` allows them. */
function matchMonthDays(s: Scan, i: number, plain: boolean): DaySpec | null {
  const spec = none(i);
  let at = i;
  for (let guard = 0; guard < 12; guard++) {
    let item = s.is(at, 'the') ? at + 1 : at;
    const day = s.is(item, 'day');
    if (day) item += 1;
    const ord = matchOrdinal(s, item);
    const spelled = ord !== null && !ord.digits && !plain && !s.is(ord.to, 'of', 'and', ',');
    const n = spelled ? Number.NaN : (ord?.value ?? (plain || day ? s.num(item) : Number.NaN));
    const fromEnd = ord === null ? item : lastBehind(s, ord.to);
    if (ord !== null && fromEnd > ord.to) {
      spec.monthDays.push(-ord.value);
      spec.to = s.is(fromEnd, 'day') ? fromEnd + 1 : fromEnd;
    } else if (
      ord === null &&
      s.is(item, 'last') &&
      (separator(s, item + 1) > 0 || s.is(item + 1, 'of', 'day') || (plain && s.at(item + 1) === undefined))
    ) {
      spec.monthDays.push(-1);
      spec.to = s.is(item + 1, 'day') ? item + 2 : item + 1;
    } else {
      if (!(n >= 1 && n <= 31)) break;
      spec.monthDays.push(n);
      spec.to = ord?.to ?? item + 1;
    }
    at = separator(s, spec.to);
    if (at === 0) break;
  }
  return spec.to > i ? spec : null;
}

function matchMonthList(s: Scan, i: number): { to: number; months: number[] } | null {
  const months: number[] = [];
  let at = i;
  let to = i;
  for (let guard = 0; guard < 12; guard++) {
    const m = matchMonth(s, at);
    if (m === null) break;
    months.push(m.month);
    to = m.to;
    at = separator(s, to);
    if (at === 0) break;
  }
  return months.length > 0 ? { to, months } : null;
}

/** `jan 1`, `5 May`, `the 5th of May`, `May`. */
function matchYearDay(s: Scan, i: number): DaySpec | null {
  const months = matchMonthList(s, i);
  if (months !== null) {
    const days = matchMonthDays(s, months.to, true);
    if (days !== null && !s.is(days.to, 'times', 'am', 'pm', ':', 'weeks', 'days', 'months', 'years')) {
      return { ...days, months: months.months };
    }
    return { ...none(months.to), months: months.months };
  }
  const days = matchMonthDays(s, i, true);
  if (days === null) return null;
  const of = s.is(days.to, 'of') || s.gluedMark(days.to, '.') ? days.to + 1 : days.to;
  const after = matchMonthList(s, of);
  return after === null ? null : { ...days, to: after.to, months: after.months };
}

/** `Jan 1 and July 1`: the same day of several months is one rule; other days are no rule together. */
function matchYearDays(s: Scan, i: number): DaySpec | null {
  const spec = matchYearDay(s, i);
  if (spec === null || spec.monthDays.length === 0) return spec;
  for (let guard = 0; guard < 12; guard++) {
    const at = separator(s, spec.to);
    const next = at === 0 ? null : matchYearDay(s, at);
    if (next === null || next.monthDays.length === 0) break;
    if (String(next.monthDays) !== String(spec.monthDays)) return null;
    spec.to = next.to;
    spec.months.push(...next.months);
  }
  return spec;
}

/** Days of a recurrence: weekdays, month days, nth weekdays, dates of the year. */
export function matchDaySpec(s: Scan, i: number): DaySpec | null {
  const start = s.is(i, 'the') ? i + 1 : i;
  const spec =
    matchYearDays(s, start) ??
    matchNthList(s, start) ??
    matchWeekdayList(s, start) ??
    matchMonthDays(s, start, start > i);
  if (spec === null) return null;
  // "of the month", "of May", "in June"
  if (spec.months.length === 0 && s.is(spec.to, 'of', 'in')) {
    const months = matchMonthList(s, spec.to + 1);
    if (months !== null) return { ...spec, to: months.to, months: months.months };
  }
  const of = s.is(spec.to, 'of', 'in') ? spec.to + 1 : spec.to;
  const month = s.is(of, 'the', 'a') ? of + 1 : of;
  const monthly = spec.nths.length > 0 || spec.monthDays.length > 0 || spec.workPos !== null;
  if (monthly && month > spec.to && s.is(month, 'month')) return { ...spec, to: month + 1 };
  return spec;
}
