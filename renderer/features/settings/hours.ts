import type { Weekday, WorkingHours } from '../../../core/problem.ts';
import { timeOfDay } from '../../../core/time/week.ts';

export type Spans = Array<[string, string]>;

export const WEEKDAYS: ReadonlyArray<[Weekday, string]> = [
  ['mon', 'Monday'],
  ['tue', 'Tuesday'],
  ['wed', 'Wednesday'],
  ['thu', 'Thursday'],
  ['fri', 'Friday'],
  ['sat', 'Saturday'],
  ['sun', 'Sunday'],
];

export function spansOf(hours: WorkingHours, day: Weekday): Spans {
  return hours === 'always' ? [['00:00', '24:00']] : (hours[day] ?? []);
}

/** The same hours with one day's spans replaced; a day without spans is a day off. */
export function withDay(hours: WorkingHours, day: Weekday, spans: Spans): WorkingHours {
  const all = Object.fromEntries(WEEKDAYS.map(([name]) => [name, spansOf(hours, name)]));
  const next = { ...all, [day]: spans };
  return Object.fromEntries(Object.entries(next).filter(([, list]) => list.length > 0));
}

/** What is wrong with a day's spans, or null: each must end after it begins, and none may begin before the last ended. */
export function problemWith(spans: Spans): string | null {
  let last = '00:00';
  for (const [from, to] of spans) {
    if (to <= from) return 'It ends before it begins.';
    if (from < last) return 'These hours overlap.';
    last = to;
  }
  return null;
}

/** A further span for a day: two hours after the last one, or a usual day. Null when the day is full. */
export function nextSpan(spans: Spans): [string, string] | null {
  const last = spans.at(-1);
  if (!last) return ['09:00', '17:30'];
  const hour = Number(last[1].slice(0, 2)) + 1;
  if (hour > 22) return null;
  return [timeOfDay(hour * 60), timeOfDay(Math.min(hour + 2, 24) * 60)];
}
