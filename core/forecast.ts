import { z } from 'zod';
import { localDate, localDateTime } from './time/schemas.ts';

/** What is to be expected of a plan: of its days, of each task in it, and of a task that isn't in it yet. Chances are 0–1. */

const chance = z.number().min(0).max(1);

/** One day of a plan, overruns included. */
export const dayForecast = z.object({
  day: localDate,
  /** When the day's work is done with even odds; it may lie after the day's hours. Null when nothing is planned. */
  doneBy: localDateTime.nullable(),
  /** Chance that everything planned for the day is done within its hours. */
  probability: chance.nullable(),
  /** The moment to name, with the chance of being done by then: four in five if the hours have it, else their end. */
  promise: z.object({ by: localDateTime, probability: chance }).nullable(),
  /** The cheapest task to leave for another day that helps, and the chance of the day's hours without it. */
  without: z.object({ taskId: z.string(), probability: chance }).nullable(),
  /** Chance that the day is done by each full hour, from the first in which anything may end. */
  byHour: z.array(z.object({ time: localDateTime, probability: chance })).optional(),
});
export type DayForecast = z.infer<typeof dayForecast>;

/** One planned task, overruns of the tasks before it included. */
export const taskForecast = z.object({
  taskId: z.string(),
  /** Done by then with a chance of one half, and of nine tenths; null beyond the horizon. */
  doneBy: localDateTime.nullable(),
  surelyBy: localDateTime.nullable(),
  /** Chance to meet its deadline; null without one. */
  onTime: chance.nullable(),
});
export type TaskForecast = z.infer<typeof taskForecast>;

/** The day on which a task added now would be finished, at even odds and at nine in ten. */
export const completionEstimate = z.object({ day: localDate, surely: localDate });
export type CompletionEstimate = z.infer<typeof completionEstimate>;
