import type { Scan } from '../scan.ts';
import { amountMinutes, matchAmount, matchNumber, matchQuantity } from './amounts.ts';

export interface DurationMatch {
  to: number;
  minutes: number;
  /** Introduced or enclosed (`for`, `~`, `[…]`): sure whatever follows. */
  introduced: boolean;
  /** `45m`, `2h30`. */
  short: boolean;
  /** Written in days or weeks. */
  long: boolean;
}

const POMODORO_MIN = 25;
const MAX_MIN = 60 * 24 * 366;

/** How long something takes: `45m`, `1h30`, `half an hour`, `2 pomodoros`, `[30m]`, `~2h`, `for 45 min`. */
export function matchDuration(s: Scan, i: number): DurationMatch | null {
  if (s.is(i, '[', '(')) {
    const inside = matchPlain(s, s.is(i + 1, '~') ? i + 2 : i + 1);
    return inside !== null && s.is(inside.to, s.is(i, '[') ? ']' : ')')
      ? { ...inside, to: inside.to + 1, introduced: true }
      : null;
  }
  let at = i;
  while (
    at - i < 3 &&
    s.is(
      at,
      'for',
      '~',
      'about',
      'around',
      'approx',
      'est',
      'estimate',
      'estimated',
      'takes',
      'lasting',
      'max',
      'ca',
      'roughly',
      'under',
      'maximum',
      'only',
    )
  )
    at += 1;
  if (at === i) at = atMost(s, i);
  if (
    at > i &&
    s.is(at - 1, 'approx', 'ca', 'est', 'estimate', 'estimated') &&
    s.glued(at) &&
    s.is(at, '.', ':')
  )
    at += 1;
  const found = matchPlain(s, at);
  if (found === null) return null;
  return { ...found, introduced: at > i };
}

/** `in under 2 hours`, `at most 30 min`, `up to an hour`, `less than 1h`: the amount itself. */
function atMost(s: Scan, i: number): number {
  const at = s.is(i, 'in', 'for') ? i + 1 : i;
  if (s.is(at, 'under') && at > i) return at + 1;
  if ((s.is(at, 'at') && s.is(at + 1, 'most')) || (s.is(at, 'up') && s.is(at + 1, 'to'))) return at + 2;
  return (s.is(at, 'less') && s.is(at + 1, 'than')) || (s.is(at, 'no') && s.is(at + 1, 'more'))
    ? at + (s.is(at, 'no') ? 3 : 2)
    : i;
}

function matchPlain(s: Scan, i: number): DurationMatch | null {
  const found = matchPomodoros(s, i) ?? matchClockLength(s, i) ?? matchPrime(s, i);
  if (found !== null) return found;
  const amount = matchAmount(s, i);
  if (amount === null) return matchRange(s, i);
  const minutes = amountMinutes(amount.parts);
  if (minutes === null || minutes <= 0 || minutes > MAX_MIN) return null;
  const long = amount.parts.some((p) => p.unit === 'day' || p.unit === 'week');
  if (!amount.digits && minutes <= 3) return null;
  const of = s.is(amount.to, 'long')
    ? amount.to + 1
    : s.is(amount.to, 'or') && s.is(amount.to + 1, 'so')
      ? amount.to + 2
      : amount.to;
  return { to: of, minutes: Math.round(minutes), introduced: false, short: amount.short, long };
}

const found = (to: number, minutes: number): DurationMatch => ({
  to,
  minutes,
  introduced: false,
  short: false,
  long: false,
});

function matchPomodoros(s: Scan, i: number): DurationMatch | null {
  const q = matchQuantity(s, i);
  if (q === null || q.value <= 0 || q.value > 40) return null;
  return s.is(q.to, 'pomodoro', 'pomodoros', 'pomo', 'pomos', 'poms', 'pom')
    ? found(q.to + 1, Math.round(q.value * POMODORO_MIN))
    : null;
}

/** `1:30h`, `0:45 h`. */
function matchClockLength(s: Scan, i: number): DurationMatch | null {
  const h = s.num(i);
  if (!(h < 100) || !s.gluedMark(i + 1, ':') || s.digits(i + 2) !== 2 || !s.glued(i + 2) || s.num(i + 2) > 59)
    return null;
  return s.is(i + 3, 'h', 'hrs', 'hours', 'hr') && !(s.digits(i) === 2 && s.is(i + 3, 'h'))
    ? found(i + 4, h * 60 + s.num(i + 2))
    : null;
}

/** `30'` */
function matchPrime(s: Scan, i: number): DurationMatch | null {
  const n = s.num(i);
  return n > 0 && n <= 600 && s.glued(i + 1) && s.is(i + 1, "'", '′', '’') && s.at(i + 2)?.gap !== false
    ? found(i + 2, n)
    : null;
}

/** `30-45 min`, `1 to 2 hours`: the middle of the range. */
function matchRange(s: Scan, i: number): DurationMatch | null {
  const a = matchNumber(s, i);
  if (a === null || !(s.isDash(a.to) || s.is(a.to, 'to', 'or'))) return null;
  const b = matchAmount(s, a.to + 1);
  const only = b?.parts.length === 1 ? b.parts[0] : undefined;
  if (
    b === null ||
    only === undefined ||
    (only.unit !== 'minute' && only.unit !== 'hour') ||
    only.n <= a.value
  )
    return null;
  const minutes = ((a.value + only.n) / 2) * (only.unit === 'hour' ? 60 : 1);
  return { to: b.to, minutes: Math.round(minutes), introduced: false, short: b.short, long: false };
}
