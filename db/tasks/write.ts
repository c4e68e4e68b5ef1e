import { DaymarkError } from '../../core/errors.ts';
import type { Task } from '../../core/domain/task.ts';
import type { TaskRecord } from '../../core/domain/task-record.ts';
import type { TaskId } from '../../core/ids.ts';
import type { Connection, SqlValue } from '../sqlite.ts';
import { nameKey } from '../text.ts';
import type { TaskChange, TaskReader, TaskWriter } from './types.ts';
import type { Journal } from '../changes/journal.ts';
import { updateVectorFacts } from '../embeddings/write.ts';
import { assignments, flag, toJson } from '../columns.ts';
import { replaceSets } from './sets.ts';

export function taskWriter(db: Connection, reader: TaskReader, journal: Journal): TaskWriter {
  const fetched = (id: TaskId): Task => {
    const task = reader.get(id);
    if (!task) throw new DaymarkError('notFound', { what: 'task', id });
    return task;
  };
  return {
    insert: (record) => {
      journal.track('tasks', record.id, () => insertTask(db, record));
      return fetched(record.id);
    },
    update: (id, change, at, expected) => {
      journal.track('tasks', id, () => updateTask(db, id, change, at, expected));
      return fetched(id);
    },
    setPrediction: (id, revision, guess) => {
      const { set, values } = assignments({
        predicted_json: guess.predicted === undefined ? undefined : jsonOrNull(guess.predicted),
        priority_json: guess.priorityScore === undefined ? undefined : jsonOrNull(guess.priorityScore),
        priority_score: guess.priorityScore === undefined ? undefined : (guess.priorityScore?.score ?? null),
      });
      if (set === '') return false;
      return db.run(`UPDATE tasks SET ${set} WHERE id = ? AND revision = ?`, ...values, id, revision) > 0;
    },
    remove: (id) => journal.remove('tasks', id),
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
    recur_slot: change.recurSlot,
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
  replaceSets(db, rid, record);
}

function updateTask(db: Connection, id: TaskId, change: TaskChange, at: number, expected?: number): void {
  const row = db.get<{ rid: number; revision: number }>('SELECT rid, revision FROM tasks WHERE id = ?', id);
  if (!row) throw new DaymarkError('notFound', { what: 'task', id });
  if (expected !== undefined && expected !== row.revision) throw new DaymarkError('conflict');
  const { set, values } = assignments({ ...columnsOf(change), updated_at: at, revision: row.revision + 1 });
  db.run(`UPDATE tasks SET ${set} WHERE rid = ?`, ...values, row.rid);
  replaceSets(db, row.rid, change);
  const facts = [change.status, change.projectId, change.actualMin, change.completedAt];
  if (facts.some((fact) => fact !== undefined)) updateVectorFacts(db, row.rid);
}
