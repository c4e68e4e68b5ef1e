import type { CalendarEvent } from '../../core/domain/calendar.ts';
import { DaymarkError } from '../../core/errors.ts';
import type { EventId } from '../../core/ids.ts';
import type { Journal } from '../changes/journal.ts';
import { assignments, flag } from '../columns.ts';
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
