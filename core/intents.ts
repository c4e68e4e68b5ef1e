import { z } from 'zod';
import { languageId } from './language.ts';
import { localDate, localDateOrDateTime, localDateTime } from './time/schemas.ts';

/**
 * What a line asks to be done with, or to be known of, what is there already; a line that is none of these is a new
 * task. Days and moments are local to the zone of the reading.
 */

/** Tasks by the words of a title, or all that fit. */
export const intentObject = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('title'), words: z.string().min(1) }),
  z.object({
    kind: z.literal('all'),
    project: z.string().nullable(),
    tag: z.string().nullable(),
    /** The day they stand on. */
    day: localDate.nullable(),
    overdue: z.boolean(),
  }),
]);
export type IntentObject = z.infer<typeof intentObject>;

export const intentReading = z.discriminatedUnion('kind', [
  /** To another day or moment. */
  z.object({ kind: z.literal('move'), object: intentObject, to: localDateOrDateTime }),
  z.object({ kind: z.literal('finish'), object: intentObject }),
  /** A stretch in which nothing is to be planned. */
  z.object({ kind: z.literal('keepFree'), start: localDateTime, end: localDateTime, allDay: z.boolean() }),
  /** What fits into so many minutes from now on. */
  z.object({ kind: z.literal('fit'), minutes: z.number().positive() }),
  /** By when a task could be done. */
  z.object({ kind: z.literal('outlook'), object: intentObject }),
]);
export type IntentReading = z.infer<typeof intentReading>;

/** A reading with the language that it was said in. */
export const spokenIntent = z.object({ language: languageId, reading: intentReading });
export type SpokenIntent = z.infer<typeof spokenIntent>;
