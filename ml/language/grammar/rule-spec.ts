import { WORKDAYS } from './dates-absolute.ts';
import type { DaySpec } from './day-spec.ts';
import { type Freq, onDays, type Rule, rule } from './rrule.ts';

/** The rule that days alone imply: weekly for weekdays, monthly for days of the month, yearly for dates. */
export function ruleOfSpec(spec: DaySpec): Rule | null {
  if (spec.weekdays.length > 0) {
    return rule('WEEKLY', 1, { byDay: onDays(spec.weekdays), byMonth: spec.months });
  }
  const freq: Freq = spec.months.length > 0 ? 'YEARLY' : 'MONTHLY';
  const base = rule(freq, 1, { byMonth: spec.months });
  return fillSpec(base, spec);
}

/** Adds the named days to a rule whose frequency is known; null when they cannot go together. */
export function fillSpec(r: Rule, spec: DaySpec): Rule | null {
  if (spec.weekdays.length > 0) {
    // "every 14 days on Wednesday" goes by weeks.
    const weeks = r.freq === 'DAILY' && r.interval % 7 === 0 ? r.interval / 7 : r.interval;
    const daily = r.freq === 'DAILY' && (r.interval === 1 || weeks < r.interval);
    const weekly = daily ? { ...r, freq: 'WEEKLY' as const, interval: weeks } : r;
    return { ...weekly, byDay: onDays(spec.weekdays), byMonth: [...r.byMonth, ...spec.months] };
  }
  if (r.freq !== 'MONTHLY' && r.freq !== 'YEARLY') return null;
  const next: Rule = { ...r, byMonth: [...r.byMonth, ...spec.months] };
  if (spec.nths.length > 0) next.byDay = spec.nths.map(({ n, weekday }) => ({ n, weekday }));
  if (spec.monthDays.length > 0) next.byMonthDay = spec.monthDays;
  if (spec.workPos !== null) {
    next.byDay = onDays(WORKDAYS);
    next.setPos = spec.workPos;
  }
  return next;
}
