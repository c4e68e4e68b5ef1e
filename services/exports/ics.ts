import { plainRule } from '../../core/time/skip-holidays.ts';
import type { CalendarEvent } from '../../core/domain/calendar.ts';
import type { Task } from '../../core/domain/task.ts';
import { instantOf } from '../../core/time/zoned.ts';
import { contentLines as lines, dayText, escaped, utc, wallText } from '../calendars/ics/write.ts';
import type { RequestTime } from '../context.ts';

/** Appointments (VEVENT) and tasks (VTODO) as iCalendar, RFC 5545. */

export function icsHead(name = 'Daymark'): string {
  return lines([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Daymark//Daymark//EN',
    'CALSCALE:GREGORIAN',
    `X-WR-CALNAME:${escaped(name)}`,
  ]);
}

export const ICS_FOOT = 'END:VCALENDAR\r\n';

export function eventLines(event: CalendarEvent, { at }: RequestTime): string {
  const { id, title, start, end, tz, allDay, blocks, updatedAt, rrule, except = [], location } = event;
  // A series keeps its wall clock; what happens once is the same moment everywhere.
  const when = (name: string, local: string): string =>
    allDay
      ? `${name};VALUE=DATE:${dayText(local)}`
      : rrule
        ? `${name};TZID=${tz}:${wallText(local)}`
        : `${name}:${utc(instantOf(local, tz))}`;
  return lines([
    'BEGIN:VEVENT',
    `UID:${id}`,
    `DTSTAMP:${utc(at)}`,
    `LAST-MODIFIED:${utc(updatedAt)}`,
    when('DTSTART', start),
    when('DTEND', end),
    `SUMMARY:${escaped(title)}`,
    ...(location ? [`LOCATION:${escaped(location)}`] : []),
    ...(rrule ? [`RRULE:${rrule}`, ...except.map((one) => when('EXDATE', one))] : []),
    `TRANSP:${blocks ? 'OPAQUE' : 'TRANSPARENT'}`,
    'END:VEVENT',
  ]);
}

const STATUS = { open: 'NEEDS-ACTION', done: 'COMPLETED', dropped: 'CANCELLED' } as const;
const PRIORITY = { 1: 1, 2: 5, 3: 9, 4: 0 } as const;

export function taskLines(task: Task, { at }: RequestTime): string {
  const { tz, rrule, completedAt, notes, tags, project, durationMin } = task;
  // A series keeps its wall clock; what happens once is the same moment everywhere.
  const when = (name: string, local: string | null): string[] => {
    if (local === null) return [];
    if (local.length <= 10) return [`${name};VALUE=DATE:${dayText(local)}`];
    return [rrule ? `${name};TZID=${tz}:${wallText(local)}` : `${name}:${utc(instantOf(local, tz))}`];
  };
  return lines([
    'BEGIN:VTODO',
    `UID:${task.id}`,
    `DTSTAMP:${utc(at)}`,
    `CREATED:${utc(task.createdAt)}`,
    `LAST-MODIFIED:${utc(task.updatedAt)}`,
    `SUMMARY:${escaped(task.title)}`,
    ...(notes === '' ? [] : [`DESCRIPTION:${escaped(notes)}`]),
    ...when('DTSTART', task.start ?? task.date),
    ...when('DUE', task.deadline),
    ...(durationMin === null ? [] : [`ESTIMATED-DURATION:PT${Math.round(durationMin)}M`]),
    `PRIORITY:${PRIORITY[task.priority]}`,
    `STATUS:${STATUS[task.status]}`,
    ...(task.status === 'done' && completedAt !== null ? [`COMPLETED:${utc(completedAt)}`] : []),
    ...(tags.length === 0 ? [] : [`CATEGORIES:${tags.map(escaped).join(',')}`]),
    ...(project === null ? [] : [`X-DAYMARK-PROJECT:${escaped(project)}`]),
    ...(rrule === null ? [] : [`RRULE:${plainRule(rrule)}`]),
    'END:VTODO',
  ]);
}
