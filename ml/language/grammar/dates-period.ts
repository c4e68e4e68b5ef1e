import { civilOf, dayOf, daysInMonth, isoWeekStart, monthAt, weekdayOf } from '../calendar.ts';
import type { Ref, Scan } from '../scan.ts';
import { matchMonth, matchYear } from './dates-absolute.ts';
import type { DateMatch } from './date-types.ts';

export type PeriodUnit = 'week' | 'weekend' | 'month' | 'quarter' | 'year';

export interface Period {
  to: number;
  unit: PeriodUnit;
  first: number;
  last: number;
  /** Periods ahead of the current one. */
  ahead: number;
}

const UNITS: ReadonlyMap<string, PeriodUnit> = new Map(
  Object.entries({
    week: 'week',
    weekend: 'weekend',
    month: 'month',
    quarter: 'quarter',
    qtr: 'quarter',
    year: 'year',
    yr: 'year',
    wk: 'week',
    wkend: 'weekend',
  } as const),
);

/** First and last day of the period `ahead` of the one `today` lies in. Weeks start on Monday. */
export function periodAt(today: number, unit: PeriodUnit, ahead: number): { first: number; last: number } {
  const monday = today - weekdayOf(today) + ahead * 7;
  if (unit === 'week') return { first: monday, last: monday + 6 };
  if (unit === 'weekend') return { first: monday + 5, last: monday + 6 };
  const c = civilOf(today);
  if (unit === 'month') return monthAt(today, ahead);
  if (unit === 'quarter') {
    const back = (c.m - 1) % 3;
    return { first: monthAt(today, ahead * 3 - back).first, last: monthAt(today, ahead * 3 - back + 2).last };
  }
  return { first: dayOf(c.y + ahead, 1, 1), last: dayOf(c.y + ahead, 12, 31) };
}

const period = (ref: Ref, to: number, unit: PeriodUnit, ahead: number): Period => ({
  to,
  unit,
  ahead,
  ...periodAt(ref.today, unit, ahead),
});

/** `this week`, `next month`, `the weekend`, `the week after next`, `the coming year`. */
export function matchPeriod(s: Scan, i: number): Period | null {
  const the = s.is(i, 'the');
  let at = the ? i + 1 : i;
  let ahead: number | null = null;
  if (s.is(at, 'this', 'current')) ahead = 0;
  else if (s.is(at, 'next', 'following', 'nxt')) ahead = 1;
  else if (s.is(at, 'coming', 'upcoming')) ahead = -100;
  else if (s.is(at, 'last', 'previous', 'past')) ahead = -1;
  if (ahead === 0 && s.is(at + 1, 'coming')) at += 1;
  if (ahead !== null) at += 1;
  const unit = UNITS.get(s.word(at));
  if (unit === undefined || !s.endsClean(at + 1)) return null;
  if (ahead === null && s.is(at + 1, 'after') && s.is(at + 2, 'next')) return period(s.ref, at + 3, unit, 2);
  if (ahead === -100) ahead = unit === 'weekend' ? 0 : 1;
  if (ahead === null) {
    if (!the || unit === 'week') return null;
    ahead = 0;
    if (unit !== 'weekend') return null;
  }
  return period(s.ref, at + 1, unit, ahead);
}

/** The day to do something that is planned for a period: its first day, or today when it is running. */
export function matchPeriodDay(s: Scan, i: number): DateMatch | null {
  const at = s.is(i, 'over', 'during', 'in', 'later', 'sometime', 'anytime') ? i + 1 : i;
  const p = matchPeriod(s, at);
  if (p === null) return null;
  const day = p.ahead === 0 ? Math.max(p.first, Math.min(s.ref.today, p.last)) : p.first;
  return { to: p.to, day, form: 'period', period: p };
}

const SHORT_ENDS: ReadonlyMap<string, PeriodUnit> = new Map(
  Object.entries({ eom: 'month', eow: 'week', eoy: 'year', eoq: 'quarter' } as const),
);

/** `end of month`, `beginning of next week`, `mid January`, `early May`, `eom`, `month end`. */
export function matchPartOfPeriod(s: Scan, i: number): DateMatch | null {
  const short = SHORT_ENDS.get(s.word(i));
  if (short !== undefined) return partDay(s, i + 1, 'end', period(s.ref, i + 1, short, 0), true);
  if (s.is(i, 'eod', 'cob')) return { to: i + 1, day: s.ref.today, form: 'partOfPeriod' };
  const introduced = s.is(i, 'in', 'at') && i + 1 < s.lx.length ? i + 1 : i;
  let at = s.is(introduced, 'the') ? introduced + 1 : introduced;
  const part = PARTS.get(s.word(at));
  if (part === undefined) return null;
  const spoken = s.word(at);
  at += 1;
  const joined = s.gluedMark(at, '-') && s.glued(at + 1);
  if (joined) at += 1;
  const of = s.is(at, 'of', 'in');
  if (of) at += 1;
  else if (
    !['mid', 'early', 'late', 'middle'].includes(spoken) &&
    !(spoken === 'end' && s.is(at, 'month', 'week', 'year', 'quarter'))
  )
    return null;
  if (of && (s.is(at, 'day') || (s.is(at, 'the') && s.is(at + 1, 'day'))) && part === 'end') {
    return { to: s.is(at, 'the') ? at + 2 : at + 1, day: s.ref.today, form: 'partOfPeriod' };
  }
  return partOfWeek(s, at, part) ?? partOfNamedMonth(s, at, part) ?? partOfPeriod(s, at, part);
}

/** `end of week 32`: its Friday. */
function partOfWeek(s: Scan, i: number, part: Part): DateMatch | null {
  const week = matchWeekNumber(s, i);
  if (week === null) return null;
  const monday = week.day - weekdayOf(week.day);
  return { to: week.to, day: monday + { start: 0, middle: 2, end: 4 }[part], form: 'partOfPeriod' };
}

type Part = 'start' | 'middle' | 'end';

const PARTS: ReadonlyMap<string, Part> = new Map(
  Object.entries({
    beginning: 'start',
    start: 'start',
    begin: 'start',
    early: 'start',
    mid: 'middle',
    middle: 'middle',
    end: 'end',
    late: 'end',
  } as const),
);

function partOfNamedMonth(s: Scan, i: number, part: Part): DateMatch | null {
  const month = matchMonth(s, i);
  if (month === null || !s.endsClean(month.to)) return null;
  const year = matchYear(s, month.to);
  const now = civilOf(s.ref.today);
  const pick = (y: number): number =>
    dayOf(y, month.month, part === 'start' ? 1 : part === 'middle' ? 15 : daysInMonth(y, month.month));
  let day = pick(year?.year ?? now.y);
  if (year === null && day < s.ref.today) day = pick(now.y + 1);
  return { to: year?.to ?? month.to, day, form: 'partOfPeriod' };
}

function partOfPeriod(s: Scan, i: number, part: Part): DateMatch | null {
  const bare = UNITS.get(s.word(s.is(i, 'the') ? i + 1 : i));
  const p =
    matchPeriod(s, i) ?? (bare === undefined ? null : period(s.ref, s.is(i, 'the') ? i + 2 : i + 1, bare, 0));
  const quarter = p === null ? matchQuarter(s, i) : null;
  const year = p === null && quarter === null ? matchYear(s, i) : null;
  if (quarter !== null) return partDay(s, quarter.to, part, quarter, false);
  if (year !== null) {
    const whole = {
      to: year.to,
      unit: 'year' as const,
      ahead: 1,
      first: dayOf(year.year, 1, 1),
      last: dayOf(year.year, 12, 31),
    };
    return partDay(s, year.to, part, whole, false);
  }
  return p === null || !s.endsClean(p.to) ? null : partDay(s, p.to, part, p, p.ahead === 0);
}

/** The end of a week is its Friday: what is due "by the end of the week" is wanted before the weekend. */
function partDay(s: Scan, to: number, part: Part, p: Period, roll: boolean): DateMatch {
  const pick = (q: { first: number; last: number }): number => {
    if (part === 'start') return q.first;
    if (part === 'end') return p.unit === 'week' ? q.last - 2 : q.last;
    if (p.unit === 'month') return q.first + 14;
    return p.unit === 'week' ? q.first + 2 : Math.floor((q.first + q.last) / 2);
  };
  let day = pick(p);
  if (roll && day < s.ref.today) {
    // The weekend still belongs to the week whose Friday is over.
    const late = p.unit === 'week' && part === 'end' && s.ref.today <= p.last;
    day = late ? p.last : pick(periodAt(s.ref.today, p.unit, 1));
  }
  return { to, day, form: 'partOfPeriod' };
}

function matchQuarter(s: Scan, i: number): Period | null {
  if (!s.is(i, 'q') || !s.glued(i + 1)) return null;
  const q = s.num(i + 1);
  if (!(q >= 1 && q <= 4)) return null;
  const year = matchYear(s, i + 2);
  const now = civilOf(s.ref.today);
  const current = Math.floor((now.m - 1) / 3) + 1;
  const y = year?.year ?? (q < current ? now.y + 1 : now.y);
  const m = (q - 1) * 3 + 1;
  return {
    to: year?.to ?? i + 2,
    unit: 'quarter',
    ahead: q === current && y === now.y ? 0 : 1,
    first: dayOf(y, m, 1),
    last: dayOf(y, m + 2, daysInMonth(y, m + 2)),
  };
}

/** `in Q3`, `Q3 2027`: its first day. Without a preposition or year it is left alone. */
export function matchQuarterDay(s: Scan, i: number): DateMatch | null {
  const introduced = s.is(i, 'in');
  const q = matchQuarter(s, introduced ? i + 1 : i);
  if (q === null || (!introduced && q.to - i < 3)) return null;
  return { to: q.to, day: Math.max(q.first, q.ahead === 0 ? s.ref.today : q.first), form: 'period' };
}

/** `week 32`, `calendar week 32`, `W32 2027`: the Monday of that ISO week. */
export function matchWeekNumber(s: Scan, i: number): DateMatch | null {
  let at = s.is(i, 'in') ? i + 1 : i;
  if (s.is(at, 'calendar')) at += 1;
  if (!s.is(at, 'week', 'wk', 'kw', 'cw', 'w')) return null;
  const short = s.word(at) === 'w';
  const n = s.num(at + 1);
  if (Number.isNaN(n) || (short && !s.glued(at + 1)) || s.digits(at + 1) > 2) return null;
  // "Ski week 14 to 21 February" is no week 14.
  const ranged = (s.isDash(at + 2) || s.is(at + 2, 'to', 'until', 'through')) && s.digits(at + 3) > 0;
  if (ranged || matchMonth(s, at + 2) !== null) return null;
  const of = s.is(at + 2, 'of', ',', '/') ? at + 3 : at + 2;
  const year = matchYear(s, of);
  const now = civilOf(s.ref.today).y;
  if (year !== null) {
    const start = isoWeekStart(year.year, n);
    return start === null ? null : { to: year.to, day: start, form: 'week' };
  }
  for (const y of [now - 1, now, now + 1, now + 2]) {
    const start = isoWeekStart(y, n);
    if (start !== null && start + 6 >= s.ref.today && start > s.ref.today - 7) {
      return {
        to: at + 2,
        day: Math.max(start, start === s.ref.today - weekdayOf(s.ref.today) ? start : 0),
        form: 'week',
      };
    }
  }
  return null;
}
