import type { Connection } from '../sqlite.ts';
import { trashColumns } from './columns.ts';
import type { TrashReader } from './types.ts';

export function trashReader(db: Connection): TrashReader {
  return {
    list: () => trashColumns.all(db, 'ORDER BY deleted_at DESC, id DESC'),
    get: (id) => trashColumns.get(db, 'WHERE id = ?', id),
  };
}
