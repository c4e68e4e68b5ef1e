import type { Journal } from '../changes/journal.ts';
import type { Connection } from '../sqlite.ts';
import { trashColumns } from './columns.ts';
import type { TrashWriter } from './types.ts';

export function trashWriter(db: Connection, journal: Journal): TrashWriter {
  return {
    put: (record) => {
      journal.track('trash', record.id, () => trashColumns.insert(db, record));
    },
    remove: (id) => journal.remove('trash', id),
  };
}
