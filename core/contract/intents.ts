import { z } from 'zod';
import { intentPreview } from '../domain/intent-view.ts';
import { taskId } from '../ids.ts';
import { calendarMoment, zoneId } from '../time/schemas.ts';
import { procedure } from './base.ts';

const line = {
  text: z.string().min(1).max(10_000),
  /** The task that was chosen where several could be meant. */
  chosen: taskId.optional(),
  now: calendarMoment.optional(),
  tz: zoneId.optional(),
};

/** Lines that ask something of what is there: "move gym to tomorrow", "what can I do in 20 minutes?". */
export const intents = {
  /** What a line would change, or the answer to what it asks; null for a line that is a new task. Writes nothing. */
  preview: procedure.input(z.object(line)).output(z.object({ preview: intentPreview.nullable() })),
  /**
   * Does what the preview of this `version` showed, as one step of the history. `conflict` when it is something else by
   * now, `invalidInput` for a line that changes nothing.
   */
  apply: procedure.input(z.object({ ...line, version: z.string().max(200) })).output(
    z.object({
      /** Name of the step in the history. */
      intent: z.string(),
      ids: z.array(taskId),
      /** What was done. */
      message: intentPreview.shape.message,
    }),
  ),
};
