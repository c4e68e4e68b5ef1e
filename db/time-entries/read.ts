import type { Connection } from '../sqlite.ts';
import type { TimeEntry, TimeEntryReader } from './types.ts';

const SELECT_ENTRY = `
SELECT e.id, t.id AS taskId, e.start_at AS start, e.end_at AS "end", e.source
FROM time_entries e JOIN tasks t ON t.rid = e.task_rid`;

export function timeEntryReader(db: Connection): TimeEntryReader {
  return {
    running: () => db.get<TimeEntry>(`${SELECT_ENTRY} WHERE e.end_at IS NULL`),
    forTask: (taskId) => db.all<TimeEntry>(`${SELECT_ENTRY} WHERE t.id = ? ORDER BY e.start_at`, taskId),
    between: (from, to) =>
      db.all<TimeEntry>(
        `${SELECT_ENTRY} WHERE e.start_at < ? AND coalesce(e.end_at, 9e15) > ? ORDER BY e.start_at`,
        to,
        from,
      ),
  };
}
