import { z } from 'zod';
import { taskId } from '../ids.ts';

/** A stretch of work on a task that was tracked. */
export const trackedStretch = z.object({
  id: z.uuid(),
  taskId,
  /** Epoch ms, UTC. */
  start: z.number(),
  /** Null while its timer runs. */
  end: z.number().nullable(),
  source: z.enum(['timer', 'manual']),
});
export type TrackedStretch = z.infer<typeof trackedStretch>;
