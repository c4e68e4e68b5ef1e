import { z } from 'zod';
import { habitPatch, habitView } from '../domain/habit.ts';
import { task } from '../domain/task.ts';
import { habitId, taskId } from '../ids.ts';
import { procedure } from './base.ts';

const one = z.object({ id: habitId });

/** Habits; their sessions are tasks like others (`tasks.finish`, `tasks.drop` skips one, `tasks.update` edits one). */
export const habits = {
  /** Those that have not ended, in order of title. */
  list: procedure.output(z.object({ habits: z.array(habitView) })),
  /** A new habit with its sessions. With `fromTask` that task becomes the first one. */
  create: procedure
    .input(
      habitPatch.extend({
        timesPerWeek: habitPatch.shape.timesPerWeek.unwrap(),
        fromTask: taskId.optional(),
      }),
    )
    .output(habitView),
  /** Changes the habit and its open sessions; what was changed on a single session stays. */
  update: procedure
    .input(z.object({ id: habitId, patch: habitPatch, revision: z.int().optional() }))
    .output(habitView),
  /** Makes no sessions until it is resumed; weeks spent so count neither way. */
  pause: procedure.input(one).output(habitView),
  /** Makes sessions again, from this week on. */
  resume: procedure.input(one).output(habitView),
  /** Ends it; what was done stays. */
  end: procedure.input(one).output(habitView),
  /** Done once, planned or not: finishes this week's next session, or counts one more. */
  checkIn: procedure
    .input(z.object({ id: habitId, minutes: z.number().positive().max(1_440).optional() }))
    .output(task),
};
