import { z } from 'zod';
import { skippedItem } from './exchange.ts';

/** A folder of this computer in which each text file becomes a task. */
export const captureFolder = z.object({
  /** Its full path; null while it is off. */
  path: z.string().nullable(),
  /** Tasks that came out of it since it was set. */
  added: z.int(),
  /** Files that are still being written, as far as can be told. */
  waiting: z.int(),
  /** Files that are left where they are, and why. */
  skipped: z.array(skippedItem),
  /** Why the folder can't be read. */
  error: z.string().nullable(),
});
export type CaptureFolder = z.infer<typeof captureFolder>;
