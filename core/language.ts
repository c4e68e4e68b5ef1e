import { z } from 'zod';
import { reminder } from './domain/reminder.ts';
import { LANGUAGE_IDS, type LanguageId } from './language-ids.ts';
import {
  calendarMoment,
  holidayCountry,
  localDate,
  localDateOrDateTime,
  localDateTime,
  zoneId,
} from './time/schemas.ts';

/** What a recognised stretch of text means. `literal` is text the person protected with quotes or a click. */
export const tokenKind = z.enum([
  'date',
  'time',
  'interval',
  'duration',
  'deadline',
  'earliest',
  'recurrence',
  'priority',
  'project',
  'tag',
  'person',
  'energy',
  'dependency',
  'reminder',
  'vocabulary',
  'literal',
]);
export type TokenKind = z.infer<typeof tokenKind>;

/**
 * One recognised stretch. `from` and `to` are UTF-16 offsets into the text as typed, `to` exclusive;
 * `text` is always exactly `input.slice(from, to)`.
 */
export const token = z.object({
  kind: tokenKind,
  from: z.int().nonnegative(),
  to: z.int().nonnegative(),
  text: z.string(),
});
export type Token = z.infer<typeof token>;

/** Task priority as people type it: 1 is the most important, 4 the default. */
export const priority = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
export type Priority = z.infer<typeof priority>;

export const energy = z.enum(['low', 'medium', 'high']);
export type Energy = z.infer<typeof energy>;

/**
 * The fields that words can set. Days are `YYYY-MM-DD`; moments are `YYYY-MM-DDTHH:mm`, both local to the
 * zone of the parse.
 */
export const parsedFields = z.object({
  title: z.string(),
  /** The day to do it. */
  date: localDate.nullable(),
  /** Set when a time of day is given. */
  start: localDateTime.nullable(),
  /** End of an interval: a moment, or the last day (inclusive) of a range of days. */
  end: localDateOrDateTime.nullable(),
  /** "by …": a day, or a moment when a time of day is given. */
  deadline: localDateOrDateTime.nullable(),
  /** "not before …", "starting …". */
  earliest: localDateOrDateTime.nullable(),
  durationMin: z.number().positive().nullable(),
  /** RFC 5545 RRULE value without DTSTART; holds only what the words say. */
  rrule: z.string().nullable(),
  recurFrom: z.enum(['schedule', 'completion']).nullable(),
  /** Public holidays are left out of the rule. */
  skipHolidays: z.literal(true).optional(),
  priority: priority.nullable(),
  project: z.string().nullable(),
  tags: z.array(z.string()),
  people: z.array(z.string()),
  energy: energy.nullable(),
  /** Titles named with `after "…"`. */
  dependsOn: z.array(z.string()),
  /** "remind me 10 min before": minutes before it begins. */
  reminders: z.array(reminder),
  /**
   * "3 times a week" without naming days, 2–6: a habit. `rrule` then spreads the days evenly, for those who want fixed
   * ones.
   */
  timesPerWeek: z.int().min(2).max(6).optional(),
  /** The part of the day in which a habit is wanted, when words such as "mornings" set the time. */
  dayPart: z.enum(['morning', 'afternoon', 'evening', 'night']).optional(),
});
export type ParsedFields = z.infer<typeof parsedFields>;

/** A line in which nothing was recognised: all of it is the title. */
export function titleOnly(title: string): ParsedFields {
  return {
    title,
    date: null,
    start: null,
    end: null,
    deadline: null,
    earliest: null,
    durationMin: null,
    rrule: null,
    recurFrom: null,
    priority: null,
    project: null,
    tags: [],
    people: [],
    energy: null,
    dependsOn: [],
    reminders: [],
  };
}

/** A doubtful or suggested reading, offered as a dashed chip and never applied unless the person takes it. */
export const alternative = z.object({
  token,
  fields: parsedFields.partial(),
  confidence: z.number().min(0).max(1),
});
export type Alternative = z.infer<typeof alternative>;

/** Fields whose reading has a confidence of its own. */
export const sureField = z.enum(['date', 'deadline', 'earliest', 'durationMin', 'rrule']);
export type SureField = z.infer<typeof sureField>;

export const parseResult = parsedFields.extend({
  tokens: z.array(token),
  alternatives: z.array(alternative),
  /** Calibrated probability that the person keeps this reading unchanged. */
  confidence: z.number().min(0).max(1),
  /** The same for each field that words set; start and end go with `date`. */
  fieldConfidence: z.partialRecord(sureField, z.number().min(0).max(1)).optional(),
  /** Ids of the vocabulary rules that were applied. */
  appliedRules: z.array(z.string()),
});
export type ParseResult = z.infer<typeof parseResult>;

/** A stretch of the input that must stay plain text because the person clicked its highlight. */
export const literalSpan = z.object({ from: z.int().nonnegative(), to: z.int().nonnegative() });

/** Hours that "morning", "afternoon", "evening" and "night" stand for; each 0–23. */
export const dayPartHours = z.object({
  morning: z.int().min(0).max(23).default(9),
  afternoon: z.int().min(0).max(23).default(12),
  evening: z.int().min(0).max(23).default(19),
  night: z.int().min(0).max(23).default(22),
});
export type DayPartHours = z.infer<typeof dayPartHours>;

/** How one learned rule rewrites a line. Every part is optional; at least one is set. */
export const vocabularyEffect = z.object({
  /** Replaces the phrase in the title; an empty string removes it. */
  replaceWith: z.string().optional(),
  project: z.string().optional(),
  tags: z.array(z.string()).optional(),
  people: z.array(z.string()).optional(),
  durationMin: z.number().positive().optional(),
  priority: priority.optional(),
  energy: energy.optional(),
  /** Local time of day `HH:mm`. */
  timeOfDay: z.string().optional(),
});
export type VocabularyEffect = z.infer<typeof vocabularyEffect>;

/** One rule of the personal language, as stored in `user_vocabulary`. */
export const vocabularyRule = z.object({
  id: z.string(),
  /** The phrase as it is matched: lower case, single spaces. */
  phrase: z.string().min(1),
  effect: vocabularyEffect,
  /** Consistent corrections seen. */
  support: z.int().nonnegative(),
  /** Times the person undid what the rule did. */
  contradictions: z.int().nonnegative(),
  confidence: z.number().min(0).max(1),
  lastUsedAt: z.number().nullable(),
  paused: z.boolean(),
  /** Lines it was learned from, newest first. */
  examples: z.array(z.string()),
});
export type VocabularyRule = z.infer<typeof vocabularyRule>;

/** Names the parser may know: lets `#work` match "Work" and "with Julia" mean a person. */
export const knownNames = z.object({
  projects: z.array(z.string()),
  tags: z.array(z.string()),
  people: z.array(z.string()),
});
export type KnownNames = z.infer<typeof knownNames>;

/** A language that lines are read in. */
export const languageId = z.enum(LANGUAGE_IDS);
export type { LanguageId };

export const parseContext = z.object({
  /** The person's wall clock: `YYYY-MM-DDTHH:mm`, local to `tz`. */
  now: calendarMoment,
  tz: zoneId,
  /** BCP 47; decides the order of `3/5`. Default `en-US` (month first). */
  locale: z.string().default('en-US'),
  /** Whose holidays names mean; the country of the locale when absent. */
  country: holidayCountry.optional(),
  /** Languages that a line may be in; all that are known when absent. */
  languages: z.array(languageId).optional(),
  dayParts: dayPartHours.optional(),
  literals: z.array(literalSpan).optional(),
  vocabulary: z.array(vocabularyRule).optional(),
  known: knownNames.optional(),
});
export type ParseContext = z.input<typeof parseContext>;

/** What the person finally kept for a captured line; the personal language learns from the pair. */
export const captureObservation = z.object({
  /** The task it became: several edits of one task count as one correction. */
  id: z.string().optional(),
  /** The line as typed. */
  text: z.string(),
  /** What the parser made of it. */
  parsed: parsedFields,
  /** What the person kept, after their corrections. */
  kept: parsedFields.partial(),
  /** Epoch milliseconds, UTC. */
  at: z.number(),
});
export type CaptureObservation = z.infer<typeof captureObservation>;
