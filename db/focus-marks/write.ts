import type { Journal } from '../changes/journal.ts';
import type { Connection } from '../sqlite.ts';
import type { FocusMarkWriter } from './types.ts';

export function focusMarkWriter(db: Connection, journal: Journal): FocusMarkWriter {
  return {
    put: ({ id, kind, start, end }) => {
      journal.track('focus_marks', id, () =>
        db.run(
          'INSERT OR REPLACE INTO focus_marks (id, kind, start_local, end_local) VALUES (?, ?, ?, ?)',
          id,
          kind,
          start,
          end,
        ),
      );
    },
    remove: (id) => journal.remove('focus_marks', id),
  };
}
