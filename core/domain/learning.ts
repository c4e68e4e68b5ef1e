import { z } from 'zod';
import { taskId } from '../ids.ts';
import { message } from '../messages/message.ts';
import { learnerTarget, trainingMetrics } from '../ml-contract/learning.ts';

/** What the page about learning shows: how good each predictor is, its versions, and what is being learned now. */

/** What a person says of a guess with one key. */
export const feedbackVerdict = z.enum(['tooLong', 'tooShort', 'notNow', 'yes']);
export type FeedbackVerdict = z.infer<typeof feedbackVerdict>;

/**
 * Of the outcomes that were said to fall at or below a quantile, how many did; for `completion`, of the tasks called so
 * likely to be done, how many were. Both 0–1.
 */
export const calibrationPoint = z.object({
  predicted: z.number(),
  observed: z.number(),
  count: z.int().nonnegative(),
});
export type CalibrationPoint = z.infer<typeof calibrationPoint>;

/** Error of a predictor beside its baseline's over a window of outcomes that ended at `until`. */
export const predictionLogPoint = z.object({
  until: z.number(),
  error: z.number(),
  baseline: z.number(),
  count: z.int(),
});
export type PredictionLogPoint = z.infer<typeof predictionLogPoint>;

export const predictionLogView = z.object({
  /**
   * `duration`: errors in minutes. `priority`: share of picks that were not among the first three. `completion`: squared
   * error of the probability that a task is done.
   */
  target: z.string(),
  outcomes: z.int(),
  /** False while the baseline does better on this person and answers instead. */
  active: z.boolean(),
  series: z.array(predictionLogPoint),
  /** Empty for a predictor without a spread. */
  calibration: z.array(calibrationPoint).default([]),
  /** Share of outcomes inside the 80 % range; null before the first. */
  inside80: z.number().nullable().default(null),
});
export type PredictionLogView = z.infer<typeof predictionLogView>;

export const modelVersionView = z.object({
  target: learnerTarget,
  version: z.int(),
  createdAt: z.number(),
  active: z.boolean(),
  /** It no longer reads, and can't be gone back to. */
  damaged: z.boolean(),
  /** Stored size, compressed. */
  bytes: z.int(),
  metrics: trainingMetrics.nullable(),
});
export type ModelVersionView = z.infer<typeof modelVersionView>;

const asked = { taskId, title: z.string() };
export const learningQuestion = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('duration'),
    id: z.string(),
    ...asked,
    low: z.number(),
    likely: z.number(),
    high: z.number(),
  }),
  z.object({ kind: z.literal('order'), id: z.string(), first: z.object(asked), second: z.object(asked) }),
]);
export type LearningQuestion = z.infer<typeof learningQuestion>;

export const learningOverview = z.object({
  /** How far each learner is: examples so far, and how many until it has a model of its own. */
  learners: z.array(
    z.object({
      target: learnerTarget,
      known: z.int(),
      needed: z.int(),
      /** Its predictions are still becoming surer with each outcome and answer, or it knows too little. */
      learning: z.boolean(),
      active: z.boolean(),
      /** Version in use; null while only the base model is. */
      version: z.int().nullable(),
      /** The person went back to this version, and training waits. */
      pinned: z.boolean(),
    }),
  ),
  models: z.array(modelVersionView),
  training: z.object({
    running: z
      .object({
        target: learnerTarget,
        phase: z.enum(['reading', 'training']),
        startedAt: z.number(),
        /** Finished tasks read so far. */
        read: z.int(),
        /** How much of the phase is over, 0–1: trees grown, or moments of the past gone through by the backfill; null while unknown. */
        share: z.number().nullable().default(null),
      })
      .nullable(),
    waiting: z.boolean(),
    last: z.object({ target: z.string(), finishedAt: z.number(), cancelled: z.boolean() }).nullable(),
  }),
  notes: z.array(z.object({ at: z.number(), message })),
  question: learningQuestion.nullable(),
});
export type LearningOverview = z.infer<typeof learningOverview>;
