import { DAY_PARTS, type DayPart } from '../lexicon.ts';
import { remembered, type Scan } from '../scan.ts';
import { matchNumber, matchUnit } from './amounts.ts';
import { matchZone } from './zones.ts';

export type Half = 'am' | 'pm';

/** A time of day as written: which of the two halves of the day it means may still be open. */
export interface TimeMatch {
  to: number;
  /** Hour as written, 0–24. */
  h: number;
  m: number;
  half: Half | null;
  /** The 24-hour clock or a named hour leaves no choice of half. */
  exact: boolean;
  /** Nothing but a number: only a word in front ("at") makes it a time. */
  bare: boolean;
  zone: string | number | null;
  /** Named hours: `midnight` is the end of the day before. */
  named: 'noon' | 'midnight' | null;
}

const plain = (to: number, h: number, m: number, more: Partial<TimeMatch>): TimeMatch => ({
  to,
  h,
  m,
  half: null,
  exact: false,
  bare: false,
  zone: null,
  named: null,
  ...more,
});

/** Any way to write a time of day; a plain hour (`5`) is returned with `bare` set. */
export const matchTime = remembered(matchTimeAt);

function matchTimeAt(s: Scan, i: number): TimeMatch | null {
  const found = matchNamed(s, i) ?? matchSpoken(s, i) ?? matchClock(s, i) ?? matchWordHour(s, i);
  if (found === null) return null;
  const zone = matchZone(s, found.to, !found.bare);
  if (zone !== null && (!found.bare || typeof zone.zone === 'number'))
    return { ...found, to: zone.to, zone: zone.zone, bare: false };
  const sharp = s.is(found.to, 'sharp')
    ? 1
    : s.is(found.to, 'on') && s.is(found.to + 1, 'the') && s.is(found.to + 2, 'dot')
      ? 3
      : 0;
  return sharp === 0 ? found : { ...found, to: found.to + sharp, bare: false };
}

function matchNamed(s: Scan, i: number): TimeMatch | null {
  const word = s.at(i)?.clock;
  if (word !== undefined) {
    const half = matchHalf(s, i + 1, false);
    return plain(half?.to ?? i + 1, word.h, word.m, {
      half: half?.half ?? null,
      exact: word.exact || word.h > 12,
    });
  }
  const at = s.num(i) === 12 || (s.is(i, 'the') && s.is(i + 1, 'midday', 'noon')) ? i + 1 : i;
  if (s.is(at, 'noon', 'midday', 'noonish')) return plain(at + 1, 12, 0, { exact: true, named: 'noon' });
  if (s.is(at, 'midnight')) return plain(at + 1, 0, 0, { exact: true, named: 'midnight' });
  if (s.is(i, 'lunch') && s.is(i - 1, 'at')) return plain(i + 1, 12, 0, { exact: true, named: 'noon' });
  return at === i && s.is(i, 'lunchtime') ? plain(i + 1, 12, 0, { exact: true, named: 'noon' }) : null;
}

/** `half past 4`, `quarter to six`, `20 past 4`, `ten to six`. */
function matchSpoken(s: Scan, i: number): TimeMatch | null {
  const start = s.is(i, 'a') && s.is(i + 1, 'quarter') ? i + 1 : i;
  let minutes = Number.NaN;
  let at = start + 1;
  if (s.is(start, 'half')) minutes = 30;
  else if (s.is(start, 'quarter')) minutes = 15;
  else {
    const n = matchNumber(s, start);
    if (
      n === null ||
      n.value !== Math.floor(n.value) ||
      n.value < 1 ||
      n.value > 29 ||
      (!n.digits && n.value % 5 !== 0)
    )
      return null;
    minutes = n.value;
    at = s.is(n.to, 'minutes', 'mins', 'min') ? n.to + 1 : n.to;
  }
  if (s.is(start, 'half') && s.is(i - 1, 'at')) {
    const british = spokenHour(s, at);
    if (british !== null && british.named === null)
      return plain(british.to, british.h, 30, { half: british.half });
  }
  const past = s.is(at, 'past', 'after');
  const before = s.is(at, 'to', 'till', 'before', 'of');
  if (!past && !before) return null;
  // `10 to 6` may be a range of hours; quarters, multiples of five in words, and figures behind "at" are spoken times.
  const figures = s.at(start)?.kind === 'num' && !(s.is(i - 1, 'at') && [5, 10, 20, 25].includes(minutes));
  if (before && !s.is(start, 'half', 'quarter') && (figures || !s.is(at, 'to', 'till'))) return null;
  if (s.is(start, 'half') && before) return null;
  const hour = spokenHour(s, at + 1);
  if (hour === null) return thisHour(s, i, at + 1, past ? minutes : 60 - minutes);
  const total = past ? hour.h * 60 + minutes : hour.h * 60 - minutes;
  const h = Math.floor((total + 1440) / 60) % 24;
  if (hour.named === 'midnight') return plain(hour.to, h, (total + 1440) % 60, { exact: true });
  return plain(hour.to, h === 0 && hour.h !== 0 ? 12 : h, (total + 1440) % 60, {
    half: hour.half,
    exact: hour.exact || h > 12,
  });
}

/** `at ten past`, `at quarter to`: no hour is said, so the next such minute is meant. */
function thisHour(s: Scan, i: number, to: number, minutes: number): TimeMatch | null {
  const next = s.at(to);
  if (!s.is(i - 1, 'at') || (next !== undefined && next.kind !== 'punct' && next.kind !== 'opaque'))
    return null;
  const hour = Math.floor(s.ref.nowMin / 60);
  const h = (s.ref.nowMin % 60 < minutes ? hour : hour + 1) % 24;
  return plain(to, h, minutes, { exact: true });
}

function spokenHour(s: Scan, i: number): TimeMatch | null {
  const named = matchNamed(s, i);
  if (named !== null) return { ...named, h: named.named === 'midnight' ? 24 : 12 };
  const n = matchNumber(s, i);
  if (n === null || n.value !== Math.floor(n.value) || n.value < 1 || n.value > 23) return null;
  const half = matchHalf(s, n.to, true);
  return plain(half?.to ?? n.to, n.value, 0, { half: half?.half ?? null });
}

/** `am`, `pm`, `a.m.`; the single letters only directly behind the digits. */
export function matchHalf(s: Scan, i: number, afterDigits: boolean): { to: number; half: Half } | null {
  const word = s.word(i);
  if (word === 'am' || word === 'pm') return { to: i + 1, half: word };
  if (!afterDigits || !s.glued(i)) return null;
  return word === 'a' || word === 'p' ? { to: i + 1, half: word === 'a' ? 'am' : 'pm' } : null;
}

/** `5pm`, `5 p.m.`, `5:30`, `17:00`, `17.30`, `1700h`, `17h30`, `5`. */
function matchClock(s: Scan, i: number): TimeMatch | null {
  const n = s.num(i);
  if (Number.isNaN(n)) return null;
  if (s.digits(i) === 4 || s.digits(i) === 3) return matchMilitary(s, i, n);
  if (n > 24 || s.digits(i) > 2) return null;
  const colon = s.gluedMark(i + 1, ':') || s.gluedMark(i + 1, '.');
  const m = colon && s.glued(i + 2) && s.digits(i + 2) === 2 ? s.num(i + 2) : Number.NaN;
  if (m < 60) return withMinutes(s, i, n, m);
  const half = matchHalf(s, i + 1, true);
  if (half !== null && n >= 1 && n <= 12) return plain(half.to, n, 0, { half: half.half });
  if (half !== null && n > 12 && half.half === 'pm' && n < 24) return plain(half.to, n, 0, { exact: true });
  if (half !== null) return null;
  const oclock = s.is(i + 1, "o'clock", 'oclock') ? i + 2 : 0;
  const ish = (s.glued(i + 1) && s.is(i + 1, 'ish')) || (s.gluedMark(i + 1, '-') && s.is(i + 2, 'ish'));
  if (ish) {
    const to = s.is(i + 1, 'ish') ? i + 2 : i + 3;
    const after = matchHalf(s, to, false);
    return plain(after?.to ?? to, n, 0, { half: after?.half ?? null, exact: n > 12 });
  }
  if (oclock > 0) {
    const after = matchHalf(s, oclock, false);
    return plain(after?.to ?? oclock, n, 0, { half: after?.half ?? null, exact: n > 12 });
  }
  if (s.glued(i + 1) && s.is(i + 1, 'h') && s.glued(i + 2) && s.digits(i + 2) === 2 && s.num(i + 2) < 60) {
    return plain(i + 3, n, s.num(i + 2), { exact: true, bare: n < 13 });
  }
  // "1h" beside a day is a length ("read 1h tonight"); behind "at", as one end of a range and from 13 on it can be a time.
  if (
    s.glued(i + 1) &&
    s.is(i + 1, 'h') &&
    n < 13 &&
    !s.is(i - 1, 'at', 'from', '@', '-', '–', 'to', 'until')
  ) {
    if (!s.is(i + 2, '-', '–', 'to', 'until')) return null;
  }
  // "17h" alone is a duration; behind "at" it is a time, which `bare` leaves to the caller.
  if (s.glued(i + 1) && s.is(i + 1, 'h', 'uhr') && (!s.glued(i + 2) || s.isDash(i + 2)))
    return plain(i + 2, n, 0, { exact: true, bare: true });
  return plain(i + 1, n, 0, { exact: n > 12 || n === 0, bare: true });
}

function withMinutes(s: Scan, i: number, n: number, m: number): TimeMatch | null {
  const seconds = s.gluedMark(i + 3, ':') && s.digits(i + 4) === 2 ? 2 : 0;
  const to = i + 3 + seconds;
  const half = matchHalf(s, to, true);
  const dotted = s.is(i + 1, '.');
  if (half !== null)
    return n >= 1 && n <= 12
      ? plain(half.to, n, m, { half: half.half })
      : n < 24
        ? plain(half.to, n, m, { exact: true })
        : null;
  if (n === 24 && m > 0) return null;
  if (s.is(to, 'h') && s.digits(i) === 1 && n < 5 && !s.is(i - 1, 'at')) return null;
  const end = s.is(to, 'h', 'hrs', 'uhr') ? to + 1 : to;
  const exact = n > 12 || n === 0 || (s.digits(i) === 2 && n < 10) || end > to;
  return plain(end, n, m, { exact, bare: dotted && end === to });
}

function matchMilitary(s: Scan, i: number, n: number): TimeMatch | null {
  const h = Math.floor(n / 100);
  const m = n % 100;
  if (h > 23 || m > 59) return null;
  if (s.is(i + 1, 'h', 'hrs', 'hours', 'hour', 'uhr')) {
    const glued = s.glued(i + 1) || s.is(i + 1, 'hrs', 'hours') ? i + 2 : 0;
    return glued > 0 && s.digits(i) === 4 ? plain(glued, h, m, { exact: true }) : null;
  }
  const half = matchHalf(s, i + 1, true);
  if (half !== null && h >= 1 && h <= 12) return plain(half.to, h, m, { half: half.half });
  return s.digits(i) === 4 ? plain(i + 1, h, m, { exact: true, bare: true }) : null;
}

/** `five o'clock`, `nine am`, and `six` as a bare hour. */
function matchWordHour(s: Scan, i: number): TimeMatch | null {
  if (s.at(i)?.kind !== 'word') return null;
  const n = matchNumber(s, i);
  if (n === null || n.digits || n.value < 1 || n.value > 12 || n.value !== Math.floor(n.value)) return null;
  const ish = s.is(n.to, 'ish') || (s.gluedMark(n.to, '-') && s.is(n.to + 1, 'ish'));
  if (ish) return plain(s.is(n.to, 'ish') ? n.to + 1 : n.to + 2, n.value, 0, {});
  const oclock = s.is(n.to, "o'clock", 'oclock') ? n.to + 1 : 0;
  const half = matchHalf(s, oclock || n.to, false);
  if (half !== null) return plain(half.to, n.value, 0, { half: half.half });
  const minutes = spokenMinutes(s, n.to);
  if (minutes !== null) {
    const later = matchHalf(s, minutes.to, false);
    return plain(later?.to ?? minutes.to, n.value, minutes.value, {
      half: later?.half ?? null,
      bare: later === null,
    });
  }
  return plain(oclock || n.to, n.value, 0, { bare: oclock === 0 });
}

/** `four forty`, `ten oh five`, `three twenty-five`: the minutes behind a spoken hour. */
function spokenMinutes(s: Scan, i: number): { to: number; value: number } | null {
  const zero = s.is(i, 'oh', 'o', 'zero');
  const n = matchNumber(s, zero ? i + 1 : i);
  if (n === null || n.digits || !Number.isInteger(n.value) || matchUnit(s, n.to, false) !== null) return null;
  const lowest = zero ? 1 : 10;
  return n.value >= lowest && n.value <= (zero ? 9 : 59) ? { to: n.to, value: n.value } : null;
}

/** `morning`, `the evening`, `this afternoon`: the part of a day, without the day. */
export function matchPart(s: Scan, i: number): { to: number; part: DayPart } | null {
  const part = DAY_PARTS.get(s.word(i));
  return part === undefined || s.word(i).endsWith('s') ? null : { to: i + 1, part };
}

/** Which half an hour without am or pm means when nothing else decides: the waking, working day. */
export function likelyHalf(h: number, m: number, spelledMinutes: boolean, leaning: Half | null): Half {
  if (h === 12) return 'pm';
  if (leaning === 'am') return h >= 4 ? 'am' : 'pm';
  if (leaning === 'pm') return h <= 11 ? 'pm' : 'am';
  if (spelledMinutes && m > 0) return h < 6 ? 'pm' : 'am';
  return h < 7 ? 'pm' : 'am';
}

/** Minutes since midnight of a written time; `part` and `leaning` settle an open half. May exceed 1440 for `24:00`. */
export function timeMinutes(t: TimeMatch, part: DayPart | null, leaning: Half | null): number {
  if (t.exact) return t.h * 60 + t.m;
  const half = t.half ?? (part === null ? likelyHalf(t.h, t.m, true, leaning) : halfOfPart(t.h, part));
  const h = t.h % 12;
  return (half === 'pm' ? h + 12 : h) * 60 + t.m;
}

function halfOfPart(h: number, part: DayPart): Half {
  if (part === 'morning') return h === 12 ? 'pm' : 'am';
  if (part === 'night') return h >= 6 && h < 12 ? 'pm' : 'am';
  return 'pm';
}

export interface IntervalMatch {
  to: number;
  a: TimeMatch;
  b: TimeMatch;
  /** Written with from/between: a sure interval even with bare hours. */
  introduced: boolean;
}

/** `9-11am`, `from 2 to 3:30pm`, `between 9 and 11`, `14:00–15:30`. */
export function matchInterval(s: Scan, i: number): IntervalMatch | null {
  const introduced = s.is(i, 'from', 'between');
  const between = s.is(i, 'between');
  let at = introduced ? i + 1 : i;
  if (s.is(at, 'at', '@')) at += 1;
  // "from ten to eleven" is two hours, "ten to eleven" alone is one time.
  const a = (introduced ? (matchClock(s, at) ?? matchWordHour(s, at)) : null) ?? matchTime(s, at);
  if (a === null) return null;
  const dash = s.isDash(a.to);
  if (dash && !s.glued(a.to) !== !s.glued(a.to + 1) && !introduced) return null;
  const joined =
    dash || s.is(a.to, 'to', 'till', 'til', 'until', 'through', 'thru') || (between && s.is(a.to, 'and'));
  if (!joined) return null;
  const b = matchTime(s, a.to + 1);
  if (b === null || s.is(b.to, ':')) return null;
  if (b.bare && s.isDash(b.to) && s.glued(b.to)) return null;
  return { to: b.to, a, b, introduced };
}

/** Start and end in minutes since midnight of the first day; the end may lie on the next day. */
export function intervalMinutes(
  v: IntervalMatch,
  part: DayPart | null,
  leaning: Half | null,
): { start: number; end: number } {
  const { a, b } = v;
  const bOpen = !b.exact && b.half === null && part === null;
  const aOpen = !a.exact && a.half === null && part === null;
  if (aOpen && !bOpen) {
    const end = timeMinutes(b, part, leaning);
    const h = a.h % 12;
    const options = [h * 60 + a.m, (h + 12) * 60 + a.m].filter((x) => x < end);
    const start = options.at(-1) ?? timeMinutes(a, part, leaning);
    return { start, end: end <= start ? end + 1440 : end };
  }
  const start = timeMinutes(a, part, leaning);
  let end = timeMinutes(b, part, leaning);
  if (bOpen) {
    const h = b.h % 12;
    end = [h * 60 + b.m, (h + 12) * 60 + b.m, (h + 24) * 60 + b.m].find((x) => x > start) ?? end;
  }
  return { start, end: end <= start ? end + 1440 : end };
}
