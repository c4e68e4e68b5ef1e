import { z } from 'zod';
import { projectId, taskId } from '../ids.ts';
import { message } from '../messages/message.ts';
import { localDate, localDateTime } from '../time/schemas.ts';
import { priority } from '../language.ts';

/** More work than fits: what that means for what matters most, and when the rest would be done. */

/** A change that gives a task its place. Each is one change of the person's data, and undone like any. */
export const remedy = z.discriminatedUnion('kind', [
  /** Does it today after the day's hours: it is pinned there. */
  z.object({ kind: z.literal('workLonger'), start: localDateTime, end: localDateTime }),
  /** Another task gives up its time and moves to a later day. */
  z.object({ kind: z.literal('postpone'), taskId, title: z.string(), day: localDate }),
  z.object({ kind: z.literal('split'), pieces: z.int().positive(), chunkMin: z.number().positive() }),
  z.object({ kind: z.literal('shorten'), toMin: z.number().positive() }),
  z.object({ kind: z.literal('moveDeadline'), deadline: localDateTime }),
  z.object({ kind: z.literal('unpin') }),
]);
export type Remedy = z.infer<typeof remedy>;

/** A task that waits, as its row shows it. */
const waiting = z.object({
  taskId,
  title: z.string(),
  minutes: z.number().nonnegative(),
  guessed: z.boolean(),
  priority,
  deadline: z.union([localDate, localDateTime]).nullable(),
});

export const overloadView = z.object({
  /** Tasks of priority 1, and those that would miss their deadline, which have no place; the most pressing first. */
  urgent: z.array(
    waiting.extend({
      /** It would be done after its deadline. */
      late: z.boolean(),
      why: message.nullable(),
      remedies: z.array(remedy),
    }),
  ),
  /** How many tasks have no place, and the minutes that they take. */
  count: z.int().nonnegative(),
  minutes: z.number().nonnegative(),
  /** The same by the week in which they would be done, at the pace of the days before; the last group has no end. */
  weeks: z.array(
    z.object({
      from: localDate,
      to: localDate.nullable(),
      count: z.int().positive(),
      minutes: z.number().nonnegative(),
      /** Tasks of priority 1, and tasks with a deadline. */
      first: z.int().nonnegative(),
      due: z.int().nonnegative(),
      /** The first of them, in the order in which they would be done. */
      tasks: z.array(waiting),
    }),
  ),
});
export type OverloadView = z.infer<typeof overloadView>;

/** The day on which the last open task of a project would be done; null while that of one of them is not known. */
export const projectFinish = z.object({ projectId, finish: localDate.nullable() });
export type ProjectFinish = z.infer<typeof projectFinish>;
