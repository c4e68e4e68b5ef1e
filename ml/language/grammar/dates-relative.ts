import { addMonths, addWorkdays, weekdayOf } from '../calendar.ts';
import { type Unit, WEEKDAY_PLURALS, WEEKDAYS } from '../lexicon.ts';
import type { Scan } from '../scan.ts';
import { type Amount, type AmountPart, matchAmount, matchNumber } from './amounts.ts';
import { nextWeekday } from './dates-absolute.ts';
import { matchPeriod } from './dates-period.ts';
import type { DateMatch } from './date-types.ts';
import { matchTime, timeMinutes } from './times.ts';
import { toEpoch, toWall } from './zones.ts';

const NAMED_DAYS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    today: 0,
    tod: 0,
    tdy: 0,
    '2day': 0,
    tomorrow: 1,
    tmr: 1,
    tmrw: 1,
    tmw: 1,
    tom: 1,
    tomo: 1,
    tommorow: 1,
    tommorrow: 1,
    tomorow: 1,
    '2moro': 1,
    overmorrow: 2,
    yesterday: -1,
  }),
);

/** `today`, `tmr`, `tonight`, `the day after tomorrow`. */
export function matchNamedDay(s: Scan, i: number): DateMatch | null {
  if (s.is(i, 'later') && s.is(i + 1, 'today', 'tonight')) return matchNamedDay(s, i + 1);
  const word = s.word(i);
  const { today } = s.ref;
  const offset = NAMED_DAYS.get(word);
  if (offset !== undefined && word === 'tom' && i > 0 && s.at(i)?.capital === true && !s.allCaps) return null;
  if (offset !== undefined) {
    return {
      to: i + 1,
      day: today + offset,
      form: word === 'tom' || word === 'tod' ? 'shortRelative' : 'relative',
    };
  }
  if (word === 'tonight' || word === 'tonite')
    return { to: i + 1, day: today, min: s.ref.parts.night * 60, form: 'relative' };
  const at = word === 'the' ? i + 1 : i;
  if (s.is(at, 'day') && s.is(at + 1, 'after') && s.is(at + 2, 'tomorrow', 'tmr', 'tom', 'tmrw'))
    return { to: at + 3, day: today + 2, form: 'relative' };
  if (s.is(at, 'day') && s.is(at + 1, 'before') && s.is(at + 2, 'yesterday'))
    return { to: at + 3, day: today - 2, form: 'relative' };
  return null;
}

/** A weekday's name with the full stop of an abbreviation. */
export function matchWeekdayName(s: Scan, i: number): { to: number; weekday: number; short: boolean } | null {
  const weekday = WEEKDAYS.get(s.word(i));
  if (weekday === undefined) return null;
  const short = !s.word(i).endsWith('day');
  const stop = short && s.gluedMark(i + 1, '.') && (s.at(i + 2) === undefined || s.at(i + 2)?.gap === true);
  return { to: stop ? i + 2 : i + 1, weekday, short };
}

/** `fri`, `this fri`, `next fri`, `fri next week`, `Tuesday week`, `Friday after next`, `last Monday`. */
export function matchWeekday(s: Scan, i: number): DateMatch | null {
  const { today } = s.ref;
  const monday = today - weekdayOf(today);
  let at = s.is(i, 'the') ? i + 1 : i;
  let which = '';
  while (s.is(at, 'this', 'next', 'coming', 'upcoming', 'following', 'last', 'past', 'nxt') && at - i < 3) {
    which = which === 'next' || which === 'last' ? which : s.word(at);
    at += 1;
  }
  if (at > i && which === '') return matchAfterNext(s, i);
  const name = matchWeekdayName(s, at);
  if (name === null) return null;
  const { weekday, to } = name;
  if (which === '') return bareWeekday(s, i, name);
  const inWeek = monday + weekday;
  const form = 'namedWeekday';
  if (which === 'next' || which === 'nxt') {
    return s.is(to, 'week') ? { to: to + 1, day: inWeek + 14, form } : { to, day: inWeek + 7, form };
  }
  if (which === 'last' || which === 'past') return { to, day: inWeek < today ? inWeek : inWeek - 7, form };
  if (which === 'this') return { to, day: inWeek < today ? inWeek + 7 : inWeek, form };
  return { to, day: nextWeekday(today, weekday), form };
}

/** `the Friday after next`, `Friday after next`. */
function matchAfterNext(s: Scan, i: number): DateMatch | null {
  const name = matchWeekdayName(s, s.is(i, 'the') ? i + 1 : i);
  if (name === null || !s.is(name.to, 'after') || !s.is(name.to + 1, 'next')) return null;
  return {
    to: name.to + 2,
    day: s.ref.today - weekdayOf(s.ref.today) + name.weekday + 14,
    form: 'namedWeekday',
  };
}

function bareWeekday(
  s: Scan,
  i: number,
  name: { to: number; weekday: number; short: boolean },
): DateMatch | null {
  const { today } = s.ref;
  const { to, weekday } = name;
  const next = nextWeekday(today, weekday);
  if (s.is(to, 'week')) return { to: to + 1, day: next + 7, form: 'namedWeekday' };
  if (s.is(to, 'fortnight')) return { to: to + 1, day: next + 14, form: 'namedWeekday' };
  const after = matchAfterNext(s, i);
  if (after !== null) return after;
  const of = s.is(to, 'of', 'in', ',') ? to + 1 : to;
  const period = matchPeriod(s, of);
  if (period !== null && period.unit === 'week') {
    const day = period.first + weekday;
    return { to: period.to, day: period.ahead === 0 && day < today ? day + 7 : day, form: 'namedWeekday' };
  }
  if (s.is(to, 'in')) {
    const amount = matchAmount(s, to + 1);
    const only = amount?.parts[0];
    const weekly =
      only?.unit === 'week' || only?.unit === 'fortnight' || (only?.unit === 'day' && only.n % 7 === 0);
    if (amount !== null && only !== undefined && weekly) {
      const weeks = only.unit === 'day' ? only.n / 7 : only.n * (only.unit === 'fortnight' ? 2 : 1);
      // Half a week on has no weekday of its own.
      if (Number.isInteger(weeks))
        return { to: amount.to, day: today - weekdayOf(today) + weekday + weeks * 7, form: 'namedWeekday' };
    }
  }
  return { to, day: next, form: name.short ? 'weekdayShort' : 'weekday' };
}

/** `tomorrow week`, `today week`: a week later. */
export function matchDayWeek(s: Scan, i: number): DateMatch | null {
  const named = s.is(i, 'today', 'tomorrow') ? matchNamedDay(s, i) : null;
  return named !== null && s.is(named.to, 'week') ? { ...named, to: named.to + 1, day: named.day + 7 } : null;
}

/** Moves a day by an amount; hours and minutes are counted on the real clock, across changes of it. */
export function shift(
  s: Scan,
  day: number,
  min: number | null,
  parts: readonly AmountPart[],
  sign: 1 | -1,
): { day: number; min?: number } | null {
  let at = day;
  let minutes = 0;
  let clock = false;
  for (const { n, unit } of parts) {
    if (n > 5000 && unit !== 'minute' && unit !== 'hour') return null;
    if (unit === 'minute' || unit === 'hour') {
      clock = true;
      minutes += n * (unit === 'hour' ? 60 : 1);
    } else at = shiftDays(at, n, unit, sign);
  }
  if (at > 2_900_000 || at < -30_000 || minutes > 525_600) return null;
  if (!clock) return { day: at };
  const epoch = toEpoch(s.ref.tz, at, min ?? s.ref.nowMin) + sign * Math.round(minutes);
  return toWall(s.ref.tz, epoch);
}

function shiftDays(day: number, n: number, unit: Unit, sign: 1 | -1): number {
  const whole = Math.floor(n);
  const rest = n - whole;
  if (unit === 'day') return day + sign * Math.round(n);
  if (unit === 'workday') return addWorkdays(day, sign * whole);
  if (unit === 'week') return day + sign * Math.round(n * 7);
  if (unit === 'fortnight') return day + sign * Math.round(n * 14);
  if (unit === 'month') return addMonths(day, sign * whole) + sign * Math.round(rest * 30);
  if (unit === 'quarter') return addMonths(day, sign * whole * 3);
  return addMonths(day, sign * Math.round(n * 12));
}

/** `in 3 days`, `within 2 weeks`, `3 days from now`, `+5 days`, `a week from Tuesday`, `6 weeks before 21 Jul`. */
export function matchOffset(s: Scan, i: number, anchor: (i: number) => DateMatch | null): DateMatch | null {
  const { ref } = s;
  if (s.is(i, '+')) {
    const plus = matchAmount(s, i + 1);
    if (plus === null || !plus.digits || !s.glued(i + 1)) return null;
    const moved = shift(s, ref.today, null, plus.parts, 1);
    return moved === null ? null : { to: plus.to, ...moved, form: 'plus' };
  }
  const lead = s.is(i, 'in', 'within') ? s.word(i) : '';
  let at = lead === '' ? i : i + 1;
  // "in the next 2 weeks" bounds as "within" does.
  const during = lead !== '' && s.is(at, 'the') && s.is(at + 1, 'next');
  if (during) at += 2;
  else if (lead !== '' && s.is(at, 'about', 'around', 'exactly', 'just')) at += 1;
  const counted = matchCountedWeekdays(s, at, lead !== '');
  if (counted !== null) return counted;
  const amount = (lead === 'in' ? matchFirstOfRange(s, at) : null) ?? matchAmount(s, at);
  if (amount === null) return null;
  // "a quarter past 3" is a time, not three months after one.
  const clock = amount.parts.every((p) => p.unit === 'minute' || p.unit === 'hour');
  const tail = offsetTail(s, amount.to, anchor, clock);
  if (tail !== null) return finish(s, tail, amount.parts);
  if (lead === '') return null;
  const moved = shift(s, ref.today, null, amount.parts, 1);
  if (moved === null) return null;
  const orSo = s.is(amount.to, 'or') && s.is(amount.to + 1, 'so') ? amount.to + 2 : amount.to;
  const to = s.is(orSo, "'") && !s.is(orSo + 1, 'time') ? orSo + 1 : orSo;
  const end =
    s.is(to, 'time') || (s.is(to, "'") && s.is(to + 1, 'time')) ? to + (s.is(to, 'time') ? 1 : 2) : to;
  return { to: end, ...moved, form: 'offset', ...(lead === 'within' || during ? { within: true } : {}) };
}

/** `in 5 to 10 minutes`, `in 1-2 hours`: from the first on. */
function matchFirstOfRange(s: Scan, i: number): Amount | null {
  const a = matchNumber(s, i);
  if (a === null || !(s.isDash(a.to) || s.is(a.to, 'to', 'or'))) return null;
  const b = matchAmount(s, a.to + 1);
  const only = b?.parts.length === 1 ? b.parts[0] : undefined;
  return b === null || only === undefined || only.n <= a.value
    ? null
    : { ...b, parts: [{ n: a.value, unit: only.unit }] };
}

/** `two Fridays from now`, `in 3 Tuesdays`. */
function matchCountedWeekdays(s: Scan, i: number, introduced: boolean): DateMatch | null {
  const n = matchNumber(s, i);
  if (n === null || !Number.isInteger(n.value) || n.value < 1 || n.value > 60) return null;
  const weekday =
    WEEKDAY_PLURALS.get(s.word(n.to)) ?? (n.value === 1 ? WEEKDAYS.get(s.word(n.to)) : undefined);
  if (weekday === undefined) return null;
  const after = s.is(n.to + 1, 'from') && s.is(n.to + 2, 'now', 'today') ? n.to + 3 : 0;
  if (after === 0 && !introduced) return null;
  return {
    to: after === 0 ? n.to + 1 : after,
    day: nextWeekday(s.ref.today, weekday) + (n.value - 1) * 7,
    form: 'offset',
  };
}

interface OffsetTail {
  to: number;
  day: number;
  min: number | null;
  sign: 1 | -1;
}

/** What stands behind the amount: `from now`, `ago`, `later`, `from Tuesday`, `before 21 Jul`, `on Friday`. */
function offsetTail(
  s: Scan,
  i: number,
  anchor: (i: number) => DateMatch | null,
  clock: boolean,
): OffsetTail | null {
  const { today } = s.ref;
  if (s.is(i, 'ago')) return { to: i + 1, day: today, min: null, sign: -1 };
  if (s.is(i, 'later') || (s.is(i, 'out') && (clock || s.at(i + 1) === undefined)))
    return { to: i + 1, day: today, min: null, sign: 1 };
  if (s.is(i, 'hence')) return { to: i + 1, day: today, min: null, sign: 1 };
  const sign = s.is(i, 'before', 'prior', 'ahead')
    ? -1
    : s.is(i, 'from', 'after', 'on', 'following', 'past')
      ? 1
      : 0;
  if (sign === 0) {
    const named = s.is(i, 'today', 'tomorrow') || WEEKDAYS.has(s.word(i)) ? anchor(i) : null;
    return named !== null && s.is(i - 1, 'week', 'weeks', 'fortnight')
      ? { to: named.to, day: named.day, min: null, sign: 1 }
      : null;
  }
  const at = s.is(i + 1, 'to', 'of') && sign === -1 ? i + 2 : i + 1;
  if (sign === 1 && s.is(at, 'now')) return { to: at + 1, day: today, min: null, sign };
  const base = anchor(at) ?? (clock ? timeAnchor(s, at) : null);
  if (base === null) return null;
  if (
    s.is(i, 'on') &&
    base.form !== 'weekday' &&
    base.form !== 'weekdayShort' &&
    base.form !== 'namedWeekday'
  )
    return null;
  return { to: base.to, day: base.day, min: base.min ?? null, sign };
}

/** `half an hour before noon`: counted from a time of today. */
function timeAnchor(s: Scan, i: number): DateMatch | null {
  const t = matchTime(s, i);
  if (t === null || t.bare) return null;
  const day = t.named === 'midnight' ? s.ref.today + 1 : s.ref.today;
  return { to: t.to, day, min: timeMinutes(t, null, s.ref.leaning), form: 'offset' };
}

function finish(s: Scan, tail: OffsetTail, parts: readonly AmountPart[]): DateMatch | null {
  const { today } = s.ref;
  const moved = shift(s, tail.day, tail.min, parts, tail.sign);
  return moved === null || Math.abs(moved.day - today) > 400_000
    ? null
    : { to: tail.to, ...moved, form: 'offset' };
}

/** `the Friday before 1 May`, `first Monday after 1 May`: the nearest such day. */
export function matchWeekdayBeside(
  s: Scan,
  i: number,
  anchor: (i: number) => DateMatch | null,
): DateMatch | null {
  let at = s.is(i, 'the') ? i + 1 : i;
  if (s.is(at, 'first', 'last')) at += 1;
  const name = matchWeekdayName(s, at);
  if (name === null || !s.is(name.to, 'before', 'after', 'following')) return null;
  const base = anchor(name.to + 1);
  if (base === null || !['dayMonth', 'iso', 'slash', 'dotted', 'partOfPeriod', 'nth'].includes(base.form))
    return null;
  const after = nextWeekday(base.day, name.weekday);
  const before = after - 7 < base.day ? after - 7 : after - 14;
  return { to: base.to, day: s.is(name.to, 'before') ? before : after, form: 'offset' };
}

/** `the day after Friday`, `the day before 3 May`. */
export function matchDayBeside(
  s: Scan,
  i: number,
  anchor: (i: number) => DateMatch | null,
): DateMatch | null {
  const at = s.is(i, 'the') ? i + 1 : i;
  if (s.is(at, 'week') && s.is(at + 1, 'of', 'commencing', 'beginning', 'starting')) {
    const inWeek = anchor(at + 2);
    if (inWeek === null || inWeek.last !== undefined || inWeek.form === 'period') return null;
    return { to: inWeek.to, day: inWeek.day - weekdayOf(inWeek.day), form: 'week' };
  }
  if (!s.is(at, 'day', 'morning', 'evening', 'week') || !s.is(at + 1, 'after', 'before')) return null;
  const base = anchor(at + 2);
  if (base === null) return null;
  const step = (s.is(at, 'week') ? 7 : 1) * (s.is(at + 1, 'after') ? 1 : -1);
  const part = s.is(at, 'morning') ? 'morning' : s.is(at, 'evening') ? 'evening' : null;
  return {
    to: base.to,
    day: base.day + step,
    form: 'offset',
    ...(part === null ? {} : { min: s.ref.parts[part] * 60 }),
  };
}
