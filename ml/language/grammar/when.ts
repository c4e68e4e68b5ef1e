import { WEEKDAY_PLURALS, type DayPart } from '../lexicon.ts';
import type { Scan } from '../scan.ts';
import { NUMBERED } from '../context-words.ts';
import { matchUnit } from './amounts.ts';
import { civilOf, dayOf, isCivil, weekdayOf } from '../calendar.ts';
import { matchPeriod } from './dates-period.ts';
import { matchDay, matchDays } from './dates.ts';
import type { DateForm, DateMatch } from './date-types.ts';
import { intervalMinutes, matchInterval, matchPart, matchTime, timeMinutes } from './times.ts';

export interface WhenBit {
  kind: 'date' | 'time' | 'interval';
  from: number;
  to: number;
}

/** A day, a time of day, or both, in any order, with the small words between them. */
export interface When {
  from: number;
  to: number;
  day: number | null;
  last: number | null;
  /** Minutes since midnight of `day`. */
  start: number | null;
  end: number | null;
  zone: string | number | null;
  part: DayPart | null;
  /** The hour could also be twelve hours later. */
  open: boolean;
  named: 'noon' | 'midnight' | null;
  form: DateForm | null;
  /** A preposition stands before the day ("on Friday"). */
  led: boolean;
  within: boolean;
  /** Interval of two plain numbers. */
  bareRange: boolean;
  /** Time of day written as a plain number behind "at" or the like. */
  bareTime: boolean;
  bits: WhenBit[];
  /** Month and day without a year. */
  yearless: boolean;
  /** Several times of one day, in minutes; `start` is the first. */
  times: number[];
  /** More days of a list. */
  rest: number[];
}

const blank = (i: number): When => ({
  from: i,
  to: i,
  day: null,
  last: null,
  start: null,
  end: null,
  zone: null,
  part: null,
  open: false,
  named: null,
  form: null,
  led: false,
  within: false,
  bareRange: false,
  bareTime: false,
  bits: [],
  yearless: false,
  times: [],
  rest: [],
});

export interface WhenOptions {
  /** The caller has read a word ("by", "until") that makes a plain hour a time. */
  bareHour?: boolean;
  /** The moment itself, without an end behind it. */
  alone?: boolean;
}

/** The longest run of day and time pieces from `i`; null when there is none. */
export function matchWhen(s: Scan, i: number, options: WhenOptions = {}): When | null {
  const w = blank(i);
  for (let step = 0; step < 6; step++) {
    const at = step > 0 && s.is(w.to, ',') && s.at(w.to + 1)?.gap === true ? w.to + 1 : w.to;
    if (step > 0 && at === w.to && s.glued(at) && !s.is(at, '@')) break;
    const before = w.to;
    if (
      !addPart(s, w, at) &&
      !addDay(s, w, at) &&
      !(options.alone !== true && addInterval(s, w, at)) &&
      !addTime(s, w, at, options.bareHour === true && step === 0)
    )
      break;
    if (w.to === before) break;
  }
  if (w.to === i) return null;
  joinEnd(s, w, options.alone !== true);
  intoNight(s, w);
  return w;
}

/** Hour before which the night of the day before still lasts. */
const NIGHT_ENDS_MIN = 6 * 60;

/** `tonight at 2am`: the small hours of the night ahead belong to the next calendar day. */
function intoNight(s: Scan, w: When): void {
  if (w.part !== 'night' || w.form !== 'relative' || w.day !== s.ref.today || w.times.length > 0) return;
  if (w.start === null || w.start >= NIGHT_ENDS_MIN || w.named !== null) return;
  const ahead = s.ref.nowMin < NIGHT_ENDS_MIN && w.start > s.ref.nowMin;
  if (!ahead) w.day += 1;
}

/** One word that names a part of the day, as the time of day itself. */
export function partAlone(s: Scan, i: number, part: DayPart): When {
  const bits: WhenBit[] = [{ kind: 'time', from: i, to: i + 1 }];
  return { ...blank(i), to: i + 1, start: s.ref.parts[part] * 60, part, bits };
}

/** End of the words that lead from the beginning of an interval to its end, or 0. */
function connector(s: Scan, i: number): number {
  if (s.isDash(i)) return s.glued(i) === s.glued(i + 1) ? i + 1 : 0;
  if (s.is(i, 'to', 'until', 'till', 'til', 'through', 'thru')) return i + 1;
  const and = s.is(i, 'and', ',') ? i + 1 : i;
  const verb = s.is(and, 'goes', 'lasts', 'runs', 'going', 'lasting', 'running', 'continues', 'up')
    ? and + 1
    : 0;
  if (verb > 0 && s.is(verb, 'until', 'till', 'til', 'to', 'through')) return verb + 1;
  if (s.is(and, 'ends', 'ending', 'finishes', 'finishing'))
    return s.is(and + 1, 'at', 'on', 'by') ? and + 2 : and + 1;
  return 0;
}

/** Longest interval of moments: two months. */
const LONGEST_MIN = 62 * 1440;

/**
 * Two moments and a connector make an interval, whatever the two are: `Mon 9am - Tue 5pm`, `5pm May 14 to 11am May 16`,
 * `Nov 12 at 4pm - Nov 15`, `tomorrow at 1pm and goes until 2pm`. Two plain days are read by `matchDays`.
 */
function joinEnd(s: Scan, w: When, joinable: boolean): void {
  if (!joinable || w.start === null || w.end !== null || w.last !== null || w.rest.length > 0) return;
  const at = connector(s, w.to);
  if (at === 0) return;
  const other = matchWhen(s, at, { bareHour: true, alone: true });
  if (other === null || other.end !== null || other.last !== null || other.within || !s.endsClean(other.to))
    return;
  if (other.day === null) {
    if (other.start === null || (w.part !== null && !w.bits.some((b) => b.kind === 'time'))) return;
    let end = other.start;
    if (other.open) end = [end % 720, (end % 720) + 720].find((x) => x > (w.start ?? 0)) ?? end;
    if (end <= w.start) end += 1440;
    w.end = end;
  } else {
    if (w.day === null) return;
    const day = endDay(w, other);
    if (other.start === null) {
      if (day <= w.day) return;
      w.last = day;
    } else {
      const end = (day - w.day) * 1440 + other.start;
      if (end <= w.start || end - w.start > LONGEST_MIN) return;
      w.end = end;
    }
  }
  const to = yearBehind(s, w, other);
  w.bits = [{ kind: 'interval', from: w.from, to }];
  w.to = to;
}

/** `May 3 9am - May 5 5pm 2027`: a year behind the end holds for both; answers where the interval ends. */
function yearBehind(s: Scan, w: When, other: When): number {
  const y = s.num(other.to);
  if (!w.yearless || !other.yearless || s.digits(other.to) !== 4 || y < 1990 || y > 2100) return other.to;
  if (!s.endsClean(other.to + 1) || w.day === null) return other.to;
  const { m, d } = civilOf(w.day);
  if (!isCivil(y, m, d)) return other.to;
  const day = dayOf(y, m, d);
  if (w.last !== null) w.last += day - w.day;
  w.day = day;
  return other.to + 1;
}

/** The day of the end; a weekday follows the beginning, a year said once holds for both. */
function endDay(w: When, other: When): number {
  let day = other.day ?? 0;
  const from = w.day ?? 0;
  if (other.form === 'weekday' || other.form === 'weekdayShort') while (day < from) day += 7;
  const year = (n: number): number => civilOf(n).y;
  const moved = (n: number, y: number): number => {
    const c = civilOf(n);
    return isCivil(y, c.m, c.d) ? dayOf(y, c.m, c.d) : n;
  };
  if (w.yearless && !other.yearless && ABSOLUTE.has(other.form ?? '') && year(day) > year(from)) {
    const same = moved(from, year(day));
    w.day = same <= day ? same : moved(from, year(day) - 1);
  } else if (other.yearless && day < from) {
    day = moved(day, year(from)) >= from ? moved(day, year(from)) : moved(day, year(from) + 1);
  } else if (other.yearless && !w.yearless && ABSOLUTE.has(w.form ?? '')) {
    const same = moved(day, year(from));
    day = same >= from ? same : moved(day, year(from) + 1);
  }
  return day;
}

/** Forms of days that a word in front of them cannot belong to a title with. */
const SURE_FORMS: ReadonlySet<string> = new Set(['relative', 'weekday', 'weekdayShort', 'namedWeekday']);

function addDay(s: Scan, w: When, at: number): boolean {
  if (w.day !== null) return addWeek(s, w, at) || addWhole(s, w, at) || addSame(s, w, at);
  let i = at;
  let led = false;
  if (s.is(i, 'on', 'for', 'of') && (s.word(i) === 'on' || w.start !== null)) {
    i += 1;
    led = true;
  } else if (s.is(i, 'for') && w.to === w.from && isSureDay(s, i + 1)) {
    i += 1;
    led = true;
  } else if (s.is(i, 'at') && s.is(i + 1, 'the') && s.is(i + 2, 'weekend')) i += 1;
  const lead = s.is(i, 'anytime', 'sometime')
    ? 1
    : s.is(i, 'any', 'all', 'whole') && s.is(i + 1, 'time', 'day')
      ? 2
      : 0;
  if (lead > 0 && SURE_FORMS.has(matchDays(s, i + lead)?.form ?? '')) i += lead;
  if (s.is(i, 'early', 'late') && SURE_FORMS.has(matchDays(s, i + 1)?.form ?? '')) i += 1;
  const d = matchDays(s, i);
  if (d !== null && d.form === 'iso' && w.start === null && addStamp(s, w, at, d)) return true;
  if (d === null || (!s.endsClean(d.to) && !s.isDash(d.to))) return false;
  if (s.isDash(d.to) && s.glued(d.to)) return false;
  if (w.start !== null && d.min !== undefined && d.form !== 'relative') return false;
  w.day = d.day;
  w.last = d.last ?? null;
  w.form = d.form;
  w.within = d.within === true;
  w.yearless = d.yearless === true;
  w.rest = d.rest ?? [];
  w.led = led || s.is(i, 'in', 'from', 'between', 'within', 'this', 'next', 'coming');
  if (d.min !== undefined) takeMinutes(s, w, d.min, d.form === 'relative');
  w.bits.push({ kind: 'date', from: at, to: d.to });
  w.to = d.to;
  return true;
}

const ABSOLUTE: ReadonlySet<string> = new Set(['dayMonth', 'slash', 'dotted', 'iso', 'nth', 'holiday']);

/** A day said twice is one day when both agree: `Sunday 7pm 6th June`, `tomorrow (Thursday)`. */
function addSame(s: Scan, w: When, at: number): boolean {
  if (w.last !== null || w.rest.length > 0) return false;
  const paren = s.is(at, '(');
  const comma = s.is(at, ',') && s.at(at + 1)?.gap === true;
  const i = paren || comma ? at + 1 : at;
  const d = matchDay(s, s.is(i, 'on') ? i + 1 : i);
  if (d === null || d.last !== undefined || d.min !== undefined) return false;
  const to = paren ? (s.is(d.to, ')') ? d.to + 1 : 0) : d.to;
  if (to === 0 || !s.endsClean(to)) return false;
  const named = w.form === 'weekday' || w.form === 'weekdayShort' || w.form === 'namedWeekday';
  const same =
    d.day === w.day ||
    (named && ABSOLUTE.has(d.form) && weekdayOf(d.day) === weekdayOf(w.day ?? 0)) ||
    ((d.form === 'weekday' || d.form === 'weekdayShort') && weekdayOf(d.day) === weekdayOf(w.day ?? 0));
  if (!same) return false;
  if (named && ABSOLUTE.has(d.form))
    Object.assign(w, { day: d.day, form: d.form, yearless: d.yearless === true });
  w.bits.push({ kind: 'date', from: at, to });
  w.to = to;
  return true;
}

/** `tomorrow EOD`, `tomorrow all day`: words that add nothing to the day. */
function addWhole(s: Scan, w: When, at: number): boolean {
  const whole = s.is(at, 'all', 'whole') && s.is(at + 1, 'day');
  if (w.start !== null || !(whole || s.is(at, 'eod', 'cob'))) return false;
  const to = whole ? at + 2 : at + 1;
  w.bits.push({ kind: 'date', from: at, to });
  w.to = to;
  return true;
}

/** `2027-05-03T14:00`, `…Z`: the machine's way of writing a moment. */
function addStamp(s: Scan, w: When, at: number, d: DateMatch): boolean {
  if (!s.glued(d.to) || !s.is(d.to, 't') || !s.glued(d.to + 1)) return false;
  const t = matchTime(s, d.to + 1);
  if (t === null || t.bare || !s.endsClean(t.to)) return false;
  Object.assign(w, { day: d.day, form: d.form, start: t.h * 60 + t.m, zone: t.zone, to: t.to });
  w.bits.push({ kind: 'date', from: at, to: t.to });
  return true;
}

/** `Mon 10am next week`: the week of a weekday, said behind the time. */
function addWeek(s: Scan, w: When, at: number): boolean {
  if (w.day === null || w.start === null || (w.form !== 'weekday' && w.form !== 'weekdayShort')) return false;
  const p = matchPeriod(s, at);
  if (p === null || p.unit !== 'week' || p.ahead < 1) return false;
  w.day = p.first + weekdayOf(w.day);
  w.form = 'namedWeekday';
  w.bits.push({ kind: 'date', from: at, to: p.to });
  w.to = p.to;
  return true;
}

/** `for Friday` reads as a day; `for 3 May` may just as well be the subject of the task. */
function isSureDay(s: Scan, i: number): boolean {
  const d = matchDays(s, i);
  return (
    d !== null &&
    (d.form === 'relative' || d.form === 'weekday' || d.form === 'namedWeekday' || d.form === 'period')
  );
}

/** `tonight` is the night of today unless an hour follows; offsets in hours name the moment itself. */
function takeMinutes(s: Scan, w: When, min: number, night: boolean): void {
  if (night) {
    w.part = 'night';
    if (w.start === null) w.start = min;
    else if (w.open && w.start < 720) w.start += 720;
  } else w.start = min;
  w.open = false;
}

function addPart(s: Scan, w: When, at: number): boolean {
  if (w.part !== null) return repeatPart(s, w, at);
  let i = at;
  const today = s.is(i, 'this') || (s.is(i, 'later') && s.is(i + 1, 'this'));
  if (today) i += s.is(i, 'later') ? 2 : 1;
  else if (s.is(i, 'in', 'on') && s.is(i + 1, 'the')) i += 2;
  else if (s.is(i, 'at', 'in', 'around') && w.day !== null) i += 1;
  else if (s.is(i, 'at') && s.is(i + 1, 'night')) i += 1;
  else if (s.is(i, 'first') && s.is(i + 1, 'thing')) return addFirstThing(s, w, at);
  if (i === at && w.day === null && w.start === null && !weekdayFollows(s, i)) return false;
  const early = s.is(i, 'early', 'late', 'mid')
    ? i + 1
    : s.gluedMark(i + 1, '-') && s.is(i, 'mid')
      ? i + 2
      : i;
  const p = matchPart(s, early);
  if (p === null || !s.endsClean(p.to)) return false;
  if (w.start !== null && !w.open && w.day === null && !today && i === at) return false;
  w.part = p.part;
  if (today && w.day === null) w.day = s.ref.today;
  if (w.start === null) w.start = s.ref.parts[p.part] * 60;
  else if (w.open) applyPart(w, p.part);
  w.bits.push({ kind: 'time', from: at, to: p.to });
  w.to = p.to;
  if (w.form === null && today) w.form = 'relative';
  return true;
}

/** `first thing Monday morning`: the part is said twice. */
function repeatPart(s: Scan, w: When, at: number): boolean {
  const p = matchPart(s, at);
  if (p === null || p.part !== w.part || !s.endsClean(p.to)) return false;
  w.bits.push({ kind: 'time', from: at, to: p.to });
  w.to = p.to;
  return true;
}

/** `evening of 3 May`, `morning on Monday` begin with the part. */
function weekdayFollows(s: Scan, i: number): boolean {
  return matchPart(s, i) !== null && s.is(i + 1, 'of', 'on') && matchDays(s, i + 2) !== null;
}

function addFirstThing(s: Scan, w: When, at: number): boolean {
  if (w.start !== null) return false;
  const to = s.is(at + 2, 'in') && s.is(at + 3, 'the') && s.is(at + 4, 'morning') ? at + 5 : at + 2;
  if (w.day === null && matchDays(s, to) === null && !(s.is(to, 'on') && matchDays(s, to + 1) !== null))
    return false;
  w.part = 'morning';
  w.start = s.ref.parts.morning * 60;
  w.bits.push({ kind: 'time', from: at, to });
  w.to = to;
  return true;
}

function applyPart(w: When, part: DayPart): void {
  const start = w.start ?? 0;
  const hour = Math.floor(start / 60) % 12;
  const pm = part !== 'morning' && !(part === 'night' && (hour < 6 || hour === 0));
  const next = (hour + (pm ? 12 : 0)) * 60 + (start % 60);
  if (w.end !== null) w.end += next - start;
  w.start = next;
  w.open = false;
}

function addInterval(s: Scan, w: When, at: number): boolean {
  if (w.start !== null && w.part === null) return false;
  const i = s.is(at, 'at', '@', 'around') ? at + 1 : at;
  const v = matchInterval(s, i);
  if (v === null || !s.endsClean(v.to)) return false;
  if (s.isDash(v.to) || (!v.led && i === at && !s.startsClean(i))) return false;
  const bare = v.a.bare && v.b.bare;
  const settled = v.led || i > at || w.day !== null || (bare && dayFollows(s, at, v.to));
  if (bare && !settled) return false;
  if (bare && !isHourPair(v.a.h, v.b.h)) return false;
  // "10:00 - 5 October 16:00": what follows the dash is a day.
  const behind = matchDay(s, v.a.to + 1);
  if (behind !== null && behind.to > v.to && behind.form === 'dayMonth') return false;
  // "May 14 5pm - 11am May 16": the second clock belongs to the second day.
  const other = w.day === null ? null : matchDay(s, s.is(v.to, 'on') ? v.to + 1 : v.to);
  if (other !== null && other.min === undefined && other.day !== w.day && other.form !== 'ordinal')
    return false;
  const { start, end } = intervalMinutes(v, w.part, s.ref.leaning);
  w.start = start;
  w.end = end;
  w.bareRange = bare;
  w.zone = v.b.zone ?? v.a.zone;
  w.open = v.a.half === null && v.b.half === null && !v.a.exact && !v.b.exact && w.part === null;
  w.bits.push({ kind: 'interval', from: at, to: v.to });
  w.to = v.to;
  return true;
}

/** `9-11 tomorrow`: a day right behind two plain hours makes them a time, unless they number something. */
function dayFollows(s: Scan, from: number, to: number): boolean {
  if (NUMBERED.has(s.word(from - 1))) return false;
  if (s.is(to, 'weekdays', 'weekends', 'daily', 'every', 'each') || WEEKDAY_PLURALS.has(s.word(to)))
    return true;
  const d = matchDays(s, s.is(to, 'on') ? to + 1 : to);
  return d !== null && ['relative', 'weekday', 'weekdayShort', 'namedWeekday'].includes(d.form);
}

const isHourPair = (a: number, b: number): boolean => a <= 24 && b <= 24 && a !== b;

function addTime(s: Scan, w: When, at: number, bareHour: boolean): boolean {
  if (w.start !== null && w.part === null) return false;
  let i = at;
  const pre =
    s.is(
      i,
      'at',
      '@',
      'around',
      'about',
      'from',
      '~',
      'approx',
      'circa',
      'approximately',
      'roughly',
      'exactly',
    ) ||
    (s.is(i, 'for') && w.day !== null && matchTime(s, i + 1)?.bare === false)
      ? s.word(i)
      : '';
  if (pre !== '') i += 1;
  if (pre === 'at' && s.is(i, 'around', 'about', 'exactly', 'approximately', 'roughly', '~')) i += 1;
  const t = matchTime(s, i);
  if (t === null || !s.endsClean(t.to) || (pre === '' && !s.startsClean(i))) return false;
  // A plain figure beside "tonight" is an hour when it can be one: not a year, a room or an invoice.
  const hour = s.at(i)?.kind !== 'num' || (s.digits(i) < 3 && t.h >= 1 && t.h < 12);
  const spoken =
    hour &&
    !NUMBERED.has(s.word(i - 1)) &&
    (s.is(t.to, 'tonight') ||
      (s.is(t.to, 'at') && s.is(t.to + 1, 'night')) ||
      (s.is(t.to, 'this', 'tomorrow', 'on') && matchPart(s, t.to + 1) !== null) ||
      (s.is(t.to, 'in') && s.is(t.to + 1, 'the') && matchPart(s, t.to + 2) !== null));
  const bareOk =
    spoken ||
    (pre !== '' && pre !== '~' && pre !== 'about' && pre !== 'from') ||
    bareHour ||
    (w.day !== null && pre !== '');
  if (t.bare && !(bareOk || (w.day !== null && isClockish(s, i)))) return false;
  if (t.bare && unitFollows(s, t.to)) return false;
  if (pre === '~' && t.bare) return false;
  w.start = timeMinutes(t, w.part, s.ref.leaning);
  w.open = t.half === null && !t.exact && w.part === null;
  w.zone = t.zone;
  w.named = t.named;
  w.bareTime = t.bare;
  w.to = t.to;
  addMoreTimes(s, w, pre !== '' && pre !== 'from');
  w.bits.push({ kind: 'time', from: at, to: w.to });
  return true;
}

/** `at 7:00, 13:00 and 19:00`: several times of one day. */
function addMoreTimes(s: Scan, w: When, led: boolean): void {
  const times = [w.start ?? 0];
  for (let guard = 0; guard < 8; guard++) {
    const skip =
      s.is(w.to, ',') && s.is(w.to + 1, 'and', 'or')
        ? w.to + 2
        : s.is(w.to, ',', 'and', 'or', '&', '/')
          ? w.to + 1
          : 0;
    if (skip === 0) break;
    const t = matchTime(s, s.is(skip, 'at') ? skip + 1 : skip);
    if (t === null || (t.bare && !led) || !s.endsClean(t.to) || unitFollows(s, t.to)) break;
    if (
      t.bare &&
      s.at(t.to)?.kind === 'word' &&
      matchDays(s, t.to) === null &&
      !s.is(t.to, 'every', 'each', 'daily', 'on')
    )
      break;
    times.push(timeMinutes(t, w.part, s.ref.leaning));
    w.to = t.to;
  }
  if (times.length > 1) w.times = times;
}

/** `tomorrow 17.30`, `Friday 1700` next to a day: figures that can hardly be anything but a clock. */
const isClockish = (s: Scan, i: number): boolean =>
  (s.gluedMark(i + 1, '.') && s.digits(i + 2) === 2) ||
  (s.digits(i) === 4 && s.num(i) % 5 === 0 && s.num(i) < 1970);

/** "at 5 locations", "at 20 %": the number counts something. */
function unitFollows(s: Scan, i: number): boolean {
  return (
    matchUnit(s, i, true) !== null ||
    s.is(
      i,
      '%',
      '€',
      '$',
      '£',
      'percent',
      'euro',
      'euros',
      'dollars',
      'people',
      'km',
      'kg',
      'degrees',
      'places',
      'st',
      'nd',
      'rd',
      'th',
      ':',
      '/',
      'x',
    )
  );
}
