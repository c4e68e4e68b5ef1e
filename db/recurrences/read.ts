import type { Connection } from '../sqlite.ts';
import { recurrenceColumns } from './columns.ts';
import type { RecurrenceReader } from './types.ts';

export function recurrenceReader(db: Connection): RecurrenceReader {
  return {
    get: (id) => recurrenceColumns.get(db, 'WHERE id = ?', id),
    list: () => recurrenceColumns.all(db, 'ORDER BY id'),
  };
}
