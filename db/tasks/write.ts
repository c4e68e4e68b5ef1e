import { DaymarkError } from '../../core/errors.ts';
import type { Task } from '../../core/domain/task.ts';
import type { TaskRecord } from '../../core/domain/task-record.ts';
import type { TaskId } from '../../core/ids.ts';
import type { Connection, SqlValue } from '../sqlite.ts';
import { nameKey } from '../text.ts';
import type { TaskChange, TaskReader, TaskWriter } from './types.ts';
import type { Journal } from '../changes/journal.ts';
import { updateVectorFacts } from '../embeddings/write.ts';
import { assignments, insertion } from '../columns.ts';
import { guessColumns, taskColumns } from './columns.ts';
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
        ...guessColumns.encode(guess),
        priority_score: guess.priorityScore === undefined ? undefined : (guess.priorityScore?.score ?? null),
      });
      if (set === '') return false;
      return db.run(`UPDATE tasks SET ${set} WHERE id = ? AND revision = ?`, ...values, id, revision) > 0;
    },
    remove: (id) => journal.remove('tasks', id),
  };
}

/** Column values of the fields that are there, with what follows from them. */
function columnsOf(change: TaskChange): Record<string, SqlValue> {
  const columns = taskColumns.encode(change);
  return change.title === undefined ? columns : { ...columns, title_key: nameKey(change.title) };
}

function insertTask(db: Connection, record: TaskRecord): void {
  const { sql, values } = insertion('tasks', columnsOf(record));
  const rid = db.insert(sql, ...values);
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
