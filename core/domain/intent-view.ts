import { z } from 'zod';
import { taskId } from '../ids.ts';
import { message } from '../messages/message.ts';
import { localDateOrDateTime } from '../time/schemas.ts';

/** What a line asks of what is there, before anything is changed. */

/** One task that would be changed; `to` is null for one that would be finished. */
export const intentChange = z.object({
  taskId,
  title: z.string(),
  /** Where it stands now. */
  from: localDateOrDateTime.nullable(),
  to: localDateOrDateTime.nullable(),
});
export type IntentChange = z.infer<typeof intentChange>;

/** One of several tasks that may be meant. */
export const intentChoice = z.object({
  taskId,
  title: z.string(),
  project: z.string().nullable(),
  date: localDateOrDateTime.nullable(),
});
export type IntentChoice = z.infer<typeof intentChoice>;

/** A task that answers a question. */
export const intentAnswer = z.object({
  taskId,
  title: z.string(),
  minutes: z.number().positive().nullable(),
  /** Whether Daymark guessed the minutes. */
  guessed: z.boolean(),
});
export type IntentAnswer = z.infer<typeof intentAnswer>;

export const intentPreview = z.object({
  kind: z.enum(['move', 'finish', 'keepFree', 'fit', 'outlook']),
  /** What would be done, what is asked, or the answer. */
  message,
  /** What there is beside it to know. */
  notes: z.array(message),
  /** Names exactly what was shown; `apply` refuses when it has become something else. Null where nothing would change. */
  version: z.string().nullable(),
  changes: z.array(intentChange),
  /** More than one task may be meant: nothing is done until one is chosen. */
  choices: z.array(intentChoice),
  answers: z.array(intentAnswer),
});
export type IntentPreview = z.infer<typeof intentPreview>;
