import { addMonths } from '../calendar.ts';
import type { DayPart } from '../lexicon.ts';
import type { Scan } from '../scan.ts';
import { matchAmount, matchNumber } from './amounts.ts';
import { matchMonth, resolveMonthDay } from './dates-absolute.ts';
import { matchDay } from './dates.ts';
import { matchDaySpec, matchWeekdayList } from './day-spec.ts';
import { matchDuration } from './durations.ts';
import { fillSpec } from './rule-spec.ts';
import { onDays, type Rule } from './rrule.ts';
import { intervalMinutes, matchInterval, matchPart, matchTime, timeMinutes } from './times.ts';

/** What stands behind the head of a recurrence, besides changes to the rule itself. */
export interface Tails {
  start: number | null;
  end: number | null;
  zone: string | number | null;
  part: DayPart | null;
  /** Earliest day of the first occurrence. */
  from: number | null;
  /** `for 6 weeks`: how long it goes on. */
  span: { n: number; unit: 'day' | 'week' | 'month' | 'year' } | null;
  durationMin: number | null;
  fromCompletion: boolean;
  /** Public holidays are left out. */
  skipHolidays: boolean;
}

interface State {
  to: number;
  rule: Rule;
  tails: Tails;
}

/** Reads times, days, bounds and exceptions in any order until something else comes. */
export function readTails(s: Scan, i: number, rule: Rule, part: DayPart | null): State {
  const st: State = {
    to: i,
    rule,
    tails: {
      start: part === null ? null : s.ref.parts[part] * 60,
      end: null,
      zone: null,
      part,
      from: null,
      span: null,
      durationMin: null,
      fromCompletion: false,
      skipHolidays: false,
    },
  };
  for (let guard = 0; guard < 8; guard++) {
    const comma = s.is(st.to, ',') && s.glued(st.to) && s.at(st.to + 1)?.gap === true;
    const at = comma ? st.to + 1 : st.to;
    if (at >= s.lx.length || (!comma && s.glued(at) && !s.is(at, '@'))) break;
    const done = READERS.some((read) => read(s, st, at));
    if (!done) break;
  }
  return st;
}

type Reader = (s: Scan, st: State, i: number) => boolean;

const readCompletion: Reader = (s, st, i) => {
  const done =
    s.is(i, 'after', 'from', 'since', 'upon') && s.is(i + 1, 'completion', 'completing', 'finishing', 'done');
  const when = s.is(i, 'when', 'after', 'once') && s.is(i + 1, 'done', 'finished', 'completed', 'complete');
  if (!done && !when) return false;
  st.tails.fromCompletion = true;
  st.to = i + 2;
  return true;
};

const HOLIDAY_KINDS = ['public', 'bank', 'national', 'legal', 'federal', 'statutory', 'official'] as const;

/** `holidays`, `public holidays`, `bank holidays`: what a rule leaves out. */
function takeHolidays(s: Scan, st: State, i: number): boolean {
  let at = s.is(i, 'all', 'any', 'a', 'the') ? i + 1 : i;
  if (s.is(at, ...HOLIDAY_KINDS)) at += 1;
  if (!s.is(at, 'holidays', 'holiday') || !s.endsClean(at + 1)) return false;
  st.tails.skipHolidays = true;
  st.to = at + 1;
  return true;
}

/** `skipping holidays`, `unless it's a holiday`, `not on public holidays` through `readExcept`. */
const readSkip: Reader = (s, st, i) => {
  if (s.is(i, 'skip', 'skipping', 'omit', 'omitting'))
    return takeHolidays(s, st, s.is(i + 1, 'on') ? i + 2 : i + 1);
  if (!s.is(i, 'unless')) return false;
  const at = s.is(i + 1, "it's", 'its', "that's")
    ? i + 2
    : s.is(i + 1, 'it', 'that') && s.is(i + 2, 'is')
      ? i + 3
      : i + 1;
  return takeHolidays(s, st, at);
};

const readExcept: Reader = (s, st, i) => {
  let at = 0;
  if (s.is(i, 'except', 'excluding', 'excl', 'besides', 'without')) at = i + 1;
  else if (s.is(i, 'but', 'other', '·aber') && s.is(i + 1, 'not', 'than')) at = i + 2;
  else if (s.is(i, 'but', 'not')) at = i + 1;
  if (at === 0) return false;
  if (s.is(at, 'for')) at += 1;
  if (s.is(at, 'on')) at += 1;
  if (s.is(at, 'the')) at += 1;
  if (takeHolidays(s, st, at)) return true;
  const days = matchWeekdayList(s, at);
  const daily = st.rule.freq === 'DAILY' && st.rule.interval === 1;
  if (days === null || !(daily || st.rule.freq === 'WEEKLY')) return false;
  const now = st.rule.byDay.length > 0 ? st.rule.byDay.map((d) => d.weekday) : [0, 1, 2, 3, 4, 5, 6];
  const left = now.filter((d) => !days.weekdays.includes(d));
  if (left.length === 0) return false;
  st.rule = { ...st.rule, freq: 'WEEKLY', byDay: onDays(left) };
  st.to = days.to;
  return true;
};

const readClock: Reader = (s, st, i) => {
  if (st.tails.end !== null || (st.tails.start !== null && st.tails.part === null)) return false;
  const at = s.is(i, 'at', '@', 'around', 'about') ? i + 1 : i;
  const v = matchInterval(s, at);
  if (v !== null && s.endsClean(v.to) && (v.led || at > i || !(v.a.bare && v.b.bare) || isHourRange(s, at))) {
    const range = intervalMinutes(v, st.tails.part, s.ref.leaning);
    if (st.rule.freq === 'HOURLY') return readWindow(st, v.to, range.start, range.end);
    Object.assign(st.tails, { start: range.start, end: range.end, zone: v.b.zone ?? v.a.zone });
    st.to = v.to;
    return true;
  }
  const t = matchTime(s, at);
  if (t === null || !s.endsClean(t.to) || (t.bare && at === i)) return false;
  if (t.bare && s.is(t.to, 'times', 'weeks', 'days', 'months', 'x')) return false;
  st.tails.start = timeMinutes(t, st.tails.part, s.ref.leaning);
  st.tails.zone = t.zone;
  st.to = t.to;
  readMoreTimes(s, st, at > i);
  return true;
};

/** `Mon-Fri 9-5`: two whole hours of a day and a dash between them, with nothing behind that they could count. */
function isHourRange(s: Scan, i: number): boolean {
  const tight = s.isDash(i + 1) && s.glued(i + 1) && s.glued(i + 2);
  const next = s.at(i + 3);
  const closed =
    next === undefined || next.kind !== 'word' || s.is(i + 3, 'until', 'from', 'starting', 'except', 'for');
  return tight && closed && s.num(i) <= 24 && s.num(i + 2) <= 24;
}

/** `every 2 hours from 9am to 5pm`: those hours of each day. */
function readWindow(st: State, to: number, start: number, end: number): boolean {
  const times: number[] = [];
  for (let t = start; t <= end && t < 1440; t += st.rule.interval * 60) times.push(t);
  if (times.length < 2) return false;
  st.rule = { ...st.rule, freq: 'DAILY', interval: 1, times };
  st.tails.start = start;
  st.to = to;
  return true;
}

/** `at 9am and 5pm`: several times of one day. */
function readMoreTimes(s: Scan, st: State, led: boolean): void {
  const times = [st.tails.start ?? 0];
  for (let guard = 0; guard < 6; guard++) {
    if (!s.is(st.to, 'and', ',', '&')) break;
    const skip = s.is(st.to, ',') && s.is(st.to + 1, 'and') ? st.to + 2 : st.to + 1;
    const t = matchTime(s, s.is(skip, 'at') ? skip + 1 : skip);
    if (t === null || (t.bare && !led) || !s.endsClean(t.to)) break;
    times.push(timeMinutes(t, st.tails.part, s.ref.leaning));
    st.to = t.to;
  }
  const minutes = new Set(times.map((t) => t % 60));
  if (times.length > 1 && minutes.size === 1) {
    st.rule = { ...st.rule, times };
    st.tails.start = Math.min(...times);
  }
}

const readPart: Reader = (s, st, i) => {
  if (st.tails.part !== null) return false;
  const at = s.is(i, 'in', 'on') && s.is(i + 1, 'the') ? i + 2 : s.is(i, 'at', 'in') ? i + 1 : i;
  const plural = s.word(at).endsWith('s') && at > i;
  const p = matchPart(s, at) ?? (plural ? pluralPart(s, at) : null);
  if (p === null) return false;
  st.tails.part = p.part;
  if (st.tails.start === null) st.tails.start = s.ref.parts[p.part] * 60;
  else if (st.tails.start < 720 && p.part !== 'morning') st.tails.start += 720;
  st.to = p.to;
  return true;
};

const pluralPart = (s: Scan, i: number): { to: number; part: DayPart } | null => {
  const word = s.word(i).replace(/s$/u, '');
  return word === 'morning' || word === 'afternoon' || word === 'evening' || word === 'night'
    ? { to: i + 1, part: word }
    : null;
};

/** `every month at the start`, `monthly at the end of the month`. */
const readEdge: Reader = (s, st, i) => {
  const r = st.rule;
  if (r.freq !== 'MONTHLY' || r.byDay.length > 0 || r.byMonthDay.length > 0) return false;
  const at = s.is(i, 'at', 'in', 'on') ? i + 1 : i;
  const edge = s.is(at, 'the') ? at + 1 : at;
  if (edge === i) return false;
  const day = s.is(edge, 'start', 'beginning') ? 1 : s.is(edge, 'end') ? -1 : s.is(edge, 'middle') ? 15 : 0;
  if (day === 0) return false;
  const of = s.is(edge + 1, 'of') ? skipMonth(s, edge + 1) : edge + 1;
  st.rule = { ...r, byMonthDay: [day] };
  st.to = Math.max(of, edge + 1);
  return true;
};

const readDays: Reader = (s, st, i) => {
  const r = st.rule;
  if (r.byDay.length > 0 || r.byMonthDay.length > 0) return readMonths(s, st, i);
  const led = s.is(i, 'on') || (s.is(i, 'the') && r.freq !== 'DAILY');
  const at = s.is(i, 'on') ? i + 1 : i;
  const weekly = r.freq === 'WEEKLY' || (r.freq === 'DAILY' && r.interval % 7 === 0);
  if (!led && !(weekly && matchWeekdayList(s, at) !== null)) return readMonths(s, st, i);
  const day = s.num(at);
  if (
    r.freq === 'MONTHLY' &&
    at > i &&
    day >= 1 &&
    day <= 31 &&
    s.endsClean(at + 1) &&
    matchDaySpec(s, at) === null
  ) {
    st.rule = { ...r, byMonthDay: [day] };
    st.to = at + 1;
    return true;
  }
  const spec = matchDaySpec(s, at);
  if (spec === null) return false;
  const filled = fillSpec(r, spec);
  if (filled === null) return false;
  st.rule = filled;
  st.to =
    s.is(spec.to, 'of', 'each') && s.is(spec.to + 1, 'each', 'every', 'month')
      ? skipMonth(s, spec.to)
      : spec.to;
  return true;
};

const skipMonth = (s: Scan, i: number): number => {
  let at = i;
  while (s.is(at, 'of', 'each', 'every', 'the')) at += 1;
  return s.is(at, 'month', 'year') ? at + 1 : i;
};

const readMonths: Reader = (s, st, i) => {
  if (st.rule.byMonth.length > 0) return false;
  const monthly =
    st.rule.byMonthDay.length > 0 || st.rule.byDay.some((d) => d.n !== 0) || st.rule.setPos !== null;
  if (monthly && st.rule.freq === 'MONTHLY') {
    const to = skipMonth(s, i);
    if (to > i) {
      st.to = to;
      return true;
    }
  }
  if (!s.is(i, 'in', 'of', 'during')) return false;
  const months: number[] = [];
  let at = i + 1;
  for (let guard = 0; guard < 12; guard++) {
    const m = matchMonth(s, at);
    if (m === null) break;
    months.push(m.month);
    st.to = m.to;
    if (!s.is(m.to, ',', 'and')) break;
    at = m.to + 1;
  }
  if (months.length === 0) return false;
  st.rule = { ...st.rule, byMonth: months };
  return true;
};

/** `every day from Monday to Friday` names days of the week, not a first and a last date. */
const readWeekSpan: Reader = (s, st, i) => {
  if (!s.is(i, 'from') || st.rule.freq !== 'DAILY' || st.rule.interval !== 1) return false;
  const days = matchWeekdayList(s, i + 1);
  if (days === null || days.weekdays.length < 2) return false;
  st.rule = { ...st.rule, freq: 'WEEKLY', byDay: onDays(days.weekdays) };
  st.to = days.to;
  return true;
};

const readStart: Reader = (s, st, i) => {
  let at = 0;
  if (
    s.is(
      i,
      'starting',
      'starts',
      'start',
      'beginning',
      'begins',
      'from',
      'since',
      'effective',
      'commencing',
      'between',
    )
  )
    at = i + 1;
  else if (s.is(i, 'as') && s.is(i + 1, 'of', 'from')) at = i + 2;
  else if (s.is(i, 'after')) at = i + 1;
  if (at === 0) return false;
  if (s.is(at, 'on', 'from', 'in', 'at')) at += s.is(at, 'in') && matchMonth(s, at + 1) === null ? 0 : 1;
  const bound = boundDay(s, at);
  if (bound === null) return readStartTime(s, st, at);
  st.tails.from = bound.day + (s.is(i, 'after') ? 1 : 0);
  st.to = bound.to;
  const until =
    s.is(st.to, 'to', 'through', '-', '–') || (s.is(i, 'between') && s.is(st.to, 'and'))
      ? boundDay(s, st.to + 1)
      : null;
  if (until !== null) {
    st.rule = { ...st.rule, until: until.last < bound.day ? addMonths(until.last, 12) : until.last };
    st.to = until.to;
  }
  return true;
};

/** `every 6 hours starting 11:00`. */
function readStartTime(s: Scan, st: State, i: number): boolean {
  const t = matchTime(s, i);
  if (t === null || st.tails.start !== null || !s.endsClean(t.to) || t.bare) return false;
  st.tails.start = timeMinutes(t, st.tails.part, s.ref.leaning);
  st.tails.zone = t.zone;
  st.to = t.to;
  return true;
}

const readUntil: Reader = (s, st, i) => {
  let at = 0;
  if (s.is(i, 'until', 'till', 'til', 'ending', 'ends', 'through', 'thru', 'end')) at = i + 1;
  else if (s.is(i, 'up') && s.is(i + 1, 'to', 'until')) at = i + 2;
  else if (s.is(i, 'to')) at = i + 1;
  if (at === 0) return false;
  if (s.is(at, 'on', 'in', 'by')) at += 1;
  const bound = boundDay(s, at);
  if (bound === null) return false;
  const from = st.tails.from ?? s.ref.today;
  st.rule = {
    ...st.rule,
    until: bound.last < from && from - bound.last < 366 ? addMonths(bound.last, 12) : bound.last,
  };
  st.to = bound.to;
  return true;
};

/** Days of December that people bound things by. */
const FEASTS: ReadonlyMap<string, number> = new Map([
  ['christmas', 25],
  ['xmas', 25],
]);

/** A day that bounds a series; a bare month is its first day as a start and as an end. */
function boundDay(s: Scan, i: number): { to: number; day: number; last: number } | null {
  const d = matchDay(s, i);
  if (d !== null && s.endsClean(d.to)) return { to: d.to, day: d.day, last: d.last ?? d.day };
  const feast = FEASTS.get(s.word(i));
  const month = feast === undefined ? matchMonth(s, i) : null;
  if (feast !== undefined) {
    const day = resolveMonthDay(s.ref, 12, feast, null);
    return day === null ? null : { to: i + 1, day, last: day };
  }
  if (month === null || !s.endsClean(month.to)) return null;
  const day = resolveMonthDay(s.ref, month.month, 1, null);
  return day === null ? null : { to: month.to, day, last: day };
}

const readCount: Reader = (s, st, i) => {
  const led = s.is(i, 'for');
  let at = led ? i + 1 : i;
  if (led && s.is(at, 'up') && s.is(at + 1, 'to')) at += 2;
  else if (led && s.is(at, 'about', 'around', 'another')) at += 1;
  const next = s.is(at, 'the') && s.is(at + 1, 'next') ? at + 2 : s.is(at, 'next') && led ? at + 1 : at;
  at = next;
  if (!led && (s.is(at, 'x', '×') || s.is(at, 'twice'))) {
    if (s.glued(at + 1) && s.num(at + 1) > 0) {
      st.rule = { ...st.rule, count: s.num(at + 1) };
      st.to = at + 2;
      return true;
    }
    const twice =
      s.is(at, 'twice') && !s.is(at + 1, 'a', 'per', 'each', 'every', 'daily', 'weekly', 'monthly', 'an');
    if (!twice || !s.endsClean(at + 1)) return false;
    st.rule = { ...st.rule, count: 2 };
    st.to = at + 1;
    return true;
  }
  const n = matchNumber(s, at);
  if (
    n !== null &&
    n.value >= 1 &&
    n.value <= 5000 &&
    s.is(n.to, 'times', 'occurrences', 'sessions', 'repetitions', 'instances', 'x', '×', 'repeats')
  ) {
    st.rule = { ...st.rule, count: n.value };
    st.to = n.to + 1;
    return true;
  }
  return led ? readSpan(s, st, i, at) : false;
};

/** `for 6 weeks` bounds the series; `for 45 min` is how long each one takes. */
function readSpan(s: Scan, st: State, i: number, at: number): boolean {
  const amount = matchAmount(s, at);
  const only = amount?.parts.length === 1 ? amount.parts[0] : undefined;
  if (
    amount !== null &&
    only !== undefined &&
    only.unit !== 'minute' &&
    only.unit !== 'hour' &&
    s.endsClean(amount.to)
  ) {
    const unit =
      only.unit === 'fortnight'
        ? 'week'
        : only.unit === 'quarter'
          ? 'month'
          : only.unit === 'workday'
            ? 'day'
            : only.unit;
    const n = only.unit === 'fortnight' ? only.n * 2 : only.unit === 'quarter' ? only.n * 3 : only.n;
    if (n !== Math.floor(n) || n > 2000) return false;
    st.tails.span = { n, unit };
    st.to = amount.to;
    return true;
  }
  const d = matchDuration(s, i);
  if (d === null || st.tails.durationMin !== null) return false;
  st.tails.durationMin = d.minutes;
  st.to = d.to;
  return true;
}

const READERS: readonly Reader[] = [
  readCompletion,
  readExcept,
  readSkip,
  readClock,
  readPart,
  readCount,
  readEdge,
  readDays,
  readWeekSpan,
  readStart,
  readUntil,
];
