import type { Unit } from '../lexicon.ts';
import { WORKDAYS } from './dates-absolute.ts';
import { type Freq, onDays, type Rule, rule } from './rrule.ts';

/** The beginning of a recurrence: which rule, before times, bounds and exceptions are read. */
export interface Head {
  to: number;
  rule: Rule;
  part?: 'morning' | 'afternoon' | 'evening' | 'night';
  fromCompletion?: boolean;
  adverb?: boolean;
  plural?: boolean;
  timesPerWeek?: number;
}

/** Frequency and interval of an adverb. */
export const ADVERBS: ReadonlyMap<string, [Freq, number]> = new Map(
  Object.entries({
    daily: ['DAILY', 1],
    everyday: ['DAILY', 1],
    nightly: ['DAILY', 1],
    hourly: ['HOURLY', 1],
    weekly: ['WEEKLY', 1],
    biweekly: ['WEEKLY', 2],
    fortnightly: ['WEEKLY', 2],
    monthly: ['MONTHLY', 1],
    bimonthly: ['MONTHLY', 2],
    quarterly: ['MONTHLY', 3],
    semiannually: ['MONTHLY', 6],
    biannually: ['MONTHLY', 6],
    yearly: ['YEARLY', 1],
    annually: ['YEARLY', 1],
    biennially: ['YEARLY', 2],
  } satisfies Record<string, [Freq, number]>),
);

/** Parts of the day that follow `every`. */
export const PARTS: ReadonlyMap<string, Head['part']> = new Map([
  ['morning', 'morning'],
  ['afternoon', 'afternoon'],
  ['evening', 'evening'],
  ['night', 'night'],
] as const);

/** Rule of `n` of a unit; null where no rule says that. */
export function unitRule(unit: Unit, n: number): Rule | null {
  if (n < 1 || n > 1000 || n !== Math.floor(n)) {
    if (unit === 'hour' && n > 0 && Number.isInteger(n * 60)) return rule('MINUTELY', n * 60);
    if (unit === 'week' && Number.isInteger(n * 7) && n > 0) return rule('DAILY', n * 7);
    if (unit === 'year' && Number.isInteger(n * 12) && n > 0) return rule('MONTHLY', n * 12);
    return null;
  }
  switch (unit) {
    case 'minute':
      return rule('MINUTELY', n);
    case 'hour':
      return rule('HOURLY', n);
    case 'day':
      return rule('DAILY', n);
    case 'workday':
      return n === 1
        ? rule('WEEKLY', 1, { byDay: onDays(WORKDAYS) })
        : rule('DAILY', n, { byDay: onDays(WORKDAYS) });
    case 'week':
      return rule('WEEKLY', n);
    case 'fortnight':
      return rule('WEEKLY', n * 2);
    case 'month':
      return rule('MONTHLY', n);
    case 'quarter':
      return rule('MONTHLY', n * 3);
    case 'year':
      return rule('YEARLY', n);
    default:
      return null;
  }
}
