import { z } from 'zod';
import { task } from '../domain/task.ts';
import {
  recommendationKind,
  recommendationRecord,
  recommendations as found,
  stalledTask,
} from '../domain/recommendation.ts';
import { taskId } from '../ids.ts';
import { message } from '../messages/message.ts';
import { procedure } from './base.ts';
import { requestTime } from './requests.ts';

/** What would get a stalled task moving. */
export const recommendations = {
  /** For one task, the most promising first; nothing where it hasn't stalled. */
  forTask: procedure.input(z.object({ id: taskId, ...requestTime })).output(found),
  /** Tasks that have stalled, those put off most often first. */
  stalled: procedure
    .input(z.object({ limit: z.int().min(1).max(50).default(10), ...requestTime }))
    .output(z.object({ tasks: z.array(stalledTask), total: z.int().nonnegative() })),
  /** Does what is recommended, as one step. Throws `invalidInput` for what isn't offered for the task. */
  take: procedure
    .input(z.object({ id: taskId, kind: recommendationKind, ...requestTime }))
    .output(z.object({ task, done: message })),
  /** Not for this task: it isn't offered for it again, and less often for tasks like it. */
  dismiss: procedure
    .input(z.object({ id: taskId, kind: recommendationKind, ...requestTime }))
    .output(z.object({ id: taskId })),
  /** What came of those that were taken, beside what becomes of stalled tasks without. */
  record: procedure.output(recommendationRecord),
  /** Goes back to an older version of what was learned; null forgets all of it. */
  rollback: procedure
    .input(z.object({ version: z.int().positive().nullable() }))
    .output(recommendationRecord),
};
