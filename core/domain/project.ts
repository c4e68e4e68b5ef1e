import { z } from 'zod';
import { projectId } from '../ids.ts';

export const project = z.object({
  id: projectId,
  name: z.string().min(1),
  /** Index into the renderer's palette of project colours. */
  colour: z.int().nonnegative(),
  archived: z.boolean(),
  openTasks: z.int().nonnegative(),
});
export type Project = z.infer<typeof project>;
