import { z } from 'zod';
import { captureFolder as shown } from '../domain/capture-folder.ts';
import { procedure } from './base.ts';

/** A folder in which each text file becomes a task. Off until it is set, on this device alone. */
export const captureFolder = {
  /** Which folder it is, and what came of it. */
  status: procedure.output(shown),
  /** The full path of a folder; null turns it off. Refused with `invalidInput` for what is no folder. */
  set: procedure.input(z.object({ path: z.string().min(1).max(4_000).nullable() })).output(shown),
  /** Looks now. A file is taken at the second look at which it is the same. */
  check: procedure.output(shown),
};
