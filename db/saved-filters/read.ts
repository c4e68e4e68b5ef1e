import type { Connection } from '../sqlite.ts';
import { savedFilterColumns } from './columns.ts';
import type { SavedFilterReader } from './types.ts';

export function savedFilterReader(db: Connection): SavedFilterReader {
  return {
    list: () => savedFilterColumns.all(db, 'ORDER BY position, id'),
    get: (id) => savedFilterColumns.get(db, 'WHERE id = ?', id),
  };
}
