import { z } from 'zod';
import { weekday } from '../problem.ts';

/** How a person works, as learned from tracked time and shown to them, and what follows from it for the days ahead. */

const confidence = z.number().min(0).max(1);
const byHour = z.array(z.number()).length(24);

/** Hourly and weekly productivity; 1 is an average hour of this person. Stored as pattern `productivity`. */
export const productivityPattern = z.object({
  byHour,
  /** Rows Monday first, columns hours of the day. */
  byWeekdayHour: z.array(byHour).length(7),
  /** Hours behind each hour of the day, recent ones counting more. */
  evidenceHours: byHour,
  /** The three consecutive hours that get most done; empty before there is data. */
  peakHours: z.array(z.int()),
  energyByHour: byHour,
});

export const focusPattern = z.object({ lengthMin: z.number(), breakMin: z.number() });
export const switchingPattern = z.object({ costMin: z.number(), perDistanceMin: z.number().nullable() });
/** Minutes after local midnight. */
export const dayPattern = z.object({ startMin: z.number(), endMin: z.number() });
/** Tracked minutes of a usual day. */
export const capacityPattern = z.partialRecord(weekday, z.number());
/** Real over planned time of whole days: median, and standard deviation of the logarithm. */
export const pacePattern = z.object({ median: z.number(), sd: z.number() });
export const calendarLoadPattern = z.object({
  /** Meeting minutes on a usual day, Monday first. */
  byWeekdayMin: z.array(z.number()),
  /** Minutes without tracked work around a meeting. */
  lostAroundMin: z.number(),
  /** Stretches of a weekday, in minutes after midnight, that seldom hold a meeting. */
  free: z.array(z.object({ weekday, fromMin: z.number(), toMin: z.number() })).default([]),
});

const measured = <T extends z.ZodType>(value: T) => z.object({ value, confidence }).nullable();

export const workProfileView = z.object({
  /** Where the energy in use comes from: measured, said at the first run, or nowhere yet. */
  source: z.enum(['learned', 'said', 'none']),
  learnedAt: z.number().nullable(),
  /** Energy by hour, 0–1, as planning uses it. */
  energyByHour: byHour.nullable(),
  productivity: measured(productivityPattern),
  focus: measured(focusPattern),
  switching: measured(switchingPattern),
  day: measured(dayPattern),
  capacityMin: measured(capacityPattern),
  pace: measured(pacePattern),
  calendarLoad: measured(calendarLoadPattern),
});
export type WorkProfileView = z.infer<typeof workProfileView>;

/** When the projects are usually worked on: the middle of their work, local hours, how far from it half of it lies, and their share. */
export const timePreferencePattern = z.object({
  items: z.array(
    z.object({ project: z.string(), hour: z.number(), spreadHours: z.number(), share: z.number() }),
  ),
});
