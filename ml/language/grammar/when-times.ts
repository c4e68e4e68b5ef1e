import { NUMBERED } from '../context-words.ts';
import { WEEKDAY_PLURALS, type DayPart } from '../lexicon.ts';
import type { Scan } from '../scan.ts';
import { matchUnit } from './amounts.ts';
import { matchDay, matchDays } from './dates.ts';
import { intervalMinutes, matchInterval, matchPart, matchTime, timeMinutes } from './times.ts';
import type { When } from './when-types.ts';

/** The time of day of a moment: a part of the day, an interval, one hour or several. */

export function addPart(s: Scan, w: When, at: number): boolean {
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

export function addInterval(s: Scan, w: When, at: number): boolean {
  if (w.start !== null && w.part === null) return false;
  const i = s.is(at, 'at', '@', 'around') ? at + 1 : at;
  const v = matchInterval(s, i);
  if (v === null || !s.endsClean(v.to)) return false;
  if (s.isDash(v.to) || (!v.introduced && i === at && !s.startsClean(i))) return false;
  const bare = v.a.bare && v.b.bare;
  const settled = v.introduced || i > at || w.day !== null || (bare && dayFollows(s, at, v.to));
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

export function addTime(s: Scan, w: When, at: number, bareHour: boolean): boolean {
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
function addMoreTimes(s: Scan, w: When, introduced: boolean): void {
  const times = [w.start ?? 0];
  for (let guard = 0; guard < 8; guard++) {
    const skip =
      s.is(w.to, ',') && s.is(w.to + 1, 'and', 'or')
        ? w.to + 2
        : s.is(w.to, ',', 'and', 'or', '&', '/')
          ? w.to + 1
          : 0;
    if (skip === 0) break;
    const introducedAgain = s.is(skip, 'at');
    const t = matchTime(s, introducedAgain ? skip + 1 : skip);
    if (t === null || (t.bare && !introduced) || !s.endsClean(t.to) || unitFollows(s, t.to)) break;
    if (
      t.bare &&
      !introducedAgain &&
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
