import { z } from 'zod';
import { dailyReview } from '../domain/daily-review.ts';
import { overloadView, projectFinish } from '../domain/overload.ts';
import { overrunView } from '../domain/overrun.ts';
import { promiseOdds } from '../domain/promise.ts';
import { planView, reasonsView } from '../domain/views.ts';
import { workProfileView } from '../domain/work-profile.ts';
import { task } from '../domain/task.ts';
import { completionEstimate } from '../forecast.ts';
import { taskId } from '../ids.ts';
import { localDate, localDateTime } from '../time/schemas.ts';
import { procedure } from './base.ts';
import { requestTime } from './requests.ts';

/** The plan, and what the person says to it. */
export const planning = {
  /** The plan in force with its forecast; `stale` while a newer one is expected. */
  current: procedure.output(planView),
  /** Plans now and answers with the new plan. */
  replan: procedure
    .input(
      z.object({
        budgetMs: z.int().min(10).max(60_000).optional(),
        seed: z.int().optional(),
        fresh: z.boolean().default(false),
        ...requestTime,
      }),
    )
    .output(planView),
  /** Why the blocks of a task stand where they do, and not earlier. */
  reasons: procedure.input(z.object({ taskId })).output(z.object({ reasons: z.array(reasonsView) })),
  /** The plan before this one, until the next change plans again. */
  undo: procedure.output(planView),
  /** The plan of this revision is on the screen: what it has for today moves only with the person's word from now on. */
  seen: procedure.input(z.object({ revision: z.int() })).output(z.object({ seen: z.boolean() })),
  /** Takes the proposed plan, or leaves what it would have moved where it is; nothing without a proposal. */
  answer: procedure.input(z.object({ accept: z.boolean() })).output(planView),
  /**
   * Moves the stretch kept for focus that begins at `from`, or with `from` null adds one; `to` null gives it up for its
   * day. Refused where an appointment lies.
   */
  moveFocus: procedure
    .input(
      z.object({
        from: localDateTime.nullable(),
        to: z.object({ start: localDateTime, end: localDateTime }).nullable(),
      }),
    )
    .output(planView),
  /** How this person works, as far as it is known. */
  profile: procedure.output(workProfileView),
  /** The day on which a task added now would be done at the person's real pace; null when no day has room. */
  estimateCompletion: procedure
    .input(z.object({ durationMin: z.number().positive().max(100_000).default(30) }))
    .output(z.object({ estimate: completionEstimate.nullable() })),
  /** By when a task could be promised, and what that would push out; no day before the first plan. */
  promise: procedure.input(z.object({ taskId })).output(promiseOdds),
  /**
   * While the running task takes longer than planned: what could give, each with the chance to finish the day. Nothing moves.
   */
  overrun: procedure.output(overrunView),
  /** Promises a task for a day, with the odds that it was told: its deadline, and scored when the day is over. */
  acceptPromise: procedure
    .input(z.object({ taskId, day: localDate, chance: z.number().min(0).max(1) }))
    .output(task),
  /** Tasks without a place in the days planned: by the week in which they would be done, and what would give them one. */
  overload: procedure.output(overloadView),
  /** When each project with open tasks would be finished, by the plan and beyond it at the person's pace. */
  projectFinishes: procedure.output(z.object({ projects: z.array(projectFinish) })),
  /** Whether it is time to look at the day, and what is left over. */
  dailyReview: procedure.output(dailyReview),
  /** Looked at or skipped: not offered again that day. */
  closeDailyReview: procedure
    .input(z.object({ kind: z.enum(['morning', 'evening', 'return']) }))
    .output(dailyReview),
};
