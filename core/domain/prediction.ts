import { z } from 'zod';
import { predictionId, taskId } from '../ids.ts';
import { message } from '../messages/message.ts';

/** A finished task that resembles another, shown as evidence for a guess. */
export const similarTask = z.object({
  taskId,
  title: z.string(),
  actualMin: z.number().positive(),
  /** Cosine similarity, −1 to 1. */
  similarity: z.number(),
});
export type SimilarTask = z.infer<typeof similarTask>;

/** How likely a task is to be done at all, and how likely tasks like it are by their labels alone. 0–1. */
export const likelihood = z.object({ probability: z.number(), rate: z.number() });
export type Likelihood = z.infer<typeof likelihood>;

/** A guessed duration in minutes with the spread it is guessed with, and where it comes from. */
export const durationPrediction = z.object({
  predictionId: predictionId.nullable(),
  p10: z.number().positive(),
  p50: z.number().positive(),
  p90: z.number().positive(),
  /** `similar` own finished tasks, `prior` reference phrases, `learned` the person's model, `default` nothing known. */
  source: z.enum(['similar', 'prior', 'learned', 'default']),
  similar: z.array(similarTask),
  /** The sentence that goes with it, such as "6 like this took 35–70 min". */
  why: message,
  /** Absent while too little is known. */
  likelihood: likelihood.nullish(),
});
export type DurationPrediction = z.infer<typeof durationPrediction>;

/** The newest that a predictor said of a task. */
export const shownPrediction = z.object({
  /** One of `core/prediction-targets`. */
  target: z.string(),
  /** In the unit of the target. */
  value: z.number(),
  /** What the baseline says, in the same unit; null while it knows too little. */
  baseline: z.number().nullable(),
  /** Which model said it. */
  version: z.string(),
  /** What else the target tells, such as quantiles. */
  details: z.record(z.string(), z.unknown()),
  reasons: z.array(message),
  /** What then happened, in the unit of the target; null while it is open. */
  outcome: z.number().nullable(),
});
export type ShownPrediction = z.infer<typeof shownPrediction>;

export const priorityPrediction = z.object({
  predictionId: predictionId.nullable(),
  /** 0–1, higher goes first. */
  score: z.number().min(0).max(1),
  reasons: z.array(message),
});
export type PriorityPrediction = z.infer<typeof priorityPrediction>;
