import type { Connection } from '../sqlite.ts';
import {
  calendarColumns,
  connectionColumns,
  copyColumns,
  fromStored,
  loginColumns,
  objectColumns,
} from './columns.ts';
import type { CalendarObjectRecord, CalendarReader } from './types.ts';

export function calendarReader(db: Connection): CalendarReader {
  return {
    list: () => calendarColumns.all(db, 'ORDER BY created_at, id').map(fromStored),
    get: (id) => calendarColumns.all(db, 'WHERE id = ?', id).map(fromStored)[0],
    copy: (id) => copyColumns.get(db, 'WHERE calendar_id = ?', id),
    countInstances: (id) =>
      db.get<{ n: number }>('SELECT count(*) AS n FROM calendar_instances WHERE calendar_id = ?', id)?.n ?? 0,
    login: (id) => loginColumns.get(db, 'WHERE calendar_id = ?', id),
    objectOf: (id, event) =>
      db.get<CalendarObjectRecord & { original: number }>(
        `SELECT ${objectColumns.select('o')}, i.original FROM calendar_instances i
           JOIN calendar_objects o ON o.calendar_id = i.calendar_id AND o.uid = i.uid
         WHERE i.calendar_id = ? AND i.id = ? AND i.original IS NOT NULL`,
        id,
        event,
      ),
    connections: (limit) => connectionColumns.all(db, 'ORDER BY seq DESC LIMIT ?', limit),
  };
}
