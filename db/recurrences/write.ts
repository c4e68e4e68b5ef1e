import type { Journal } from '../changes/journal.ts';
import type { Connection } from '../sqlite.ts';
import type { RecurrenceWriter } from './types.ts';

export function recurrenceWriter(db: Connection, journal: Journal): RecurrenceWriter {
  return {
    put: (record) => {
      journal.track('recurrences', record.id, () =>
        db.run(
          `INSERT INTO recurrences (id, rrule, recur_from, anchor, tz, made, created_at, updated_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET rrule = excluded.rrule, recur_from = excluded.recur_from,
           anchor = excluded.anchor, tz = excluded.tz, made = excluded.made, updated_at = excluded.updated_at`,
          record.id,
          record.rrule,
          record.recurFrom,
          record.anchor,
          record.tz,
          record.made,
          record.createdAt,
          record.updatedAt,
        ),
      );
    },
    remove: (id) => journal.remove('recurrences', id),
  };
}
