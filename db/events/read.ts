import type { CalendarEvent } from '../../core/domain/calendar.ts';
import type { CalendarId, EventId } from '../../core/ids.ts';
import type { LocalDateTime } from '../../core/time/schemas.ts';
import { fromJson } from '../columns.ts';
import type { Connection } from '../sqlite.ts';
import type { EventReader } from './types.ts';

interface EventRow {
  id: string;
  title: string;
  start_local: string;
  end_local: string;
  tz: string;
  all_day: number;
  blocks: number;
  travel_before_min: number;
  travel_after_min: number;
  created_at: number;
  updated_at: number;
  rrule: string | null;
  except_json: string | null;
  series_id: string | null;
  location: string | null;
}

/** One occurrence of a row that repeats. */
interface OccurrenceRow extends EventRow {
  occurrence_id: string;
  occurrence_start: string;
  occurrence_end: string;
}

/** Of a subscribed calendar: not the person's to change, with what its program says beside. */
interface InstanceRow extends Pick<
  EventRow,
  'id' | 'title' | 'start_local' | 'end_local' | 'tz' | 'all_day' | 'blocks'
> {
  calendar_id: string;
  location: string;
  link: string;
  attendees: number;
  busy: number;
  href: string | null;
  rrule: string | null;
  ignore_from: string | null;
  ignore_to: string | null;
}

const spanOf = (row: string): string =>
  `${row}.start_local < ? AND (${row}.end_local > ? OR ${row}.start_local >= ?)`;
const OCCURRENCES = `SELECT e.*, o.id AS occurrence_id, o.start_local AS occurrence_start, o.end_local AS occurrence_end
  FROM event_occurrences o JOIN calendar_events e ON e.id = o.event_id`;
const INSTANCES = `SELECT i.*, c.busy, c.ignore_from, c.ignore_to, o.href, o.rrule
  FROM calendar_instances i JOIN calendars c ON c.id = i.calendar_id
  LEFT JOIN calendar_objects o ON o.calendar_id = i.calendar_id AND o.uid = i.uid`;

export function eventReader(db: Connection): EventReader {
  return {
    get: (id) => {
      const row = db.get<EventRow>('SELECT * FROM calendar_events WHERE id = ?', id);
      if (row) return toEvent(row);
      const occurrence = db.get<OccurrenceRow>(`${OCCURRENCES} WHERE o.id = ?`, id);
      if (occurrence) return toOccurrence(occurrence);
      const instance = db.get<InstanceRow>(`${INSTANCES} WHERE i.id = ?`, id);
      return instance && toInstance(instance);
    },
    // A day compares below every moment in it, so that both kinds of bound work as they stand.
    between: (from, to) => {
      const bounds = [to, atMinute(from), from];
      const own = db
        .all<EventRow>(`SELECT * FROM calendar_events e WHERE e.rrule IS NULL AND ${spanOf('e')}`, ...bounds)
        .map(toEvent);
      const repeated = db
        .all<OccurrenceRow>(`${OCCURRENCES} WHERE ${spanOf('o')}`, ...bounds)
        .map(toOccurrence);
      const others = db.all<InstanceRow>(`${INSTANCES} WHERE ${spanOf('i')}`, ...bounds).map(toInstance);
      return [...own, ...repeated, ...others].sort(
        (a, b) => compare(a.start, b.start) || compare(a.end, b.end) || compare(a.id, b.id),
      );
    },
    own: () => db.all<EventRow>('SELECT * FROM calendar_events ORDER BY start_local, id').map(toEvent),
    series: () => db.all<EventRow>('SELECT * FROM calendar_events WHERE rrule IS NOT NULL').map(toEvent),
    expansions: () =>
      new Map(
        db
          .all<{ id: EventId; source: string }>('SELECT event_id AS id, source FROM event_expansions')
          .map(({ id, source }) => [id, source]),
      ),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Carries what its series has; its own are the times and the id. */
function toOccurrence(row: OccurrenceRow): CalendarEvent {
  const { except: _except, ...series } = toEvent(row);
  return {
    ...series,
    id: row.occurrence_id as EventId,
    seriesId: series.id,
    start: row.occurrence_start,
    end: row.occurrence_end,
  };
}

function toInstance(row: InstanceRow): CalendarEvent {
  return {
    id: row.id as EventId,
    title: row.title,
    start: row.start_local,
    end: row.end_local,
    tz: row.tz,
    allDay: row.all_day === 1,
    travelBeforeMin: 0,
    travelAfterMin: 0,
    createdAt: 0,
    updatedAt: 0,
    blocks: row.blocks === 1 && row.busy === 1 && !isIgnored(row),
    calendarId: row.calendar_id as CalendarId,
    location: row.location,
    link: row.link,
    attendees: row.attendees,
    ...(row.href === null ? {} : { writable: true }),
    ...(row.rrule === null ? {} : { rrule: row.rrule }),
  };
}

/** Whether an event lies within the hours in which its calendar doesn't count. */
function isIgnored({ start_local: start, end_local: end, all_day: allDay, ...row }: InstanceRow): boolean {
  const { ignore_from: from, ignore_to: to } = row;
  if (from === null || to === null || allDay === 1) return false;
  const [begins, ends] = [start.slice(11), end.slice(11)];
  const sameDay = start.slice(0, 10) === end.slice(0, 10);
  if (from < to) return sameDay && begins >= from && ends <= to;
  if (sameDay) return begins >= from || ends <= to;
  return begins >= from && ends <= to && Date.parse(end) - Date.parse(start) < DAY_MS;
}

const DAY_MS = 24 * 60 * 60_000;

function atMinute(local: string): string {
  return local.length === 10 ? `${local}T00:00` : local;
}

function toEvent(row: EventRow): CalendarEvent {
  return {
    id: row.id as EventId,
    title: row.title,
    start: row.start_local,
    end: row.end_local,
    tz: row.tz,
    allDay: row.all_day === 1,
    blocks: row.blocks === 1,
    travelBeforeMin: row.travel_before_min,
    travelAfterMin: row.travel_after_min,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    ...(row.location === null ? {} : { location: row.location }),
    ...(row.rrule === null ? {} : { rrule: row.rrule }),
    ...(row.series_id === null ? {} : { seriesId: row.series_id as EventId }),
    ...(row.except_json === null ? {} : { except: fromJson<LocalDateTime[]>(row.except_json) ?? [] }),
  };
}
