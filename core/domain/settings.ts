import { z } from 'zod';
import { dayPartHours, languageId } from '../language.ts';
import { constraintWeights, workingHours } from '../problem.ts';
import { holidayCountry, timeOfDay, zoneId } from '../time/schemas.ts';

export const firstChoice = z.enum([
  'deadline',
  'quick',
  'hard',
  'same',
  'ritual',
  'oldest',
  'important',
  'time',
]);
export type FirstChoice = z.infer<typeof firstChoice>;

/** Time kept free of easy work and, as far as one can, of meetings: so many blocks a week, between two hours of the day. */
export const focusGoal = z.object({
  blocksPerWeek: z.int().min(1).max(20),
  blockMin: z.int().min(30).max(240),
  from: timeOfDay,
  to: timeOfDay,
});
export type FocusGoal = z.infer<typeof focusGoal>;

/** What is reminded of beside the reminders of single tasks. */
export const reminderSettings = z.object({
  /** When a planned block begins. */
  blocks: z.boolean(),
  /** Minutes before an appointment; null for none. */
  eventMin: z.int().min(0).max(1_440).nullable(),
  /** Minutes before a deadline at a time of day; one of a day is reminded of in its morning. Null for none. */
  deadlineMin: z.int().min(0).max(1_440).nullable(),
});
export type ReminderSettings = z.infer<typeof reminderSettings>;

/** Everything a person can set. Stored as one row each, so that two devices can change different ones. */
export const settings = z.object({
  workingHours,
  /** Null follows the machine. */
  zone: zoneId.nullable(),
  locale: z.string().min(2).max(35),
  /** Languages that lines may be typed in; told apart line by line. */
  languages: z.array(languageId).min(1).max(10),
  /** ISO 3166 code of the country whose public holidays count; null takes it from `locale`. */
  holidayCountry: holidayCountry.nullable(),
  theme: z.enum(['system', 'light', 'dark']),
  dayParts: dayPartHours,
  planPreset: z.enum(['balanced', 'deadlineDriven', 'deepWork', 'gentle']),
  planWeights: constraintWeights.nullable(),
  horizonDays: z.int().min(1).max(60),
  /** Re-plan by itself after a change, or only on a key. */
  autoReplan: z.boolean(),
  /** Null keeps none. */
  focusTime: focusGoal.nullable(),
  reminders: reminderSettings,
  /** Energy by hour, 0–1, as said at the first run; the learned profile replaces it. */
  energyByHour: z.array(z.number().min(0).max(1)).length(24).nullable(),
  /** How own estimates usually turn out, as said at the first run. */
  estimateHabit: z.enum(['under', 'right', 'over', 'unknown']),
  kindsOfWork: z.array(z.string().max(40)).max(12),
  /** What is taken first when everything is open, as said at the first run. */
  firstChoice: firstChoice.nullable(),
  firstRunDone: z.boolean(),
});
export type Settings = z.infer<typeof settings>;

export const settingsPatch = settings.partial();
export type SettingsPatch = z.infer<typeof settingsPatch>;

const officeDay: [string, string][] = [['09:00', '17:30']];

export const defaultSettings: Settings = {
  workingHours: { mon: officeDay, tue: officeDay, wed: officeDay, thu: officeDay, fri: officeDay },
  zone: null,
  locale: 'en-US',
  languages: ['en', 'de'],
  holidayCountry: null,
  theme: 'system',
  dayParts: { morning: 9, afternoon: 12, evening: 19, night: 22 },
  planPreset: 'balanced',
  planWeights: null,
  horizonDays: 14,
  autoReplan: true,
  focusTime: null,
  reminders: { blocks: true, eventMin: 10, deadlineMin: 60 },
  energyByHour: null,
  estimateHabit: 'unknown',
  kindsOfWork: [],
  firstChoice: null,
  firstRunDone: false,
};
