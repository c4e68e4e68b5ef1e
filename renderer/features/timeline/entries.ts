import type { CalendarEvent } from '../../../core/domain/calendar.ts';
import type { KeptFocus, PlannedBlock, PlanView } from '../../../core/domain/views.ts';
import { say } from '../../../core/messages/index.ts';
import { addDays } from '../../../core/time/zoned.ts';
import { addMinutes, minutesBetween } from '../../wording/format.ts';

/** One thing on the grid. Times are wall-clock strings; the grid runs in UTC so that none of them is shifted. */
export interface Entry {
  id: string;
  title: string;
  start: string;
  end: string;
  allDay?: boolean;
  display?: 'background';
  editable: boolean;
  extendedProps: EntryDetails;
}

export interface EntryDetails {
  kind: 'task' | 'event' | 'energy' | 'focus' | 'ghost' | 'travel';
  /** The task's or the event's id; why a stretch is kept for focus. */
  of: string;
  /** The colour of its project or calendar. */
  project: number | null;
  done: boolean;
  running: boolean;
  pinned: boolean;
  late: boolean;
  /** Title of an appointment that lies over a block; null when none does. */
  under: string | null;
  /** Whether work can't be planned over an appointment. */
  blocks: boolean;
  level: number;
  /** An appointment as it is edited; null for everything else. */
  event: CalendarEvent | null;
}

const PLAIN: Omit<EntryDetails, 'kind' | 'of'> = {
  project: null,
  done: false,
  running: false,
  pinned: false,
  late: false,
  under: null,
  blocks: true,
  level: 0,
  event: null,
};

export function taskEntries(
  blocks: readonly PlannedBlock[],
  colourOf: (projectId: string) => number | null,
): Entry[] {
  return blocks.map((block) => ({
    id: `task:${block.taskId}:${block.part}`,
    title: block.title,
    start: block.start,
    end: block.end,
    editable: !block.done,
    extendedProps: {
      ...PLAIN,
      kind: 'task',
      of: block.taskId,
      project: block.projectId ? colourOf(block.projectId) : null,
      done: block.done,
      running: block.running,
      pinned: block.pinned,
      late: block.slack === 'late',
      under: block.under ?? null,
    },
  }));
}

export function eventEntries(
  events: readonly CalendarEvent[],
  colourOf: (calendarId: string) => number | null,
): Entry[] {
  return events.map((event) => ({
    id: `event:${event.id}`,
    title: event.title,
    start: event.start,
    end: event.end,
    allDay: event.allDay,
    editable: !event.allDay && (event.calendarId === undefined || event.writable === true),
    extendedProps: {
      ...PLAIN,
      kind: 'event',
      of: event.id,
      project: event.calendarId === undefined ? null : colourOf(event.calendarId),
      blocks: event.blocks,
      event,
    },
  }));
}

/** The ways to and from appointments: hatched stretches before and after them. */
export function travelEntries(events: readonly CalendarEvent[]): Entry[] {
  return events
    .filter((event) => !event.allDay && event.blocks)
    .flatMap((event) =>
      [
        { way: 'to', start: addMinutes(event.start, -event.travelBeforeMin), end: event.start },
        { way: 'from', start: event.end, end: addMinutes(event.end, event.travelAfterMin) },
      ]
        .filter(({ start, end }) => start < end)
        .map(({ way, start, end }) => ({
          id: `travel:${way}:${event.id}`,
          title: '',
          start,
          end,
          display: 'background' as const,
          editable: false,
          extendedProps: { ...PLAIN, kind: 'travel' as const, of: event.id },
        })),
    );
}

/** Minutes of a band that its name takes. */
const NAME_MIN = 20;

/** The quiet bands behind everything: stretches kept for focus. */
export function focusEntries(
  kept: readonly KeptFocus[],
  taken: readonly Pick<PlannedBlock, 'start' | 'end'>[],
  from: string,
  days: number,
): Entry[] {
  const isFree = (start: string): boolean =>
    !taken.some((block) => block.start < addMinutes(start, NAME_MIN) && block.end > start);
  return kept
    .filter(({ start }) => start >= from && start < addDays(from, days))
    .map(({ start, end, why }) => ({
      id: `focus:${start}`,
      // A name that peeps out between blocks says nothing; the day's head has it anyway.
      title: isFree(start) ? 'Focus' : '',
      start,
      end,
      display: 'background',
      editable: false,
      extendedProps: { ...PLAIN, kind: 'focus', of: say(why) },
    }));
}

/** More outlines than these over a full day are a tangle. */
const MAX_GHOSTS = 4;

/** Outlines where a proposed plan would put what it moves. */
export function ghostEntries(plan: PlanView | undefined, from: string, days: number): Entry[] {
  const moved = plan?.proposal?.moved ?? [];
  if (moved.length > MAX_GHOSTS) return [];
  return moved.flatMap(({ taskId, part, to }) => {
    const block = plan?.blocks.find((one) => one.taskId === taskId && one.part === part);
    if (!block || to === null || to < from || to >= addDays(from, days)) return [];
    return [
      {
        id: `ghost:${taskId}:${part}`,
        title: '',
        start: to,
        end: addMinutes(to, minutesBetween(block.start, block.end)),
        display: 'background' as const,
        editable: false,
        extendedProps: { ...PLAIN, kind: 'ghost' as const, of: taskId },
      },
    ];
  });
}

/** The stripe at the edge of the grid: one background entry an hour, its level 0–10. */
export function energyEntries(energyByHour: readonly number[] | null, from: string, days: number): Entry[] {
  if (!energyByHour) return [];
  const two = (value: number): string => String(value).padStart(2, '0');
  return Array.from({ length: days }, (_, offset) => addDays(from, offset)).flatMap((day) =>
    energyByHour.map((energy, hour) => ({
      id: `energy:${day}:${hour}`,
      title: '',
      start: `${day}T${two(hour)}:00`,
      end: hour === 23 ? `${addDays(day, 1)}T00:00` : `${day}T${two(hour + 1)}:00`,
      display: 'background' as const,
      editable: false,
      extendedProps: { ...PLAIN, kind: 'energy' as const, of: day, level: Math.round(energy * 10) },
    })),
  );
}

/**
 * First and last hour to show of so many days from `first`: the working day with an hour around it, widened to hold
 * every entry; what runs over a midnight in view needs the whole night.
 */
export function hoursShown(
  hours: ReadonlyArray<readonly [string, string]>,
  entries: ReadonlyArray<Pick<Entry, 'start' | 'end' | 'allDay'>>,
  first: string,
  days: number,
): { from: number; to: number } {
  let from = 24;
  let to = 0;
  for (const [start, end] of hours) {
    from = Math.min(from, Number(start.slice(0, 2)) - 1);
    to = Math.max(to, hourUp(end) + 1);
  }
  if (from > to) [from, to] = [8, 18];
  const last = addDays(first, days - 1);
  for (const { start, end, allDay } of entries) {
    const startDay = start.slice(0, 10);
    const midnight = end.slice(11, 16) === '00:00';
    const endDay = midnight ? addDays(end.slice(0, 10), -1) : end.slice(0, 10);
    if (allDay || startDay > last || endDay < first) continue;
    const overNight = (startDay > first ? startDay : first) < (endDay < last ? endDay : last);
    from = Math.min(from, overNight || startDay < first ? 0 : Number(start.slice(11, 13)));
    to = Math.max(to, overNight || midnight || endDay > last ? 24 : hourUp(end.slice(11, 16)));
  }
  return { from: Math.max(0, from), to: Math.min(24, Math.max(to, from + 4)) };
}

function hourUp(time: string): number {
  return Number(time.slice(0, 2)) + (time.slice(3, 5) === '00' ? 0 : 1);
}

/** A grid date (kept in UTC) as the wall-clock string it stands for. */
export function wallClock(date: Date): string {
  return date.toISOString().slice(0, 16);
}
