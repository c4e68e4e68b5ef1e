import type { WorkingHours } from '../../core/problem.ts';
import { addDays, weekdayOf } from '../../core/time/zoned.ts';
import { minuteOfDay, WEEKDAYS } from '../../core/time/week.ts';

/** Monday first, as `weekdayOf` counts. */
/**
 * The hours of a week in which a day without any is open, too, from the earliest hour of the others to the latest.
 * Undefined when the day has hours, or no day has.
 */
export function withDay(hours: WorkingHours, day: string): Exclude<WorkingHours, 'always'> | undefined {
  const weekday = WEEKDAYS[weekdayOf(day) - 1]!;
  if (hours === 'always' || (hours[weekday]?.length ?? 0) > 0) return undefined;
  const spans = Object.values(hours).flat();
  if (spans.length === 0) return undefined;
  const from = spans.map(([start]) => start).reduce((a, b) => (b < a ? b : a));
  const to = spans.map(([, end]) => end).reduce((a, b) => (b > a ? b : a));
  return { ...hours, [weekday]: [[from, to]] };
}

/** Working minutes of `[from, to)` on the wall clock. */
export function workingMinutes(from: string, to: string, hours: WorkingHours): number {
  let total = 0;
  for (let day = from.slice(0, 10); `${day}T00:00` < to; day = addDays(day, 1)) {
    const spans =
      hours === 'always' ? ([['00:00', '24:00']] as const) : (hours[WEEKDAYS[weekdayOf(day) - 1]!] ?? []);
    const opens = day === from.slice(0, 10) ? minuteOfDay(from.slice(11)) : 0;
    const closes = day === to.slice(0, 10) ? minuteOfDay(to.slice(11)) : 1_440;
    for (const [start, end] of spans) {
      total += Math.max(0, Math.min(minuteOfDay(end), closes) - Math.max(minuteOfDay(start), opens));
    }
  }
  return total;
}

/** The first day from `day` on with this many working minutes left after `from`; `day` itself when none is found soon. */
export function dayWithRoom(
  day: string,
  from: string,
  minutes: number,
  hours: WorkingHours,
  withinDays: number,
): string {
  for (let offset = 0; offset < withinDays; offset += 1) {
    const candidate = addDays(day, offset);
    const opens = candidate === from.slice(0, 10) ? from : `${candidate}T00:00`;
    if (workingMinutes(opens, `${addDays(candidate, 1)}T00:00`, hours) >= minutes) return candidate;
  }
  return day;
}
