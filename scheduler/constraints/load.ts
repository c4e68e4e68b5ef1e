import { overlap, union } from '../model/intervals.ts';
import type { Model } from '../model/model.ts';
import type { Constraint } from './constraint.ts';

/** Minutes of a day's work beyond what the person usually gets through on that weekday. */
export const load: Constraint = {
  name: 'load',
  unit: 'minutes beyond the usual day',
  bind(model) {
    const usual = usualMinutes(model);
    if (usual.every((minutes) => minutes === Number.POSITIVE_INFINITY)) return undefined;
    return { ofDay: (day, minutes) => Math.max(0, minutes - usual[day]!) };
  },
};

/** What each day of the horizon usually holds; infinite where nothing has been learned. Of today, the part that is left. */
export function usualMinutes({ problem, timeline }: Model): Float64Array {
  const learned = problem.profile?.capacityMin;
  return Float64Array.from(timeline.weekdays, (weekday, day) => {
    const minutes = learned?.[weekday];
    if (minutes === undefined) return Number.POSITIVE_INFINITY;
    if (day > 0 || problem.workingHours === 'always') return minutes * shareLeft(timeline.dayStart, day);
    const spans = (problem.workingHours[weekday] ?? []).map(([from, to]) =>
      timeline.spanOfDay(day, from, to),
    );
    const hours = union(spans);
    const all = overlap(hours, timeline.dayStart[0]!, timeline.end);
    return all > 0 ? (minutes * overlap(hours, 0, timeline.end)) / all : 0;
  });
}

function shareLeft(dayStart: Float64Array, day: number): number {
  const from = dayStart[day]!;
  const to = dayStart[day + 1]!;
  return (to - Math.max(0, from)) / (to - from);
}

/** Calls `add` for each local day that the minutes `[from, to)` touch, from now on, with how many of them it has. */
export function eachDay(
  { timeline }: Model,
  from: number,
  to: number,
  add: (day: number, minutes: number) => void,
): void {
  let at = Math.max(0, from);
  if (at >= to) return;
  for (let day = timeline.dayIndexOf(at); day >= 0 && day < timeline.days.length && at < to; day++) {
    const until = Math.min(to, timeline.dayStart[day + 1]!);
    add(day, until - at);
    at = until;
  }
}
