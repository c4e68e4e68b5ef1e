import type { CalendarEvent } from '../../../core/domain/calendar.ts';
import type { PlannedBlock } from '../../../core/domain/views.ts';

/**
 * The day the timeline opens on: today while anything of it is still ahead or under way, else the next day with a plan.
 * `now` is the wall clock, `YYYY-MM-DDTHH:mm`.
 */
export function dayWorthShowing(
  blocks: readonly PlannedBlock[],
  eventsToday: readonly Pick<CalendarEvent, 'end' | 'allDay'>[],
  now: string,
): string {
  const today = now.slice(0, 10);
  const open = blocks.filter((block) => !block.done);
  if (open.some((block) => block.start.slice(0, 10) === today && (block.end > now || block.running)))
    return today;
  if (eventsToday.some((event) => !event.allDay && event.end > now)) return today;
  const days = open.map((block) => block.start.slice(0, 10)).filter((day) => day > today);
  return days.reduce((first, day) => (day < first ? day : first), days[0] ?? today);
}
