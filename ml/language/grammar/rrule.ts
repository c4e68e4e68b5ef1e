import { addMonths, civilOf, dayOf, daysInMonth, weekdayOf } from '../calendar.ts';

export type Freq = 'HOURLY' | 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY' | 'MINUTELY';

export interface ByDay {
  /** 0 = Monday. */
  weekday: number;
  /** nth of the month; 0 = every. */
  n: number;
}

/** The parts of an RFC 5545 rule that words can say. */
export interface Rule {
  freq: Freq;
  interval: number;
  byMonth: number[];
  byMonthDay: number[];
  byDay: ByDay[];
  /** Minutes since midnight, when the words name several times of day. */
  times: number[];
  setPos: number | null;
  count: number | null;
  /** Last possible day, inclusive. */
  until: number | null;
}

export const rule = (freq: Freq, interval = 1, more: Partial<Rule> = {}): Rule => ({
  freq,
  interval,
  byMonth: [],
  byMonthDay: [],
  byDay: [],
  times: [],
  setPos: null,
  count: null,
  until: null,
  ...more,
});

export const onDays = (weekdays: readonly number[]): ByDay[] =>
  [...new Set(weekdays)].sort((a, b) => a - b).map((weekday) => ({ weekday, n: 0 }));

const NAMES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

const list = (xs: readonly number[]): string => [...new Set(xs)].sort((a, b) => a - b).join(',');

/** RRULE value: FREQ, INTERVAL, BY parts, then COUNT or UNTIL; parts that say nothing are left out. */
export function formatRule(r: Rule): string {
  const out = [`FREQ=${r.freq}`];
  if (r.interval > 1) out.push(`INTERVAL=${r.interval}`);
  if (r.byMonth.length > 0) out.push(`BYMONTH=${list(r.byMonth)}`);
  if (r.byMonthDay.length > 0) out.push(`BYMONTHDAY=${list(r.byMonthDay)}`);
  if (r.byDay.length > 0)
    out.push(`BYDAY=${r.byDay.map((d) => `${d.n === 0 ? '' : d.n}${NAMES[d.weekday] ?? ''}`).join(',')}`);
  if (r.times.length > 0) {
    out.push(
      `BYHOUR=${list(r.times.map((t) => Math.floor(t / 60)))}`,
      `BYMINUTE=${list(r.times.map((t) => t % 60))}`,
    );
  }
  if (r.setPos !== null) out.push(`BYSETPOS=${r.setPos}`);
  if (r.count !== null) out.push(`COUNT=${r.count}`);
  if (r.until !== null) {
    const c = civilOf(r.until);
    out.push(
      `UNTIL=${String(c.y).padStart(4, '0')}${String(c.m).padStart(2, '0')}${String(c.d).padStart(2, '0')}`,
    );
  }
  return out.join(';');
}

/** Whether a day is one of the rule's days, INTERVAL and bounds aside. */
export function fits(r: Rule, day: number): boolean {
  const c = civilOf(day);
  if (r.byMonth.length > 0 && !r.byMonth.includes(c.m)) return false;
  if (r.setPos !== null) return nthOfSet(r, c.y, c.m) === day;
  const n = daysInMonth(c.y, c.m);
  if (r.byMonthDay.length > 0 && !r.byMonthDay.some((d) => (d < 0 ? n + 1 + d : d) === c.d)) return false;
  if (r.byDay.length === 0) return true;
  const wd = weekdayOf(day);
  return r.byDay.some((b) => b.weekday === wd && (b.n === 0 || nthMatches(b.n, c.d, n)));
}

const nthMatches = (n: number, d: number, length: number): boolean =>
  n > 0 ? Math.ceil(d / 7) === n : Math.ceil((length - d + 1) / 7) === -n;

function nthOfSet(r: Rule, y: number, m: number): number | null {
  const days: number[] = [];
  const first = dayOf(y, m, 1);
  for (let i = 0; i < daysInMonth(y, m); i++) {
    if (r.byDay.some((b) => b.weekday === weekdayOf(first + i))) days.push(first + i);
  }
  const pos = r.setPos ?? 1;
  return (pos < 0 ? days.at(pos) : days[pos - 1]) ?? null;
}

/** First day on or after `from` that fits and isn't off, looking eight years ahead; `from` itself when none does. */
export function firstFit(r: Rule, from: number, isOff: (day: number) => boolean = () => false): number {
  const free = r.byDay.length === 0 && r.byMonthDay.length === 0 && r.byMonth.length === 0;
  if (free && !isOff(from)) return from;
  // Only days that its interval reaches: counted from the first one that a rule without named days would take.
  const step = free ? STEP_DAYS[r.freq] * r.interval : 1;
  for (let day = from; day < from + 2930; day += step) if (fits(r, day) && !isOff(day)) return day;
  return from;
}

/** Days from one occurrence of a rule without named days to the next; months and years begin with the next free day. */
const STEP_DAYS: Record<Freq, number> = {
  MINUTELY: 1,
  HOURLY: 1,
  DAILY: 1,
  WEEKLY: 7,
  MONTHLY: 1,
  YEARLY: 1,
};

/** Last day of `n` units of time that begin on `first`, inclusive. */
export function spanEnd(first: number, n: number, unit: 'day' | 'week' | 'month' | 'year'): number {
  if (unit === 'day') return first + n - 1;
  if (unit === 'week') return first + n * 7 - 1;
  return addMonths(first, unit === 'month' ? n : n * 12) - 1;
}
