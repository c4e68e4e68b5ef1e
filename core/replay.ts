import { z } from 'zod';
import { message } from './messages/message.ts';

/** Nineteen years of minutes, and any count: more is a mistake, and would not add up. */
const minutes = z.number().nonnegative().max(1e7);
const MAX_COUNT = 1e9;

/** One line of a task history, in time order; see the `replay` command. Dates may be plain days or instants. */
export const historyTask = z.object({
  id: z.union([z.string(), z.number()]),
  title: z.string(),
  project: z.string().nullish(),
  category: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  user: z.string().nullish(),
  priority: z.union([z.number().min(-MAX_COUNT).max(MAX_COUNT), z.string()]).nullish(),
  estimateMin: minutes.nullish(),
  actualMin: minutes.nullish(),
  createdAt: z.string(),
  completedAt: z.string().nullish(),
  done: z.boolean().nullish(),
  due: z.string().nullish(),
  plannedStart: z.string().nullish(),
  startedAt: z.string().nullish(),
  /** How often it was put off, or when. */
  deferrals: z.union([z.number().nonnegative().max(MAX_COUNT), z.array(z.string())]).nullish(),
  /** Given up, or when. */
  dropped: z.union([z.boolean(), z.string()]).nullish(),
});
export type HistoryTask = z.infer<typeof historyTask>;

/** Name of a prediction target; `core/prediction-targets` lists them. */
export const replayTarget = z.string().min(1).max(40);
export type ReplayTarget = z.infer<typeof replayTarget>;

/**
 * What was predicted for one line with only what had been completed before its `createdAt`, by target. Minutes;
 * p10 ≤ p50 ≤ p90.
 */
export const replayAnswer = z.looseObject({
  id: z.union([z.string(), z.number()]),
  duration: z
    .object({
      p10: z.number().positive(),
      p50: z.number().positive(),
      p90: z.number().positive(),
      source: z.string(),
    })
    .optional(),
  priority: z.object({ score: z.number().min(0).max(1) }).optional(),
  completion: z.object({ probability: z.number().min(0).max(1) }).optional(),
  onTime: z.object({ probability: z.number().min(0).max(1) }).optional(),
  procrastination: z.object({ risk: z.number().min(0).max(1), reasons: z.array(message) }).optional(),
});
export type ReplayAnswer = z.infer<typeof replayAnswer>;
