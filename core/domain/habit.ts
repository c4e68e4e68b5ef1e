import { z } from 'zod';
import { habitId, projectId, taskId } from '../ids.ts';
import { energy, priority } from '../language.ts';
import { weekday } from '../problem.ts';
import { localDate, timeOfDay } from '../time/schemas.ts';

/**
 * Something wanted N times a week, on whichever days suit. A habit is a template; what is planned and done are its
 * sessions, ordinary tasks that name it (`Task.habitId`) and the week they count for.
 */

const title = z.string().min(1).max(10_000);
const timesPerWeek = z.int().min(1).max(7);
const durationMin = z.number().positive().max(1_440);
/** Half-open span of a local day; the end may be 24:00. */
const window = z.tuple([timeOfDay, timeOfDay]);

export const habit = z.object({
  id: habitId,
  title,
  notes: z.string(),
  projectId: projectId.nullable(),
  project: z.string().nullable(),
  tags: z.array(z.string()),
  people: z.array(z.string()),
  priority,
  energy: energy.nullable(),
  timesPerWeek,
  /** Minutes of one session; null when Daymark guesses. */
  durationMin: durationMin.nullable(),
  /** Days it may be done on; empty leaves the choice to the plan. */
  weekdays: z.array(weekday),
  /** When on a day it may be done; null means within the working hours. */
  window: window.nullable(),
  /** Wanted time of day to begin, if the day allows it. */
  idealTime: timeOfDay.nullable(),
  state: z.enum(['active', 'paused', 'ended']),
  /** The line as typed; empty for one made by hand. */
  rawText: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
  /** Grows by one with each change. */
  revision: z.int().nonnegative(),
});
export type Habit = z.infer<typeof habit>;

/** What a person can say about a habit; an absent field stays as it is, or takes its default in a new one. */
export const habitPatch = z
  .object({
    title,
    notes: z.string().max(100_000),
    project: z.string().max(200).nullable(),
    tags: z.array(z.string().min(1).max(100)).max(50),
    people: z.array(z.string().min(1).max(100)).max(50),
    priority,
    energy: energy.nullable(),
    timesPerWeek,
    durationMin: durationMin.nullable(),
    weekdays: z.array(weekday).max(7),
    window: window.nullable(),
    idealTime: timeOfDay.nullable(),
  })
  .partial();
export type HabitPatch = z.infer<typeof habitPatch>;

/** How one week stands. */
export const habitWeek = z.object({
  /** Its Monday. */
  week: localDate,
  /** Sessions wanted: what the habit says, less what was skipped on purpose and days that were gone already. */
  aim: z.int().nonnegative(),
  done: z.int().nonnegative(),
});
export type HabitWeek = z.infer<typeof habitWeek>;

export const habitView = habit.extend({
  thisWeek: habitWeek,
  /** Weeks in a row that reached their aim, this one included once it has. */
  streakWeeks: z.int().nonnegative(),
  /** The session a check mark would finish: of this week, running first; null when none is open. */
  next: taskId.nullable(),
});
export type HabitView = z.infer<typeof habitView>;
