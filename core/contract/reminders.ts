import { z } from 'zod';
import { dueReminder } from '../domain/reminder.ts';
import { procedure } from './base.ts';

const id = dueReminder.shape.id;

/** What is to be reminded of: reminders of tasks (`tasks.update`), blocks, appointments and deadlines (settings). */
export const reminders = {
  /** Those that are due and not answered, the oldest first, and those of the next seven days. */
  list: procedure.output(z.object({ due: z.array(dueReminder), coming: z.array(dueReminder) })),
  /**
   * Those that are due and were not announced on this device yet; from now on they are. What shows notifications asks here
   * when the topic `reminders` is pushed, and once when it begins, so that each is shown once, however many ask.
   */
  announce: procedure.output(z.object({ due: z.array(dueReminder) })),
  /** Due again after so many minutes; throws `notFound` for one that is not due any more. */
  snooze: procedure
    .input(z.object({ id, minutes: z.int().min(1).max(10_080) }))
    .output(z.object({ due: z.array(dueReminder) })),
  /** They were seen and don't come back. Answers what else is due. */
  dismiss: procedure
    .input(z.object({ ids: z.array(id).min(1).max(1_000) }))
    .output(z.object({ due: z.array(dueReminder) })),
};
