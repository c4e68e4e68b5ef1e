import { z } from 'zod';
import { taskId } from '../ids.ts';
import { localDate } from '../time/schemas.ts';

/** A moment to look at the day: what is left over, and how full it is. */
export const dailyReview = z.object({
  /** Null when there is nothing to look at, or it was looked at or skipped today. */
  kind: z.enum(['morning', 'evening', 'return']).nullable(),
  /** Working days without Daymark before today; counts only for `return`. */
  awayDays: z.int().nonnegative(),
  leftovers: z.array(
    z.object({
      taskId,
      title: z.string(),
      /** The day it was meant for. */
      day: localDate,
      deferrals: z.int(),
    }),
  ),
  /** Where a leftover goes that is carried: the next day with working hours. */
  nextDay: localDate,
  plannedMin: z.number().nonnegative(),
  capacityMin: z.number().nonnegative(),
  capacityLearned: z.boolean(),
});
export type DailyReview = z.infer<typeof dailyReview>;
