import type { Connection } from '../sqlite.ts';
import type { FocusMark, FocusMarkReader } from './types.ts';

export function focusMarkReader(db: Connection): FocusMarkReader {
  return {
    list: () =>
      db.all<FocusMark>(
        'SELECT id, kind, start_local AS start, end_local AS "end" FROM focus_marks ORDER BY start_local, id',
      ),
  };
}
