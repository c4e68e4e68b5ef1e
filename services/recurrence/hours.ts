import { formatDay, readMoment } from '../../core/time/civil.ts';
import { HOUR_MS, MINUTE_MS } from '../../core/time/units.ts';
import { instantOf, localOf, startOfDay } from '../../core/time/zoned.ts';
import { isRuleDay } from './days.ts';
import type { RecurrenceRule } from './rule.ts';

/** Rules that count hours and minutes. They count real time, so that a clock change makes none longer. */

/** Moments looked at, one after the other without one that fits, before a rule is given up. */
const MAX_MISSES = 3_000;
const MAX_DAYS = 30_000;
const LAST_MS = Date.UTC(9999, 11, 31);

/** Occurrences as instants (epoch ms) in order, from the first at or after `from`. */
export function* hoursFrom(
  rule: RecurrenceRule,
  anchor: { start: string; tz: string },
  from: number,
): Generator<number> {
  const { tz } = anchor;
  const first = instantOf(anchor.start.length > 10 ? anchor.start : `${anchor.start}T00:00`, tz);
  const step = rule.interval * (rule.frequency === 'HOURLY' ? 60 : 1) * MINUTE_MS;
  const onGrid = (at: number): number => first + Math.max(0, Math.ceil((at - first) / step)) * step;
  const free = isFree(rule);
  // Several minutes of one hour: the hour itself may begin before the moment asked for.
  const minutes = rule.frequency === 'HOURLY' ? rule.byMinute.toSorted((a, b) => a - b) : [];
  let at = onGrid(minutes.length > 0 ? from - HOUR_MS : from);
  for (let misses = 0; misses < MAX_MISSES && at < LAST_MS; misses += 1) {
    if (free) {
      misses = 0;
      yield at;
      at += step;
      continue;
    }
    const { day, min } = readMoment(localOf(at, tz));
    const next = ruleDayFrom(rule, day);
    if (next === null) return;
    if (next > day) {
      at = onGrid(startOfDay(formatDay(next), tz));
    } else if (rule.byHour.length > 0 && !rule.byHour.includes(Math.floor(min / 60))) {
      at = onGrid(at + (60 - (min % 60)) * MINUTE_MS);
    } else if (minutes.length > 0) {
      misses = 0;
      const hour = at - (min % 60) * MINUTE_MS;
      for (const minute of minutes) if (hour + minute * MINUTE_MS >= first) yield hour + minute * MINUTE_MS;
      at += step;
    } else {
      if (rule.byMinute.length === 0 || rule.byMinute.includes(min % 60)) {
        misses = 0;
        yield at;
      }
      at += step;
    }
  }
}

/** The first day from `day` on that the rule names; null when none comes. */
function ruleDayFrom(rule: RecurrenceRule, day: number): number | null {
  for (let at = day; at < day + MAX_DAYS; at += 1) if (isRuleDay(rule, at)) return at;
  return null;
}

function isFree(rule: RecurrenceRule): boolean {
  if (rule.without !== null) return false;
  const parts = [rule.byMonth, rule.byMonthDay, rule.byYearDay, rule.byWeekNo, rule.byDay];
  return [...parts, rule.byHour, rule.byMinute].every((part) => part.length === 0);
}
