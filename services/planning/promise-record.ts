import type { PromiseRecord } from '../../core/domain/promise.ts';
import type { Task } from '../../core/domain/task.ts';
import { predictionId, type TaskId } from '../../core/ids.ts';
import { endOf } from '../../core/time/zoned.ts';
import type { PredictionRecord } from '../../db/index.ts';
import type { ServiceContext } from '../context.ts';

/** Promises beside what came of them. They lie in the prediction log, where no predictor answers for them. */

const TARGET = 'promise';

/** Keeps with which odds a task was promised for a day. */
export function keepPromise(
  { db, ids, clock }: ServiceContext,
  task: Task,
  day: string,
  chance: number,
): void {
  db.predictions.insert({
    id: predictionId.parse(ids()),
    taskId: task.id,
    taskRevision: task.revision,
    target: TARGET,
    modelVersion: 'plan',
    predicted: { day },
    value: chance,
    baseline: null,
    at: clock(),
  });
}

/**
 * How many promises were kept. Of a task counts the last one, as long as its deadline is the promised day: an undo, or another
 * deadline, takes the promise back.
 */
export function promiseRecordOf({ db }: ServiceContext, now: number): PromiseRecord {
  const last = new Map<TaskId, PredictionRecord>();
  for (const record of db.predictions.ofTarget(TARGET)) last.set(record.taskId, record);
  const record: PromiseRecord = { kept: 0, decided: 0, expected: 0, open: 0 };
  for (const task of db.tasks.getMany([...last.keys()])) {
    const { predicted, value } = last.get(task.id)!;
    if (task.deadline !== predicted['day']) continue;
    const end = endOf(task.deadline as string, task.tz);
    const isKept = task.status === 'done' && (task.completedAt ?? now) <= end;
    if (task.status === 'open' && now <= end) record.open += 1;
    else {
      record.decided += 1;
      record.expected += value;
      record.kept += Number(isKept);
    }
  }
  return record;
}
