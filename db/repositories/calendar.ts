import { DaymarkError } from '../../core/errors.ts';
import type { CalendarEvent } from '../../core/domain/calendar.ts';
import type { EventId, RecurrenceId } from '../../core/ids.ts';
import type { Connection } from '../sqlite.ts';
import type {
  EventReader,
  EventWriter,
  RecurrenceReader,
  RecurrenceRecord,
  RecurrenceWriter,
} from '../types/tasks.ts';
import type { Journal } from '../write/journal.ts';
import { assignments, flag } from './task-rows.ts';

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

export function eventWriter(db: Connection, reader: EventReader, journal: Journal): EventWriter {
  const fetched = (id: EventId): CalendarEvent => {
    const event = reader.get(id);
    if (!event) throw new DaymarkError('notFound', { what: 'event', id });
    return event;
  };
  return {
    insert: (event) =>
      journal.track('calendar_events', event.id, () => {
        db.run(
          `INSERT INTO calendar_events (id, title, start_local, end_local, tz, all_day, blocks, travel_before_min,
             travel_after_min, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          event.id,
          event.title,
          event.start,
          event.end,
          event.tz,
          flag(event.allDay),
          flag(event.blocks),
          event.travelBeforeMin,
          event.travelAfterMin,
          event.createdAt,
          event.updatedAt,
        );
        return fetched(event.id);
      }),
    update: (id, change) =>
      journal.track('calendar_events', id, () => {
        fetched(id);
        const { set, values } = assignments({
          title: change.title,
          start_local: change.start,
          end_local: change.end,
          tz: change.tz,
          all_day: change.allDay === undefined ? undefined : flag(change.allDay),
          blocks: change.blocks === undefined ? undefined : flag(change.blocks),
          travel_before_min: change.travelBeforeMin,
          travel_after_min: change.travelAfterMin,
          updated_at: change.updatedAt,
        });
        if (set !== '') db.run(`UPDATE calendar_events SET ${set} WHERE id = ?`, ...values, id);
        return fetched(id);
      }),
    remove: (id) => journal.remove('calendar_events', id),
  };
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

interface RecurrenceRow {
  id: string;
  rrule: string;
  recur_from: RecurrenceRecord['recurFrom'];
  anchor: string | null;
  tz: string;
  made: number;
  created_at: number;
  updated_at: number;
}

export function recurrenceReader(db: Connection): RecurrenceReader {
  return {
    get: (id) => {
      const row = db.get<RecurrenceRow>('SELECT * FROM recurrences WHERE id = ?', id);
      return row && toRecurrence(row);
    },
    list: () => db.all<RecurrenceRow>('SELECT * FROM recurrences ORDER BY id').map(toRecurrence),
  };
}

export function recurrenceWriter(db: Connection, journal: Journal): RecurrenceWriter {
  return {
    put: (record) => {
      journal.track('recurrences', record.id, () =>
        db.run(
          `INSERT INTO recurrences (id, rrule, recur_from, anchor, tz, made, created_at, updated_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET rrule = excluded.rrule, recur_from = excluded.recur_from,
           anchor = excluded.anchor, tz = excluded.tz, made = excluded.made, updated_at = excluded.updated_at`,
          record.id,
          record.rrule,
          record.recurFrom,
          record.anchor,
          record.tz,
          record.made,
          record.createdAt,
          record.updatedAt,
        ),
      );
    },
    remove: (id) => journal.remove('recurrences', id),
  };
}

function toRecurrence(row: RecurrenceRow): RecurrenceRecord {
  return {
    id: row.id as RecurrenceId,
    rrule: row.rrule,
    recurFrom: row.recur_from,
    anchor: row.anchor,
    tz: row.tz,
    made: row.made,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
