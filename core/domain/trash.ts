import { z } from 'zod';
import { taskId } from '../ids.ts';

/** A task that was deleted and can be brought back, with the subtasks that went with it. */
export const trashedTask = z.object({
  id: taskId,
  title: z.string(),
  project: z.string().nullable(),
  /** Its subtasks, which come back with it. */
  subtasks: z.int().nonnegative(),
  /** Epoch ms. */
  deletedAt: z.number(),
});
export type TrashedTask = z.infer<typeof trashedTask>;
