import { DaymarkError } from '../../core/errors.ts';
import type { Task } from '../../core/domain/task.ts';
import type { TaskRecord } from '../../core/domain/task-record.ts';
import type { TaskId } from '../../core/ids.ts';
import type { Connection, SqlValue } from '../sqlite.ts';
import { nameKey } from '../text.ts';
import type { TaskChange, TaskReader, TaskWriter } from './types.ts';
import type { Journal } from '../changes/journal.ts';
import { updateVectorFacts } from '../embeddings/write.ts';
import { guessColumns, taskColumns } from './columns.ts';
import { addSets, replaceSets } from './sets.ts';

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
      const score = guess.priorityScore;
      const more: Record<string, SqlValue> =
        score === undefined ? {} : { priority_score: score?.score ?? null };
      return guessColumns.update(db, guess, more, 'id = ? AND revision = ?', id, revision) > 0;
    },
    remove: (id) => journal.remove('tasks', id),
  };
}

/** Columns that follow from the fields that are there. */
function derivedColumns({ title }: TaskChange): Record<string, SqlValue> {
  return title === undefined ? {} : { title_key: nameKey(title) };
}

/** A task without a title could be told to no one: each list that holds it would fail. */
function refuseBlank({ title }: Pick<TaskChange, 'title'>): void {
  if (title?.trim() === '') throw new DaymarkError('invalidInput', { reason: 'title: a task needs a title' });
}

function insertTask(db: Connection, record: TaskRecord): void {
  refuseBlank(record);
  const rid = taskColumns.insert(db, record, derivedColumns(record));
  addSets(db, rid, record);
}

function updateTask(db: Connection, id: TaskId, change: TaskChange, at: number, expected?: number): void {
  const row = db.get<{ rid: number; revision: number }>('SELECT rid, revision FROM tasks WHERE id = ?', id);
  if (!row) throw new DaymarkError('notFound', { what: 'task', id });
  if (expected !== undefined && expected !== row.revision) throw new DaymarkError('conflict');
  refuseBlank(change);
  const more = { ...derivedColumns(change), revision: row.revision + 1 };
  taskColumns.update(db, { ...change, updatedAt: at }, more, 'rid = ?', row.rid);
  replaceSets(db, row.rid, change);
  const facts = [change.status, change.projectId, change.actualMin, change.completedAt];
  if (facts.some((fact) => fact !== undefined)) updateVectorFacts(db, row.rid);
}
