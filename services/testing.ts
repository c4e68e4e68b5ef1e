import { v7 } from 'uuid';
import type { Task } from '../core/domain/task.ts';
import { newTask } from '../core/domain/task-record.ts';
import { taskId } from '../core/ids.ts';

/** An open task with nothing but a title; tests say what matters to them. */
export function aTask(fields: Partial<Task>): Task {
  const record = newTask('A task', { id: taskId.parse(v7()), at: 0, tz: 'Europe/Berlin' });
  return {
    ...record,
    project: null,
    predicted: null,
    priorityScore: null,
    splittable: false,
    minChunkMin: 15,
    runningSince: null,
    trackedMin: 0,
    revision: 0,
    ...fields,
  };
}
