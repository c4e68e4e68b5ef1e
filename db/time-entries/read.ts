import type { Connection } from '../sqlite.ts';
import { timeEntryColumns } from './columns.ts';
import type { TimeEntry, TimeEntryReader } from './types.ts';

const SELECT_ENTRY = `
SELECT ${timeEntryColumns.select('e')}, t.id AS "taskId"
FROM time_entries e JOIN tasks t ON t.rid = e.task_rid`;

export function timeEntryReader(db: Connection): TimeEntryReader {
  return {
    running: () => db.get<TimeEntry>(`${SELECT_ENTRY} WHERE e.end_at IS NULL`),
    get: (id) => db.get<TimeEntry>(`${SELECT_ENTRY} WHERE e.id = ?`, id),
    forTask: (taskId) => db.all<TimeEntry>(`${SELECT_ENTRY} WHERE t.id = ? ORDER BY e.start_at`, taskId),
    between: (from, to) =>
      db.all<TimeEntry>(
        `${SELECT_ENTRY} WHERE e.start_at < ? AND coalesce(e.end_at, 9e15) > ? ORDER BY e.start_at`,
        to,
        from,
      ),
  };
}
