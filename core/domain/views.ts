import * as forecast from '../forecast.ts';
import { z } from 'zod';
import { eventId, projectId, taskId } from '../ids.ts';
import { parseResult } from '../language.ts';
import { message } from '../messages/message.ts';
import { blockReasons, collision, planBlock, unscheduled } from '../problem.ts';
import { localDate, localDateTime } from '../time/schemas.ts';
import { durationPrediction } from './prediction.ts';

/** What the views show that is not one entity's own state. */

/** A field value taken from similar past tasks, offered as a ghost chip. */
export const suggestion = z.object({
  field: z.enum(['project', 'tags', 'durationMin', 'timeOfDay', 'energy']),
  value: z.union([z.string(), z.number(), z.array(z.string())]),
  confidence: z.number().min(0).max(1),
  why: message,
});
export type Suggestion = z.infer<typeof suggestion>;

/** Answer to a keystroke. `seq` is the request's number; the renderer drops answers that come late. */
export const captureAnswer = z.object({
  seq: z.int(),
  result: parseResult,
  duration: durationPrediction.nullable(),
  suggestions: z.array(suggestion),
});
export type CaptureAnswer = z.infer<typeof captureAnswer>;

/** What similar past tasks say about a line that is not a task yet. */
export const captureGuess = z.object({
  duration: durationPrediction.nullable(),
  suggestions: z.array(suggestion),
});
export type CaptureGuess = z.infer<typeof captureGuess>;

export const slack = z.enum(['none', 'good', 'tight', 'late']);
export type Slack = z.infer<typeof slack>;

export const plannedBlock = planBlock.extend({
  taskId,
  title: z.string(),
  projectId: projectId.nullable(),
  pinned: z.boolean(),
  done: z.boolean(),
  running: z.boolean(),
  slack,
  /** Title of an appointment that lies over it, until the plan has moved one of them. */
  under: z.string().nullish(),
});
export type PlannedBlock = z.infer<typeof plannedBlock>;

/** The forecast of a day beside what is planned for it. */
export const dayForecast = forecast.dayForecast.extend({
  without: z.object({ taskId, title: z.string(), probability: z.number().min(0).max(1) }).nullable(),
  plannedMin: z.number().nonnegative(),
  /** Minutes the person gets through in what is left of the day: learned, else the working hours. */
  capacityMin: z.number().nonnegative(),
  /** Whether that is learned; the working hours are no measure of what one usually does. */
  capacityLearned: z.boolean().optional(),
});
export type DayForecast = z.infer<typeof dayForecast>;

const taskOutlook = forecast.taskForecast.extend({ taskId });
export type TaskOutlook = z.infer<typeof taskOutlook>;

/** A stretch kept for focused work. `start` tells it from the others. */
export const keptFocus = z.object({
  start: localDateTime,
  end: localDateTime,
  /** Put there by the person; chosen by Daymark otherwise. */
  byHand: z.boolean(),
  why: message,
});
export type KeptFocus = z.infer<typeof keptFocus>;

const movedBlock = z.object({
  taskId,
  title: z.string(),
  part: z.int(),
  from: localDateTime.nullable(),
  to: localDateTime.nullable(),
});

export const planView = z.object({
  /** Grows with each accepted plan; 0 before the first. */
  revision: z.int().nonnegative(),
  computedAt: z.number().nullable(),
  /** True while a newer plan is being computed or waits for the helper process. */
  stale: z.boolean(),
  blocks: z.array(plannedBlock),
  unscheduled: z.array(unscheduled.extend({ taskId, title: z.string() })),
  /** Tasks that keep their time although something speaks against it. */
  collisions: z.array(collision.extend({ taskId, title: z.string() })).optional(),
  forecasts: z.array(dayForecast),
  /** The forecasts were made for the plan before; those of this one are on their way. */
  forecastsAreOld: z.boolean().optional(),
  /** Empty until a forecast is there. */
  outlook: z.array(taskOutlook).optional(),
  focus: z
    .object({
      kept: z.array(keptFocus),
      /** Weeks (by their Monday) in which fewer stretches were found than are wanted. */
      short: z.array(z.object({ week: localDate, why: message })),
    })
    .optional(),
  score: z
    .object({ hard: z.number(), soft: z.number(), byConstraint: z.record(z.string(), z.number()) })
    .nullable(),
  solveMs: z.number().nullable(),
  /** Blocks that moved against the plan before. */
  moved: z.array(movedBlock),
  /** What a newer plan would move of what was seen today, while it waits for the person's word. */
  proposal: z
    .object({
      moved: z.array(movedBlock),
      /** Blocks with no free place in what is shown until the answer: new tasks, and what a pin was dropped on. */
      parked: z.array(z.object({ taskId, title: z.string(), part: z.int(), to: localDateTime.nullable() })),
    })
    .nullish(),
  canUndo: z.boolean(),
});
export type PlanView = z.infer<typeof planView>;

export const reasonsView = blockReasons.extend({ taskId, title: z.string() });
export type ReasonsView = z.infer<typeof reasonsView>;

export const searchHit = z.object({
  id: taskId,
  title: z.string(),
  /** Higher is better, 0–1; words and meaning are fused. */
  score: z.number(),
  matched: z.enum(['words', 'meaning', 'both']),
});
export type SearchHit = z.infer<typeof searchHit>;

export const mlState = z.object({
  process: z.enum(['starting', 'ready', 'down']),
  embedding: z.enum(['loading', 'ready', 'unavailable']),
  embeddingReason: z.string().nullable(),
  modelVersion: z.string().nullable(),
});
export type MlState = z.infer<typeof mlState>;

/** Pushed to every open view; a view refetches what the topic names. */
export const liveChange = z.discriminatedUnion('topic', [
  z.object({ topic: z.literal('tasks'), ids: z.array(taskId) }),
  z.object({ topic: z.literal('events'), ids: z.array(eventId) }),
  z.object({ topic: z.literal('projects') }),
  z.object({ topic: z.literal('habits') }),
  z.object({ topic: z.literal('filters') }),
  z.object({ topic: z.literal('trash') }),
  /** Others are due than before. */
  z.object({ topic: z.literal('reminders') }),
  z.object({ topic: z.literal('plan'), revision: z.int() }),
  z.object({ topic: z.literal('settings') }),
  z.object({ topic: z.literal('vocabulary') }),
  z.object({ topic: z.literal('ml'), state: mlState }),
  z.object({ topic: z.literal('learning') }),
  z.object({ topic: z.literal('insights') }),
  /** What undo and redo would do is another now. */
  z.object({ topic: z.literal('history') }),
  z.object({ topic: z.literal('sync') }),
  z.object({ topic: z.literal('publishing') }),
]);
export type LiveChange = z.infer<typeof liveChange>;
