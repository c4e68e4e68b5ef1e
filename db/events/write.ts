import type { CalendarEvent } from '../../core/domain/calendar.ts';
import { DaymarkError } from '../../core/errors.ts';
import type { EventId } from '../../core/ids.ts';
import type { Journal } from '../changes/journal.ts';
import { assignments, flag, toJson } from '../columns.ts';
import type { Connection } from '../sqlite.ts';
import type { EventReader, EventWriter } from './types.ts';

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
             travel_after_min, created_at, updated_at, location, rrule, series_id, except_json)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
          event.location ?? null,
          event.rrule ?? null,
          event.seriesId ?? null,
          event.except && event.except.length > 0 ? toJson(event.except) : null,
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
          location: change.location,
          rrule: change.rrule,
          except_json:
            change.except === undefined ? undefined : change.except.length > 0 ? toJson(change.except) : null,
          updated_at: change.updatedAt,
        });
        if (set !== '') db.run(`UPDATE calendar_events SET ${set} WHERE id = ?`, ...values, id);
        return fetched(id);
      }),
    remove: (id) => journal.remove('calendar_events', id),
    setOccurrences: (id, worked) =>
      db.transaction(() => {
        db.run('DELETE FROM event_expansions WHERE event_id = ?', id);
        db.run('DELETE FROM event_occurrences WHERE event_id = ?', id);
        if (!worked) return;
        db.run('INSERT INTO event_expansions (event_id, source) VALUES (?, ?)', id, worked.source);
        for (const one of worked.occurrences)
          db.run(
            'INSERT INTO event_occurrences (id, event_id, start_local, end_local) VALUES (?, ?, ?, ?)',
            one.id,
            id,
            one.start,
            one.end,
          );
      }),
  };
}
