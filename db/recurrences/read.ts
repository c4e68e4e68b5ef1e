import type { RecurrenceId } from '../../core/ids.ts';
import type { Connection } from '../sqlite.ts';
import type { RecurrenceReader, RecurrenceRecord } from './types.ts';

interface RecurrenceRow {
  id: string;
  rrule: string;
  recur_from: RecurrenceRecord['recurFrom'];
  anchor: string | null;
  tz: string;
  made: number;
  created_at: number;
  updated_at: number;
}

export function recurrenceReader(db: Connection): RecurrenceReader {
  return {
    get: (id) => {
      const row = db.get<RecurrenceRow>('SELECT * FROM recurrences WHERE id = ?', id);
      return row && toRecurrence(row);
    },
    list: () => db.all<RecurrenceRow>('SELECT * FROM recurrences ORDER BY id').map(toRecurrence),
  };
}

function toRecurrence(row: RecurrenceRow): RecurrenceRecord {
  return {
    id: row.id as RecurrenceId,
    rrule: row.rrule,
    recurFrom: row.recur_from,
    anchor: row.anchor,
    tz: row.tz,
    made: row.made,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
