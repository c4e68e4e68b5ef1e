import type { Journal } from '../changes/journal.ts';
import type { Connection } from '../sqlite.ts';
import { ridOf } from '../tasks/rows.ts';
import { timeEntryColumns } from './columns.ts';
import type { TimeEntry, TimeEntryReader, TimeEntryWriter } from './types.ts';

export function timeEntryWriter(db: Connection, reader: TimeEntryReader, journal: Journal): TimeEntryWriter {
  const add = (entry: TimeEntry) => {
    journal.track('time_entries', entry.id, () =>
      timeEntryColumns.insert(db, entry, { task_rid: ridOf(db, entry.taskId) }),
    );
  };
  const close = (entry: TimeEntry, at: number): TimeEntry => {
    // The clock may have been set back since the start.
    const end = Math.max(at, entry.start);
    journal.track('time_entries', entry.id, () =>
      timeEntryColumns.update(db, { end }, {}, 'id = ?', entry.id),
    );
    return { ...entry, end };
  };
  return {
    start: ({ id, taskId, at }) =>
      db.transaction(() => {
        const running = reader.running();
        if (running?.taskId === taskId) return { started: running, stopped: null };
        const stopped = running ? close(running, at) : null;
        const started: TimeEntry = { id, taskId, start: at, end: null, source: 'timer' };
        add(started);
        return { started, stopped };
      }),
    stop: (taskId, at) =>
      db.transaction(() => {
        const running = reader.running();
        return running?.taskId === taskId ? close(running, at) : undefined;
      }),
    add,
    update: (id, { start, end }) => {
      journal.track('time_entries', id, () =>
        db.run('UPDATE time_entries SET start_at = ?, end_at = ? WHERE id = ?', start, end, id),
      );
    },
    remove: (id) => journal.remove('time_entries', id),
  };
}
