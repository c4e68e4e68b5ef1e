import type { CalendarEvent } from '../../core/domain/calendar.ts';
import type { CalendarId, EventId } from '../../core/ids.ts';
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
}

/** Of a subscribed calendar: not the person's to change, with what its program says beside. */
interface InstanceRow extends Omit<
  EventRow,
  'travel_before_min' | 'travel_after_min' | 'created_at' | 'updated_at'
> {
  calendar_id: string;
  location: string;
  link: string;
  attendees: number;
  busy: number;
}

const SPAN = `start_local < ? AND (end_local > ? OR start_local >= ?)`;
const INSTANCES = `SELECT i.*, c.busy FROM calendar_instances i JOIN calendars c ON c.id = i.calendar_id`;

export function eventReader(db: Connection): EventReader {
  return {
    get: (id) => {
      const row = db.get<EventRow>('SELECT * FROM calendar_events WHERE id = ?', id);
      if (row) return toEvent(row);
      const instance = db.get<InstanceRow>(`${INSTANCES} WHERE i.id = ?`, id);
      return instance && toInstance(instance);
    },
    // A day compares below every moment in it, so that both kinds of bound work as they stand.
    between: (from, to) => {
      const bounds = [to, atMinute(from), from];
      const own = db.all<EventRow>(`SELECT * FROM calendar_events WHERE ${SPAN}`, ...bounds).map(toEvent);
      const others = db.all<InstanceRow>(`${INSTANCES} WHERE ${SPAN}`, ...bounds).map(toInstance);
      return [...own, ...others].sort(
        (a, b) => compare(a.start, b.start) || compare(a.end, b.end) || compare(a.id, b.id),
      );
    },
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function toInstance(row: InstanceRow): CalendarEvent {
  return {
    ...toEvent({ ...row, travel_before_min: 0, travel_after_min: 0, created_at: 0, updated_at: 0 }),
    blocks: row.blocks === 1 && row.busy === 1,
    calendarId: row.calendar_id as CalendarId,
    location: row.location,
    link: row.link,
    attendees: row.attendees,
  };
}

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
  };
}
