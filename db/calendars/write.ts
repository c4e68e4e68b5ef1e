import type { Journal } from '../changes/journal.ts';
import { instanceColumns } from '../events/columns.ts';
import type { Connection } from '../sqlite.ts';
import {
  calendarColumns,
  connectionColumns,
  copyColumns,
  loginColumns,
  objectColumns,
  toStored,
} from './columns.ts';
import type { CalendarWriter } from './types.ts';

/** How many connections are remembered. */
const KEPT_CONNECTIONS = 1_000;

export function calendarWriter(db: Connection, journal: Journal): CalendarWriter {
  return {
    insert: (record) => {
      journal.track('calendars', record.id, () => calendarColumns.insert(db, toStored(record)));
    },
    update: (id, change, at) => {
      journal.track('calendars', id, () =>
        calendarColumns.update(db, toStored({ ...change, updatedAt: at }), {}, 'id = ?', id),
      );
    },
    remove: (id) => journal.remove('calendars', id),
    setCopy: (id, copy) => copyColumns.replace(db, copy, { calendar_id: id }),
    replaceInstances: (id, instances) => {
      db.transaction(() => {
        db.run('DELETE FROM calendar_instances WHERE calendar_id = ?', id);
        for (const instance of instances) instanceColumns.insertNew(db, instance);
      });
    },
    setLogin: (id, login) => loginColumns.replace(db, login, { calendar_id: id }),
    replaceObjects: (id, objects) => {
      db.transaction(() => {
        db.run('DELETE FROM calendar_objects WHERE calendar_id = ?', id);
        for (const object of objects) objectColumns.replace(db, object, { calendar_id: id });
      });
    },
    noteConnection: (connection) => {
      db.transaction(() => {
        connectionColumns.insert(db, connection);
        db.run(
          'DELETE FROM connections WHERE seq <= (SELECT max(seq) FROM connections) - ?',
          KEPT_CONNECTIONS,
        );
      });
    },
  };
}
