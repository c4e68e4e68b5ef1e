import type { CalendarEvent } from '../../core/domain/calendar.ts';
import { DaymarkError } from '../../core/errors.ts';
import type { EventId } from '../../core/ids.ts';
import type { Journal } from '../changes/journal.ts';
import type { Connection } from '../sqlite.ts';
import { eventColumns, occurrenceColumns, toStored } from './columns.ts';
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
        eventColumns.insert(db, { ...toStored(event), id: event.id, createdAt: event.createdAt });
        return fetched(event.id);
      }),
    update: (id, change) =>
      journal.track('calendar_events', id, () => {
        fetched(id);
        eventColumns.update(db, toStored(change), {}, 'id = ?', id);
        return fetched(id);
      }),
    remove: (id) => journal.remove('calendar_events', id),
    setOccurrences: (id, worked) =>
      db.transaction(() => {
        db.run('DELETE FROM event_expansions WHERE event_id = ?', id);
        db.run('DELETE FROM event_occurrences WHERE event_id = ?', id);
        if (!worked) return;
        db.run('INSERT INTO event_expansions (event_id, source) VALUES (?, ?)', id, worked.source);
        for (const one of worked.occurrences) occurrenceColumns.insert(db, one, { event_id: id });
      }),
  };
}
