import type { Task } from '../../core/domain/task.ts';
import { DaymarkError } from '../../core/errors.ts';
import type { TaskId } from '../../core/ids.ts';
import { MINUTE_MS } from '../../core/time/units.ts';
import type { Connection } from '../sqlite.ts';
import { guessColumns, taskColumns } from './columns.ts';

/** A row of `tasks` under the names of a task's fields, joined with the names of its project and section and its tracked time. */
export interface TaskRow extends Omit<Task, 'tags' | 'people' | 'dependsOn' | 'trackedMin'> {
  rid: number;
  trackedMs: number | null;
}

/** Start of every query that yields `TaskRow`s. */
export const SELECT_TASK = `
SELECT t.rid, ${taskColumns.select('t')}, ${guessColumns.select('t')}, t.revision, p.name AS project, c.name AS section,
  (SELECT title FROM tasks q WHERE q.id = t.parent_id) AS parent,
  (SELECT count(*) FROM tasks q WHERE q.parent_id = t.id AND q.status <> 'dropped') AS subtasks,
  (SELECT count(*) FROM tasks q WHERE q.parent_id = t.id AND q.status = 'done') AS "subtasksDone",
  (SELECT start_at FROM time_entries e WHERE e.task_rid = t.rid AND e.end_at IS NULL) AS "runningSince",
  (SELECT sum(end_at - start_at) FROM time_entries e WHERE e.task_rid = t.rid) AS "trackedMs"
FROM tasks t LEFT JOIN projects p ON p.id = t.project_id
  LEFT JOIN sections c ON c.id = t.section_id AND c.project_id = t.project_id`;

/** Turns rows into tasks, fetching tags, people and dependencies of all of them in three queries. */
export function toTasks(db: Connection, rows: readonly TaskRow[]): Task[] {
  if (rows.length === 0) return [];
  const rids = JSON.stringify(rows.map((row) => row.rid));
  const tags = grouped(db, 'SELECT task_rid AS rid, name AS value FROM task_tags', rids);
  const people = grouped(db, 'SELECT task_rid AS rid, name AS value FROM task_people', rids);
  const waits = grouped(
    db,
    `SELECT d.task_rid AS rid, o.id AS value FROM task_dependencies d JOIN tasks o ON o.rid = d.depends_on_rid`,
    rids,
  );
  return rows.map((row) =>
    toTask(row, tags.get(row.rid) ?? [], people.get(row.rid) ?? [], waits.get(row.rid) ?? []),
  );
}

function grouped(db: Connection, select: string, rids: string): Map<number, string[]> {
  const rows = db.all<{ rid: number; value: string }>(
    `${select} WHERE task_rid IN (SELECT value FROM json_each(?)) ORDER BY task_rid, position`,
    rids,
  );
  const groups = new Map<number, string[]>();
  for (const { rid, value } of rows) {
    const group = groups.get(rid);
    if (group) group.push(value);
    else groups.set(rid, [value]);
  }
  return groups;
}

function toTask(row: TaskRow, tags: string[], people: string[], dependsOn: string[]): Task {
  const { rid: _rid, trackedMs, ...fields } = guessColumns.decode(taskColumns.decode(row));
  return {
    ...fields,
    tags,
    people,
    dependsOn: dependsOn as TaskId[],
    trackedMin: (trackedMs ?? 0) / MINUTE_MS,
  };
}

export function ridOf(db: Connection, id: string): number {
  const row = db.get<{ rid: number }>('SELECT rid FROM tasks WHERE id = ?', id);
  if (!row) throw new DaymarkError('notFound', { what: 'task', id });
  return row.rid;
}
