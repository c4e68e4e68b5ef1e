import type { DurationPrediction, PriorityPrediction } from '../../core/domain/prediction.ts';
import type { Task } from '../../core/domain/task.ts';
import { DaymarkError } from '../../core/errors.ts';
import type { HabitId, ProjectId, RecurrenceId, TaskId } from '../../core/ids.ts';
import { fromJson } from '../columns.ts';
import type { Connection } from '../sqlite.ts';

/** A row of `tasks` joined with its project's name and its tracked time. */
export interface TaskRow {
  rid: number;
  id: string;
  title: string;
  raw_text: string;
  notes: string;
  status: Task['status'];
  project_id: string | null;
  project: string | null;
  priority: Task['priority'];
  energy: Task['energy'];
  day: string | null;
  start_local: string | null;
  end_local: string | null;
  deadline: string | null;
  deadline_hard: number;
  earliest: string | null;
  duration_min: number | null;
  predicted_json: string | null;
  priority_json: string | null;
  splittable: number;
  min_chunk_min: number;
  pinned_start: string | null;
  rrule: string | null;
  recur_from: Task['recurFrom'];
  recurrence_id: string | null;
  recur_slot: string | null;
  habit_id: string | null;
  habit_week: string | null;
  tz: string;
  parse_state: Task['parseState'];
  deferrals: number;
  running_since: number | null;
  tracked_ms: number | null;
  actual_min: number | null;
  created_at: number;
  updated_at: number;
  completed_at: number | null;
  revision: number;
}

/** Start of every query that yields `TaskRow`s. */
export const SELECT_TASK = `
SELECT t.*, p.name AS project,
  (SELECT start_at FROM time_entries e WHERE e.task_rid = t.rid AND e.end_at IS NULL) AS running_since,
  (SELECT sum(end_at - start_at) FROM time_entries e WHERE e.task_rid = t.rid) AS tracked_ms
FROM tasks t LEFT JOIN projects p ON p.id = t.project_id`;

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
  return {
    id: row.id as TaskId,
    title: row.title,
    rawText: row.raw_text,
    notes: row.notes,
    status: row.status,
    projectId: row.project_id as ProjectId | null,
    project: row.project,
    tags,
    people,
    priority: row.priority,
    energy: row.energy,
    date: row.day,
    start: row.start_local,
    end: row.end_local,
    deadline: row.deadline,
    deadlineHard: row.deadline_hard === 1,
    earliest: row.earliest,
    durationMin: row.duration_min,
    predicted: fromJson<DurationPrediction>(row.predicted_json),
    priorityScore: fromJson<PriorityPrediction>(row.priority_json),
    splittable: row.splittable === 1,
    minChunkMin: row.min_chunk_min,
    pinnedStart: row.pinned_start,
    rrule: row.rrule,
    recurFrom: row.recur_from,
    recurrenceId: row.recurrence_id as RecurrenceId | null,
    recurSlot: row.recur_slot,
    habitId: row.habit_id as HabitId | null,
    habitWeek: row.habit_week,
    dependsOn: dependsOn as TaskId[],
    tz: row.tz,
    parseState: row.parse_state,
    deferrals: row.deferrals,
    runningSince: row.running_since,
    trackedMin: (row.tracked_ms ?? 0) / 60_000,
    actualMin: row.actual_min,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    completedAt: row.completed_at,
    revision: row.revision,
  };
}

export function ridOf(db: Connection, id: string): number {
  const row = db.get<{ rid: number }>('SELECT rid FROM tasks WHERE id = ?', id);
  if (!row) throw new DaymarkError('notFound', { what: 'task', id });
  return row.rid;
}
