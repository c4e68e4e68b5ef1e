import { DaymarkError } from '../../core/errors.ts';
import type { Task } from '../../core/domain/task.ts';
import type { TaskRecord } from '../../core/domain/task-record.ts';
import type { TaskId } from '../../core/ids.ts';
import type { Connection, SqlValue } from '../sqlite.ts';
import { nameKey } from '../text.ts';
import type { TaskChange, TaskReader, TaskWriter } from '../types/tasks.ts';
import { removeVector, updateVectorFacts } from './embeddings-write.ts';
import { assignments, flag, ridOf, toJson } from './task-rows.ts';

export function taskWriter(db: Connection, reader: TaskReader): TaskWriter {
  const fetched = (id: TaskId): Task => {
    const task = reader.get(id);
    if (!task) throw new DaymarkError('notFound', { what: 'task', id });
    return task;
  };
  return {
    insert: (record) =>
      db.transaction(() => {
        insertTask(db, record);
        return fetched(record.id);
      }),
    update: (id, change, at, expected) =>
      db.transaction(() => {
        updateTask(db, id, change, at, expected);
        return fetched(id);
      }),
    setPrediction: (id, revision, guess) => {
      const { set, values } = assignments({
        predicted_json: guess.predicted === undefined ? undefined : jsonOrNull(guess.predicted),
        priority_json: guess.priorityScore === undefined ? undefined : jsonOrNull(guess.priorityScore),
        priority_score: guess.priorityScore === undefined ? undefined : (guess.priorityScore?.score ?? null),
      });
      if (set === '') return false;
      return db.run(`UPDATE tasks SET ${set} WHERE id = ? AND revision = ?`, ...values, id, revision) > 0;
    },
    remove: (id) =>
      db.transaction(() => {
        const row = db.get<{ rid: number }>('SELECT rid FROM tasks WHERE id = ?', id);
        if (!row) return false;
        removeVector(db, row.rid);
        db.run('DELETE FROM schedule_blocks WHERE task_id = ?', id);
        db.run('DELETE FROM jobs WHERE task_id = ?', id);
        return db.run('DELETE FROM tasks WHERE rid = ?', row.rid) > 0;
      }),
  };
}

function jsonOrNull(value: unknown): string | null {
  return value === null ? null : toJson(value);
}

/** Column values of the fields that are there. */
function columnsOf(change: TaskChange): Record<string, SqlValue | undefined> {
  const bool = (value: boolean | undefined) => (value === undefined ? undefined : flag(value));
  return {
    title: change.title,
    title_key: change.title === undefined ? undefined : nameKey(change.title),
    raw_text: change.rawText,
    notes: change.notes,
    status: change.status,
    project_id: change.projectId,
    priority: change.priority,
    energy: change.energy,
    day: change.date,
    start_local: change.start,
    end_local: change.end,
    deadline: change.deadline,
    deadline_hard: bool(change.deadlineHard),
    earliest: change.earliest,
    duration_min: change.durationMin,
    splittable: bool(change.splittable),
    min_chunk_min: change.minChunkMin,
    pinned_start: change.pinnedStart,
    rrule: change.rrule,
    recur_from: change.recurFrom,
    recurrence_id: change.recurrenceId,
    habit_id: change.habitId,
    habit_week: change.habitWeek,
    tz: change.tz,
    parse_state: change.parseState,
    deferrals: change.deferrals,
    actual_min: change.actualMin,
    completed_at: change.completedAt,
  };
}

function insertTask(db: Connection, record: TaskRecord): void {
  const columns: Record<string, SqlValue | undefined> = {
    id: record.id,
    ...columnsOf(record),
    created_at: record.createdAt,
    updated_at: record.updatedAt,
  };
  const entries = Object.entries(columns).filter(([, value]) => value !== undefined);
  const rid = db.insert(
    `INSERT INTO tasks (${entries.map(([name]) => name).join(', ')}) VALUES (${entries.map(() => '?').join(', ')})`,
    ...entries.map(([, value]) => value ?? null),
  );
  addTags(db, rid, record.tags);
  addPeople(db, rid, record.people);
  addDependencies(db, rid, record.dependsOn);
}

function updateTask(db: Connection, id: TaskId, change: TaskChange, at: number, expected?: number): void {
  const row = db.get<{ rid: number; revision: number }>('SELECT rid, revision FROM tasks WHERE id = ?', id);
  if (!row) throw new DaymarkError('notFound', { what: 'task', id });
  if (expected !== undefined && expected !== row.revision) throw new DaymarkError('conflict');
  const { set, values } = assignments({ ...columnsOf(change), updated_at: at, revision: row.revision + 1 });
  db.run(`UPDATE tasks SET ${set} WHERE rid = ?`, ...values, row.rid);
  if (change.tags) {
    db.run('DELETE FROM task_tags WHERE task_rid = ?', row.rid);
    addTags(db, row.rid, change.tags);
  }
  if (change.people) {
    db.run('DELETE FROM task_people WHERE task_rid = ?', row.rid);
    addPeople(db, row.rid, change.people);
  }
  if (change.dependsOn) {
    db.run('DELETE FROM task_dependencies WHERE task_rid = ?', row.rid);
    addDependencies(db, row.rid, change.dependsOn);
  }
  const facts = [change.status, change.projectId, change.actualMin, change.completedAt];
  if (facts.some((fact) => fact !== undefined)) updateVectorFacts(db, row.rid);
}

function addTags(db: Connection, rid: number, names: readonly string[]): void {
  for (const [position, name] of names.entries()) {
    const key = nameKey(name);
    db.run('INSERT INTO tags (name, name_key) VALUES (?, ?) ON CONFLICT (name_key) DO NOTHING', name, key);
    db.run(
      `INSERT INTO task_tags (task_rid, position, tag_id, name)
       SELECT ?, ?, tag_id, ? FROM tags WHERE name_key = ?`,
      rid,
      position,
      name,
      key,
    );
  }
}

function addPeople(db: Connection, rid: number, names: readonly string[]): void {
  for (const [position, name] of names.entries()) {
    db.run('INSERT INTO task_people (task_rid, position, name) VALUES (?, ?, ?)', rid, position, name);
  }
}

function addDependencies(db: Connection, rid: number, ids: readonly TaskId[]): void {
  for (const [position, id] of [...new Set(ids)].entries()) {
    const other = ridOf(db, id);
    refuseCircle(db, rid, other);
    db.run(
      'INSERT INTO task_dependencies (task_rid, position, depends_on_rid) VALUES (?, ?, ?)',
      rid,
      position,
      other,
    );
  }
}

/** Throws when `other` already waits, directly or not, for `rid`. */
function refuseCircle(db: Connection, rid: number, other: number): void {
  const circle = db.get<{ found: number }>(
    `WITH RECURSIVE before (rid) AS (
       SELECT ? UNION
       SELECT d.depends_on_rid FROM task_dependencies d JOIN before b ON d.task_rid = b.rid
     ) SELECT 1 AS found FROM before WHERE rid = ?`,
    other,
    rid,
  );
  if (!circle) return;
  const titles = db.all<{ title: string }>('SELECT title FROM tasks WHERE rid IN (?, ?)', rid, other);
  throw new DaymarkError('dependencyCycle', { titles: titles.map((row) => row.title).join(', ') });
}
