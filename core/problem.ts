import { z } from 'zod';
import {
  calendarMoment,
  localDate,
  localDateOrDateTime,
  localDateTime,
  timeOfDay,
  zoneId,
} from './time/schemas.ts';
import { energy, priority } from './language.ts';
import { message } from './messages/message.ts';
import { WEEKDAYS } from './time/week.ts';

/** The planning problem and its answer, as the `solve` command and the planner exchange them. */

export const weekday = z.enum(WEEKDAYS);
export type Weekday = z.infer<typeof weekday>;

/** Half-open spans `[from, to)` of a local day; a weekday without an entry has no hours. */
export const workingHours = z.union([
  z.literal('always'),
  z.partialRecord(weekday, z.array(z.tuple([timeOfDay, timeOfDay]))),
]);
export type WorkingHours = z.infer<typeof workingHours>;

/** Two years of minutes, and weights that still add up exactly: more is a mistake. */
const MAX_MINUTES = 1_000_000;
const MAX_WEIGHT = 1e9;
const weight = z.number().nonnegative().max(MAX_WEIGHT);
/** Lengths and products of directions beyond it are no numbers any more. */
const MAX_COMPONENT = 1e9;
/** A thousandth of a minute: below, the ratio of two spreads says nothing. */
const spreadMinutes = z.number().min(0.001).max(MAX_MINUTES);

export const problemEvent = z.object({
  id: z.string(),
  start: localDateTime,
  end: localDateTime,
  title: z.string().optional(),
  /** Minutes needed to get there and back, kept free before and after. */
  travelBeforeMin: z.number().nonnegative().max(MAX_MINUTES).optional(),
  travelAfterMin: z.number().nonnegative().max(MAX_MINUTES).optional(),
});

export const problemTask = z.object({
  id: z.string().min(1),
  title: z.string().optional(),
  durationMin: z.number().positive().max(MAX_MINUTES),
  /** Not before this moment (a day means its first minute). */
  earliest: localDateOrDateTime.optional(),
  /** Late after this moment (a day means its end). */
  due: localDateOrDateTime.optional(),
  /**
   * What the reasons may say of `due`: a deadline (the default), the day the person chose, or the planner itself, which no one
   * has seen.
   */
  dueBy: z.enum(['deadline', 'day', 'planner']).optional(),
  /** The day the person chose to do it, which may have passed or have no room. */
  chosenDay: localDate.optional(),
  /** Lateness is forbidden: the task is unscheduled rather than late. */
  dueHard: z.boolean().optional(),
  priority: priority.optional(),
  /** Tardiness weight; default follows from `priority`. */
  weight: weight.optional(),
  /** What leaving it out weighs against leaving out others; default is the tardiness weight. */
  importance: weight.optional(),
  dependsOn: z.array(z.string()).optional(),
  splittable: z.boolean().default(false),
  minChunkMin: z.number().positive().max(MAX_MINUTES).default(15),
  energy: energy.optional(),
  project: z.string().optional(),
  /** Direction of the task's text, any length (a shortened embedding does); near topics cost less to switch between. */
  embedding: z.array(z.number().min(-MAX_COMPONENT).max(MAX_COMPONENT)).optional(),
  pinnedStart: localDateTime.optional(),
  /** What the reasons may say of the pin: put there by hand (the default), typed as a time, running, kept in its place. */
  pinBy: z.enum(['hand', 'time', 'running', 'kept']).optional(),
  /** The task's own windows of the day, tighter than working hours (habits, painted project time). */
  windows: z.partialRecord(weekday, z.array(z.tuple([timeOfDay, timeOfDay]))).optional(),
  /** Its windows count instead of the working hours: an evening habit is no work. */
  ownHours: z.boolean().optional(),
  /** Preferred local hour of day, 0–23, and how strongly it is wanted, 0–1. */
  preferred: z.object({ hour: z.number().min(0).max(23), strength: z.number().min(0).max(1) }).optional(),
  /** Tasks of one series (a habit's sessions of a week) never begin on the same local day. */
  series: z.string().min(1).optional(),
  /** Learned spread of the duration in minutes, for the forecast. */
  spread: z.object({ p10: spreadMinutes, p50: spreadMinutes, p90: spreadMinutes }).optional(),
});
export type ProblemTask = z.output<typeof problemTask>;

export const planBlock = z.object({
  taskId: z.string(),
  start: localDateTime,
  end: localDateTime,
  /** 1-based part number, and how many parts the task has. */
  part: z.int().positive(),
  parts: z.int().positive(),
});
export type PlanBlock = z.infer<typeof planBlock>;

export const constraintWeights = z
  .object({
    tardiness: weight,
    priority: weight,
    energy: weight,
    switching: weight,
    fragmentation: weight,
    buffers: weight,
    focus: weight,
    focusTime: weight,
    load: weight,
    preferred: weight,
    asap: weight,
    stability: weight,
  })
  .partial();
export type ConstraintWeights = z.infer<typeof constraintWeights>;

export const profile = z.object({
  /** Energy by local hour, 24 numbers 0–1. */
  energyByHour: z.array(z.number().min(0).max(1)).length(24).optional(),
  /** Minutes of focus before a break is wanted. */
  focusMin: z.number().positive().max(MAX_MINUTES).optional(),
  /** Break wanted after a focus stretch, minutes. */
  breakMin: z.number().nonnegative().max(MAX_MINUTES).optional(),
  /** Minutes lost when the project changes. */
  switchCostMin: z.number().nonnegative().max(MAX_MINUTES).optional(),
  /** Minutes wanted free around events. */
  bufferMin: z.number().nonnegative().max(MAX_MINUTES).optional(),
  /** Focus minutes the person really gets through, per weekday. */
  capacityMin: z.partialRecord(weekday, z.number().nonnegative().max(MAX_MINUTES)).optional(),
});
export type Profile = z.infer<typeof profile>;

/**
 * One planning problem. Moments are local to `tz`; the horizon is `horizonDays` local days, today the first.
 * Giving `weights` sets every weight that is not named to 0; leaving it out uses the balanced preset.
 */
export const problem = z.object({
  now: calendarMoment,
  tz: zoneId,
  horizonDays: z.int().min(1).max(366),
  workingHours,
  events: z.array(problemEvent).default([]),
  tasks: z.array(problemTask),
  /** Spans kept for demanding work: anything easy is wanted outside of them, demanding work inside. */
  focusTime: z.array(z.object({ start: localDateTime, end: localDateTime })).optional(),
  profile: profile.optional(),
  /** The plan to stay close to; `pulled` marks a block that it has earlier than the person saw it. */
  previous: z.array(planBlock.extend({ pulled: z.boolean().optional() })).optional(),
  weights: constraintWeights.optional(),
  preset: z.enum(['balanced', 'deadlineDriven', 'deepWork', 'gentle']).optional(),
  /** Pins are promises: each stands where it is, over events and other pins if need be, and what it collides with is told. */
  firmPins: z.boolean().optional(),
});
export type Problem = z.output<typeof problem>;
export type ProblemInput = z.input<typeof problem>;

export const unscheduled = z.object({
  taskId: z.string(),
  /** Machine-readable reason, such as `doesNotFit`, `dependencyUnscheduled`, `wouldBeLate`, `pinConflict`. */
  reason: z.string(),
  /** The same with its parameters, for a sentence. */
  why: message.optional(),
  /** The cheapest change that would make it fit, and all of them, cheapest first. */
  remedy: message.optional(),
  remedies: z.array(message).optional(),
});

/** A pin that keeps its time although something speaks against it, and what that is. */
export const collision = z.object({ taskId: z.string(), why: message });

export const plan = z.object({
  score: z.object({
    /** Total magnitude of hard violations; 0 in every plan that is returned. */
    hard: z.number(),
    soft: z.number(),
    /** Unweighted magnitude by constraint name, in the constraint's own unit. */
    byConstraint: z.record(z.string(), z.number()),
  }),
  blocks: z.array(planBlock),
  unscheduled: z.array(unscheduled),
  /** With `firmPins`: pins that stand although something is against it. */
  collisions: z.array(collision).optional(),
  solveMs: z.number(),
});
export type Plan = z.infer<typeof plan>;

/** Answer to "why here?" and "why not earlier?" for one block. */
export const blockReasons = z.object({
  taskId: z.string(),
  part: z.int().positive(),
  whyHere: z.array(message),
  whyNotEarlier: z.array(message),
});
export type BlockReasons = z.infer<typeof blockReasons>;
