import { z } from 'zod';
import { taskId } from '../ids.ts';
import { localDate } from '../time/schemas.ts';

const chance = z.number().min(0).max(1).nullable();
const option = { taskId, title: z.string(), chance };

/** What can be done about a task that runs over, each one change of one task, with the chance to finish the day with it. */
export const overrunOption = z.discriminatedUnion('kind', [
  /** The running task is planned as longer, in all. */
  z.object({ kind: z.literal('extend'), ...option, durationMin: z.number().positive() }),
  /** What comes next is planned as shorter. */
  z.object({ kind: z.literal('shorten'), ...option, durationMin: z.number().positive() }),
  /** What matters least of the rest of the day moves to another day. */
  z.object({ kind: z.literal('move'), ...option, day: localDate }),
]);
export type OverrunOption = z.infer<typeof overrunOption>;

export const overrunView = z.object({
  /** The running task; null while none runs over. */
  taskId: taskId.nullable(),
  /** Minutes beyond what was planned for it. */
  overMin: z.number().nonnegative(),
  options: z.array(overrunOption),
});
export type OverrunView = z.infer<typeof overrunView>;
