import { z } from 'zod';
import { taskId } from '../ids.ts';
import { trackedStretch } from './tracked-stretch.ts';

/** Time in which a timer ran unseen: Daymark was closed, or the machine slept. */
export const timerGap = z.object({
  /** The tracked stretch that it lies in. */
  stretchId: trackedStretch.shape.id,
  taskId,
  title: z.string(),
  /** Epoch ms, UTC. */
  from: z.number(),
  to: z.number(),
});
export type TimerGap = z.infer<typeof timerGap>;
