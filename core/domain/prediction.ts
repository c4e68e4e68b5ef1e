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

export const priorityPrediction = z.object({
  predictionId: predictionId.nullable(),
  /** 0–1, higher goes first. */
  score: z.number().min(0).max(1),
  reasons: z.array(message),
});
export type PriorityPrediction = z.infer<typeof priorityPrediction>;
