import { z } from 'zod';
import { taskId } from '../ids.ts';
import { message } from '../messages/message.ts';
import { procedure } from './base.ts';

const replayed = z.object({
  /** Name of the intent; null when nothing happened. */
  undone: z.string().nullable(),
  ids: z.array(taskId),
  /** What happened, such as "Undid: added 10 tasks". */
  message: message.nullable(),
});

/** Undo and redo, of every change that was made through the contract; they are called as `tasks.undo` and so on. */
export const history = {
  /**
   * Takes back the last change of the person's data that was made through this contract, whichever it was. With `expected` only if that was the last one: an offer
   * made some seconds ago must not take back what has happened since. `undone` is null when nothing was taken back.
   */
  undo: procedure
    .input(
      z
        .object({
          expected: z.object({ intent: z.string().max(60), ids: z.array(taskId).max(1_000) }).optional(),
        })
        .default({}),
    )
    .output(replayed),
  /** Does again what was taken back last, unless something new was done since. */
  redo: procedure.output(replayed),
  /** The steps that undo and redo walk along, the newest first; those that are undone come before those that stand. */
  steps: procedure.output(
    z.object({
      steps: z.array(
        z.object({
          seq: z.int(),
          intent: z.string(),
          message,
          /** Epoch ms. */
          at: z.number(),
          undone: z.boolean(),
        }),
      ),
    }),
  ),
  /** What undo and redo would do next, in words; null when there is nothing. */
  history: procedure.output(z.object({ undo: message.nullable(), redo: message.nullable() })),
};
