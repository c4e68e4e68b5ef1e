import { CARDINALS, CLOSERS, ORDINALS, SHORT_UNITS, UNITS, type Unit } from '../lexicon.ts';
import type { Scan } from '../scan.ts';

export interface NumberMatch {
  to: number;
  value: number;
  /** Written with digits. */
  digits: boolean;
}

/** Fractions in one sign. */
const FRACTIONS: ReadonlyMap<string, number> = new Map([
  ['½', 1 / 2],
  ['¼', 1 / 4],
  ['¾', 3 / 4],
  ['⅓', 1 / 3],
  ['⅔', 2 / 3],
]);

/** `7`, `1.5`, `1,5`, `seven`, `twenty-one`, `½`. */
export function matchNumber(s: Scan, i: number): NumberMatch | null {
  const n = s.num(i);
  if (!Number.isNaN(n)) return withFraction(s, i, n);
  if (s.at(i)?.kind === 'num') return null;
  const word = s.word(i);
  const spelled = s.at(i)?.number;
  if (spelled !== undefined) return { to: i + 1, value: spelled, digits: false };
  const fraction = FRACTIONS.get(word);
  if (fraction !== undefined) return { to: i + 1, value: fraction, digits: true };
  const tens = CARDINALS.get(word);
  if (tens === undefined) return null;
  if (tens >= 20) {
    const ones = s.gluedMark(i + 1, '-') && s.glued(i + 2) ? i + 2 : i + 1;
    const unit = CARDINALS.get(s.word(ones));
    if (unit !== undefined && unit > 0 && unit < 10)
      return { to: ones + 1, value: tens + unit, digits: false };
  }
  return { to: i + 1, value: tens, digits: false };
}

function withFraction(s: Scan, i: number, n: number): NumberMatch {
  if (
    (s.gluedMark(i + 1, '.') || s.gluedMark(i + 1, ',')) &&
    s.glued(i + 2) &&
    s.digits(i + 2) > 0 &&
    s.digits(i + 2) < 3
  ) {
    const text = `${n}.${s.at(i + 2)?.text ?? '0'}`;
    return { to: i + 3, value: Number(text), digits: true };
  }
  if (s.gluedMark(i + 1, '½')) return { to: i + 2, value: n + 0.5, digits: true };
  return { to: i + 1, value: n, digits: true };
}

/** How many of something: a number, `a`, `an`, `a couple of`, `half an`, `two and a half`. */
export function matchQuantity(s: Scan, i: number): NumberMatch | null {
  if (s.is(i, 'half')) return { to: s.is(i + 1, 'a', 'an') ? i + 2 : i + 1, value: 0.5, digits: false };
  if (s.is(i, 'few')) return { to: i + 1, value: 3, digits: false };
  const part = s.num(i) / s.num(i + 2);
  if (s.gluedMark(i + 1, '/') && s.glued(i + 2) && (part === 0.5 || part === 0.25 || part === 0.75))
    return { to: i + 3, value: part, digits: true };
  if (s.is(i, 'couple')) return { to: s.is(i + 1, 'of') ? i + 2 : i + 1, value: 2, digits: false };
  if (s.is(i, 'a', 'an')) {
    if (s.is(i + 1, 'half')) return { to: i + 2, value: 0.5, digits: false };
    if (s.is(i + 1, 'couple')) return { to: s.is(i + 2, 'of') ? i + 3 : i + 2, value: 2, digits: false };
    if (s.is(i + 1, 'few')) return { to: i + 2, value: 3, digits: false };
    return { to: i + 1, value: 1, digits: false };
  }
  const plain = matchNumber(s, i);
  if (plain === null) return null;
  const n = ishEnd(s, plain);
  const rest = andFraction(s, n.to);
  if (rest !== null && matchUnit(s, rest.to, n.digits) !== null)
    return { to: rest.to, value: n.value + rest.value, digits: n.digits };
  const sign = Number.isInteger(n.value) ? FRACTIONS.get(s.word(n.to)) : undefined;
  if (sign !== undefined) return { to: n.to + 1, value: n.value + sign, digits: true };
  const parted = s.num(n.to) / s.num(n.to + 2);
  if (s.gluedMark(n.to + 1, '/') && s.glued(n.to + 2) && [0.25, 0.5, 0.75].includes(parted))
    return { to: n.to + 3, value: n.value + parted, digits: true };
  return n;
}

/** `and a half`, `and a quarter`, `and three quarters`: a fraction said behind a whole number or its unit. */
function andFraction(s: Scan, i: number): NumberMatch | null {
  if (!s.is(i, 'and')) return null;
  if (s.is(i + 1, 'a', 'an') && s.is(i + 2, 'half')) return { to: i + 3, value: 0.5, digits: false };
  const [count, at] = s.is(i + 1, 'a', 'one') ? [1, i + 2] : s.is(i + 1, 'three') ? [3, i + 2] : [0, i];
  const quarter = s.gluedMark(at, '-') ? at + 1 : at;
  return count > 0 && s.is(quarter, 'quarter', 'quarters')
    ? { to: quarter + 1, value: count / 4, digits: false }
    : null;
}

/** `20ish minutes`: about as many. */
function ishEnd(s: Scan, n: NumberMatch): NumberMatch {
  const to = s.is(n.to, 'ish')
    ? n.to + 1
    : s.gluedMark(n.to, '-') && s.is(n.to + 1, 'ish')
      ? n.to + 2
      : s.is(n.to, 'or') && s.is(n.to + 1, 'so')
        ? n.to + 2
        : n.to;
  return to > n.to && matchUnit(s, to, true) !== null ? { ...n, to } : n;
}

/** `3rd`, `third`, `twenty-first`. */
export function matchOrdinal(s: Scan, i: number): NumberMatch | null {
  const n = s.num(i);
  if (!Number.isNaN(n)) {
    return s.glued(i + 1) && s.is(i + 1, 'st', 'nd', 'rd', 'th')
      ? { to: i + 2, value: n, digits: true }
      : null;
  }
  const spelled = s.at(i)?.ordinal;
  if (spelled !== undefined) return { to: i + 1, value: spelled, digits: false };
  const word = s.word(i);
  const plain = ORDINALS.get(word);
  if (plain !== undefined) return { to: i + 1, value: plain, digits: false };
  const tens = CARDINALS.get(word);
  if (tens === undefined || tens < 20) return null;
  const next = s.gluedMark(i + 1, '-') ? i + 2 : i + 1;
  const ones = ORDINALS.get(s.word(next));
  return ones !== undefined && ones < 10 ? { to: next + 1, value: tens + ones, digits: false } : null;
}

export interface UnitMatch {
  to: number;
  unit: Unit;
  /** Shortened to one or two letters. */
  short: boolean;
}

/** A unit of time behind a number; `afterDigits` allows the one-letter forms. */
export function matchUnit(s: Scan, i: number, afterDigits: boolean): UnitMatch | null {
  const word = s.word(i).replace(/'s$/u, '');
  if ((word === 'business' || word === 'working' || word === 'work') && s.is(i + 1, 'day', 'days')) {
    return { to: i + 2, unit: 'workday', short: false };
  }
  const unit = UNITS.get(word);
  if (unit !== undefined) return { to: i + 1, unit, short: word.length <= 3 && unit !== 'day' };
  const short = SHORT_UNITS.get(word);
  if (short === undefined || !afterDigits) return null;
  return s.glued(i) || word === 'h' ? { to: i + 1, unit: short, short: true } : null;
}

export interface AmountPart {
  n: number;
  unit: Unit;
}

export interface Amount {
  to: number;
  parts: AmountPart[];
  /** Only one- or two-letter units glued to digits, like `45m` or `1h30`. */
  short: boolean;
  digits: boolean;
}

/** One or several quantities with units: `3 days`, `2h30m`, `1h30`, `an hour and a half`, `1 hour and 30 min`. */
export function matchAmount(s: Scan, i: number): Amount | null {
  const fraction = matchHourFraction(s, i);
  if (fraction !== null) return fraction;
  const loose = s.is(i, 'hour') ? andFraction(s, i + 1) : null;
  if (loose !== null)
    return { to: loose.to, parts: [{ n: 1 + loose.value, unit: 'hour' }], short: false, digits: false };
  const first = matchTerm(s, i);
  if (first === null) return null;
  let { to } = first;
  const parts = [first.part];
  const part = Number.isInteger(first.part.n) ? andFraction(s, to) : null;
  // "2 weeks and a quarter" is no stretch of days.
  if (part !== null && (part.value === 0.5 || first.part.unit === 'hour')) {
    parts[0] = { n: first.part.n + part.value, unit: first.part.unit };
    return { to: part.to, parts, short: false, digits: first.digits };
  }
  const minutesLeft = s.num(to);
  // "16h20" is a clock; no task takes that long to the minute.
  if (first.part.unit === 'hour' && first.part.n > 12 && s.glued(to) && s.digits(to) === 2) return null;
  if (first.part.unit === 'hour' && s.glued(to) && minutesLeft < 60 && s.digits(to) === 2) {
    const tail = matchUnit(s, to + 1, true);
    parts.push({ n: minutesLeft, unit: 'minute' });
    const end =
      tail !== null && tail.unit === 'minute' && (s.glued(to + 1) || s.endsClean(tail.to)) ? tail.to : to + 1;
    return { to: end, parts, short: true, digits: true };
  }
  if (
    first.part.unit === 'hour' &&
    first.short &&
    s.digits(to) === 2 &&
    minutesLeft < 60 &&
    s.endsClean(to + 1)
  ) {
    const after = s.at(to + 1);
    if (after === undefined || after.kind === 'opaque' || after.kind === 'punct') {
      return { to: to + 1, parts: [...parts, { n: minutesLeft, unit: 'minute' }], short: true, digits: true };
    }
  }
  const spoken = spokenMinutes(s, to, first);
  if (spoken !== null) return spoken;
  let short = first.short;
  for (let guard = 0; guard < 3; guard++) {
    const dot = s.gluedMark(to, '.') && (s.at(to - 1)?.text.length ?? 9) <= 4;
    const joined = dot || s.is(to, 'and', ',', '+', '&');
    const skip = s.is(to, ',') && s.is(to + 1, 'and') ? to + 2 : joined ? to + 1 : to;
    const more = matchTerm(s, skip);
    const last = parts.at(-1);
    if (more === null || last === undefined || RANK[more.part.unit] >= RANK[last.unit]) break;
    if (skip > to && !more.digits && !more.spelled) break;
    parts.push(more.part);
    short = short && more.short;
    to = more.to;
  }
  return { to, parts, short, digits: first.digits };
}

/** `1 hour forty`, `2 hours and 25`: the number behind the hours counts minutes. */
function spokenMinutes(s: Scan, i: number, hours: Term): Amount | null {
  if (hours.part.unit !== 'hour' || !Number.isInteger(hours.part.n)) return null;
  const joined = s.is(i, 'and');
  const n = matchNumber(s, joined ? i + 1 : i);
  if (n === null || !(n.value >= 1 && n.value < 60) || !Number.isInteger(n.value)) return null;
  if (matchUnit(s, n.to, n.digits) !== null || !s.endsClean(n.to)) return null;
  const after = s.at(n.to);
  const closed =
    after === undefined || after.kind === 'opaque' || (after.kind === 'punct' && !s.glued(n.to + 1));
  if (!closed && (n.digits || CARDINALS.has(s.word(i)) === false || !CLOSERS.has(s.word(n.to)))) return null;
  if (n.digits && (!joined || s.digits(i + 1) !== 2) && hours.short) return null;
  if (n.digits && n.value < 5) return null;
  return {
    to: n.to,
    parts: [hours.part, { n: n.value, unit: 'minute' }],
    short: false,
    digits: hours.digits,
  };
}

/** `a quarter of an hour`, `three quarters of an hour`, `three-quarters of an hour`. */
function matchHourFraction(s: Scan, i: number): Amount | null {
  const three = s.is(i, 'three');
  let at = three || s.is(i, 'a') ? i + 1 : i;
  if (three && s.gluedMark(at, '-')) at += 1;
  if (!s.is(at, 'quarter', 'quarters')) return null;
  const to = s.is(at + 1, 'hour')
    ? at + 2
    : s.is(at + 1, 'of') && s.is(at + 2, 'an', 'a') && s.is(at + 3, 'hour')
      ? at + 4
      : 0;
  return to === 0
    ? null
    : { to, parts: [{ n: three ? 45 : 15, unit: 'minute' }], short: false, digits: false };
}

const RANK: Record<Unit, number> = {
  minute: 0,
  hour: 1,
  day: 2,
  workday: 2,
  week: 3,
  fortnight: 4,
  month: 5,
  quarter: 6,
  year: 7,
};

interface Term {
  to: number;
  part: AmountPart;
  short: boolean;
  digits: boolean;
  spelled: boolean;
}

function matchTerm(s: Scan, i: number): Term | null {
  const q = matchQuantity(s, i);
  if (q === null || !Number.isFinite(q.value) || q.value > 100_000) return null;
  const u = matchUnit(s, q.to, q.digits);
  if (u === null) return null;
  return {
    to: u.to,
    part: { n: q.value, unit: u.unit },
    short: u.short,
    digits: q.digits,
    spelled: !s.is(i, 'a', 'an'),
  };
}

/** Minutes of an amount, or null when it holds a unit that is not a fixed span of time. */
export function amountMinutes(parts: readonly AmountPart[]): number | null {
  let sum = 0;
  for (const { n, unit } of parts) {
    if (unit === 'minute') sum += n;
    else if (unit === 'hour') sum += n * 60;
    else if (unit === 'day') sum += n * 1440;
    else if (unit === 'week') sum += n * 7 * 1440;
    else return null;
  }
  return sum;
}
