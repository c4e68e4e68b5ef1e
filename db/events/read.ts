import type { CalendarEvent } from '../../core/domain/calendar.ts';
import type { EventId } from '../../core/ids.ts';
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

export function eventReader(db: Connection): EventReader {
  return {
    get: (id) => {
      const row = db.get<EventRow>('SELECT * FROM calendar_events WHERE id = ?', id);
      return row && toEvent(row);
    },
    // A day compares below every moment in it, so that both kinds of bound work as they stand.
    between: (from, to) =>
      db
        .all<EventRow>(
          `SELECT * FROM calendar_events WHERE start_local < ? AND (end_local > ? OR start_local >= ?)
           ORDER BY start_local, end_local, id`,
          to,
          atMinute(from),
          from,
        )
        .map(toEvent),
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
