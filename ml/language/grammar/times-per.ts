import { UNITS } from '../lexicon.ts';
import type { Scan } from '../scan.ts';
import { matchNumber } from './amounts.ts';
import { ADVERBS, type Head, unitRule } from './recurrence-head.ts';
import { onDays, type Rule, rule } from './rrule.ts';

const SPREAD: readonly (readonly number[])[] = [
  [],
  [],
  [0, 3],
  [0, 2, 4],
  [0, 1, 3, 4],
  [0, 1, 2, 3, 4],
  [0, 1, 2, 3, 4, 5],
];
const COUNTS: ReadonlyMap<string, number> = new Map([
  ['once', 1],
  ['twice', 2],
  ['thrice', 3],
]);

/** `twice a week`, `3 times a week`, `3x/week`, `once a month`: days are spread evenly over the period. */
export function matchTimesPer(s: Scan, i: number): Head | null {
  let n = COUNTS.get(s.word(i)) ?? Number.NaN;
  let at = i + 1;
  if (Number.isNaN(n)) {
    const num = matchNumber(s, i);
    if (num === null) return null;
    n = num.value;
    at = num.to;
    if (s.is(at, 'times', 'x', '×', 'days', 'time')) at += 1;
    else return null;
  }
  const adverb = ADVERBS.get(s.word(at));
  if (adverb !== undefined && adverb[1] === 1) {
    const made = spread(rule(adverb[0]), n);
    return made === null ? null : { to: at + 1, rule: made, ...weekly(made, n) };
  }
  if (s.is(at, 'a', 'per', 'each', 'every', 'an', '/')) at += 1;
  else return null;
  const unit = UNITS.get(s.word(at));
  const base = unit === undefined ? null : unitRule(unit, 1);
  if (base === null || n !== Math.floor(n) || n < 1) return null;
  const made = spread(base, n);
  return made === null ? null : { to: at + 1, rule: made, ...weekly(made, n) };
}

/** Once a week and every day of it are rules; between them the days are open. */
function weekly(made: Rule, n: number): Pick<Head, 'timesPerWeek'> {
  return made.freq === 'WEEKLY' && made.interval === 1 && n > 1 ? { timesPerWeek: n } : {};
}

function spread(base: Rule, n: number): Rule | null {
  if (n === 1) return base;
  if (base.freq === 'WEEKLY') {
    if (n === 7) return rule('DAILY');
    const days = SPREAD[n];
    return days === undefined ? null : { ...base, byDay: onDays(days) };
  }
  if (base.freq === 'MONTHLY' && base.interval === 1 && n <= 28) {
    return { ...base, byMonthDay: Array.from({ length: n }, (_, k) => 1 + Math.floor((k * 28) / n)) };
  }
  if (base.freq === 'YEARLY' && 12 % n === 0) return rule('MONTHLY', 12 / n);
  if (base.freq === 'DAILY' && n <= 12) {
    const first = 9 * 60;
    const gap = n === 2 ? 600 : Math.floor(720 / (n - 1));
    return { ...base, times: Array.from({ length: n }, (_, k) => Math.floor((first + k * gap) / 60) * 60) };
  }
  return null;
}
