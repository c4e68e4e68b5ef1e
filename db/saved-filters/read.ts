import type { SavedFilter } from '../../core/domain/saved-filter.ts';
import type { Connection } from '../sqlite.ts';
import { savedFilterColumns } from './columns.ts';
import type { SavedFilterReader } from './types.ts';

export function savedFilterReader(db: Connection): SavedFilterReader {
  const select = `SELECT ${savedFilterColumns.select('f')} FROM saved_filters f`;
  return {
    list: () => db.all<SavedFilter>(`${select} ORDER BY f.position, f.id`),
    get: (id) => db.get<SavedFilter>(`${select} WHERE f.id = ?`, id),
  };
}
