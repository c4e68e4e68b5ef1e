import { z } from 'zod';
import { eventId, taskId } from '../ids.ts';
import { message } from '../messages/message.ts';
import { localDateTime } from '../time/schemas.ts';

const FOUR_WEEKS_MIN = 40_320;

/** When to be reminded of a task: minutes before it begins, or a moment on the clock of the task's zone. */
export const reminder = z.union([z.int().min(0).max(FOUR_WEEKS_MIN), localDateTime]);
export type Reminder = z.infer<typeof reminder>;

/** What a reminder is about: one that the person set, a block of the plan, a task that runs longer than planned, an
 * appointment, or a deadline. */
export const reminderKind = z.enum(['own', 'block', 'overrun', 'event', 'deadline']);
export type ReminderKind = z.infer<typeof reminderKind>;

/** A reminder that is due, or will be. */
export const dueReminder = z.object({
  /** Stays the same for as long as it is about the same thing at the same time. */
  id: z.string().min(1).max(200),
  kind: reminderKind,
  /** When it is due, epoch ms; later than first meant when it was snoozed. */
  at: z.number(),
  taskId: taskId.nullable(),
  eventId: eventId.nullable(),
  title: z.string(),
  /** When what it is about begins or is due. */
  why: message,
});
export type DueReminder = z.infer<typeof dueReminder>;
