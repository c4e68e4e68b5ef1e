import type { TaskId } from '../../core/ids.ts';
import {
  type Column,
  ColumnTable,
  flagColumn as flag,
  jsonColumn as json,
  plainColumn as plain,
} from '../columns.ts';
import type { Job } from './types.ts';

/** Empty where there is no task: null would be unlike itself in the key that makes a job unique. */
const taskId: Column<TaskId | null> = {
  name: 'task_id',
  encode: (id) => id ?? '',
  decode: (stored) => (stored === '' ? null : (stored as TaskId)),
};

/** `error` is what went wrong in the last try; empty after a good one. */
export const jobColumns = new ColumnTable<Job & { error: string }>('jobs', {
  id: plain('job_id'),
  kind: plain('kind'),
  taskId,
  revision: plain('revision'),
  modelVersion: plain('model_version'),
  payload: json('payload_json'),
  background: flag('background'),
  attempts: plain('attempts'),
  notBefore: plain('not_before'),
  error: plain('error'),
});
