import type { Journal } from '../changes/journal.ts';
import type { Connection } from '../sqlite.ts';
import { focusMarkColumns } from './columns.ts';
import type { FocusMarkWriter } from './types.ts';

export function focusMarkWriter(db: Connection, journal: Journal): FocusMarkWriter {
  return {
    put: (mark) => {
      journal.track('focus_marks', mark.id, () => focusMarkColumns.replace(db, mark));
    },
    remove: (id) => journal.remove('focus_marks', id),
  };
}
