import { DaymarkError } from '../../core/errors.ts';
import type { Journal } from '../changes/journal.ts';
import { assignments, insertion } from '../columns.ts';
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
      const columns = { ...savedFilterColumns.encode(filter), created_at: at, updated_at: at };
      const { sql, values } = insertion('saved_filters', columns);
      journal.track('saved_filters', filter.id, () => db.run(sql, ...values));
    },
    update: (id, change, at) => {
      if (!reader.get(id)) throw new DaymarkError('notFound', { what: 'filter', id });
      const { set, values } = assignments({ ...savedFilterColumns.encode(change), updated_at: at });
      journal.track('saved_filters', id, () =>
        db.run(`UPDATE saved_filters SET ${set} WHERE id = ?`, ...values, id),
      );
    },
    remove: (id) => journal.remove('saved_filters', id),
  };
}
