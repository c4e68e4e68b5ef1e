import { DaymarkError } from '../../core/errors.ts';
import type { Journal } from '../changes/journal.ts';
import type { Connection } from '../sqlite.ts';
import { savedFilterColumns } from './columns.ts';
import type { SavedFilterReader, SavedFilterWriter } from './types.ts';

export function savedFilterWriter(
  db: Connection,
  reader: SavedFilterReader,
  journal: Journal,
): SavedFilterWriter {
  return {
    insert: (filter, at) => {
      journal.track('saved_filters', filter.id, () =>
        savedFilterColumns.insert(db, filter, { created_at: at, updated_at: at }),
      );
    },
    update: (id, change, at) => {
      if (!reader.get(id)) throw new DaymarkError('notFound', { what: 'filter', id });
      journal.track('saved_filters', id, () =>
        savedFilterColumns.update(db, change, { updated_at: at }, 'id = ?', id),
      );
    },
    remove: (id) => journal.remove('saved_filters', id),
  };
}
