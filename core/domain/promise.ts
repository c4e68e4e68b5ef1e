import { z } from 'zod';
import { taskId } from '../ids.ts';
import { localDate } from '../time/schemas.ts';

/** When a task could be promised: by which day with which chance, and what that would push out. */

export const promiseDay = z.object({
  day: localDate,
  /** Chance that it is done by the end of that day, 0–1; never less than on an earlier day. */
  chance: z.number().min(0).max(1),
  /** Tasks that would be done on a later day than now planned; `to` null: beyond the days planned. */
  moves: z.array(z.object({ taskId, title: z.string(), to: localDate.nullable() })),
});
export type PromiseDay = z.infer<typeof promiseDay>;

/** Promises that were given with odds, and how many were kept. One that was taken back is not among them. */
export const promiseRecord = z.object({
  kept: z.int().nonnegative(),
  /** Promises whose day is over, or whose task is done. */
  decided: z.int().nonnegative(),
  /** How many should have been kept by the odds they were given with. */
  expected: z.number().nonnegative(),
  /** Promises still to be kept. */
  open: z.int().nonnegative(),
});
export type PromiseRecord = z.infer<typeof promiseRecord>;

export const promiseOdds = z.object({ days: z.array(promiseDay) });
export type PromiseOdds = z.infer<typeof promiseOdds>;
