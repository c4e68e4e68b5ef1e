import type { Journal } from '../changes/journal.ts';
import type { Connection } from '../sqlite.ts';
import { recurrenceColumns } from './columns.ts';
import type { RecurrenceWriter } from './types.ts';

export function recurrenceWriter(db: Connection, journal: Journal): RecurrenceWriter {
  return {
    put: (record) => {
      journal.track('recurrences', record.id, () => recurrenceColumns.upsert(db, record, ['id']));
    },
    remove: (id) => journal.remove('recurrences', id),
  };
}
