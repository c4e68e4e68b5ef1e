import type { TaskId } from '../../core/ids.ts';
import type { Connection } from '../sqlite.ts';
import type {
  BehaviorEvent,
  BehaviorReader,
  BehaviorType,
  BehaviorWriter,
  TimeEntry,
  TimeEntryReader,
  TimeEntryWriter,
} from '../types/planning.ts';
import type { Journal } from '../write/journal.ts';
import { ridOf, toJson } from './task-rows.ts';

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

export function timeEntryWriter(db: Connection, reader: TimeEntryReader, journal: Journal): TimeEntryWriter {
  const add = (entry: TimeEntry) => {
    journal.track('time_entries', entry.id, () =>
      db.run(
        'INSERT INTO time_entries (id, task_rid, start_at, end_at, source) VALUES (?, ?, ?, ?, ?)',
        entry.id,
        ridOf(db, entry.taskId),
        entry.start,
        entry.end,
        entry.source,
      ),
    );
  };
  const close = (entry: TimeEntry, at: number): TimeEntry => {
    // The clock may have been set back since the start.
    const end = Math.max(at, entry.start);
    journal.track('time_entries', entry.id, () =>
      db.run('UPDATE time_entries SET end_at = ? WHERE id = ?', end, entry.id),
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
    remove: (id) => journal.remove('time_entries', id),
  };
}

interface BehaviorRow {
  id: string;
  type: BehaviorType;
  task_id: string | null;
  at: number;
  tz: string;
  day: string;
  data_json: string;
}

export function behaviorReader(db: Connection): BehaviorReader {
  return {
    since: (after, limit) =>
      db
        .all<BehaviorRow>(
          'SELECT * FROM behavior_events WHERE (at, id) > (?, ?) ORDER BY at, id LIMIT ?',
          after?.at ?? Number.MIN_SAFE_INTEGER,
          after?.id ?? '',
          limit,
        )
        .map(toEvent),
    forTask: (taskId) =>
      db
        .all<BehaviorRow>('SELECT * FROM behavior_events WHERE task_id = ? ORDER BY at, id', taskId)
        .map(toEvent),
    count: (type) =>
      (type === undefined
        ? db.get<{ n: number }>('SELECT count(*) AS n FROM behavior_events')
        : db.get<{ n: number }>('SELECT count(*) AS n FROM behavior_events WHERE type = ?', type)
      )?.n ?? 0,
  };
}

export function behaviorWriter(db: Connection): BehaviorWriter {
  return {
    append: (event) => {
      db.run(
        'INSERT INTO behavior_events (id, type, task_id, at, tz, day, data_json) VALUES (?, ?, ?, ?, ?, ?, ?)',
        event.id,
        event.type,
        event.taskId,
        event.at,
        event.tz,
        event.day,
        toJson(event.data),
      );
    },
  };
}

function toEvent(row: BehaviorRow): BehaviorEvent {
  return {
    id: row.id,
    type: row.type,
    taskId: row.task_id as TaskId | null,
    at: row.at,
    tz: row.tz,
    day: row.day,
    data: JSON.parse(row.data_json) as Record<string, unknown>,
  };
}
