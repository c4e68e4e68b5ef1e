import { z } from 'zod';
import { feedbackVerdict, learningOverview, predictionLogView } from '../domain/learning.ts';
import { shownPrediction } from '../domain/prediction.ts';
import { predictionId, taskId } from '../ids.ts';
import { insightReport, insights as foundInsights } from '../insights.ts';
import { vocabularyRule } from '../language.ts';
import { successMetrics } from '../metrics.ts';
import { learnerTarget } from '../ml-contract/learning.ts';
import { procedure } from './base.ts';
import { requestTime } from './requests.ts';

/** What was learned of the person: words, predictions, models, and what their past says. */

/** The personal language: what a phrase of this person stands for. */
export const vocabulary = {
  /** Rules, most supported first. */
  list: procedure.output(z.object({ rules: z.array(vocabularyRule) })),
  /** Pauses a rule, or changes what it does. */
  update: procedure
    .input(
      z.object({
        id: z.string(),
        paused: z.boolean().optional(),
        effect: vocabularyRule.shape.effect.optional(),
      }),
    )
    .output(vocabularyRule),
  /** Forgets a rule; it may be learned again. */
  remove: procedure.input(z.object({ id: z.string() })).output(z.object({ id: z.string() })),
};

/** What was predicted of tasks, and how good it was. */
export const predictions = {
  /** One key on any guess. */
  feedback: procedure
    .input(z.object({ predictionId, verdict: feedbackVerdict }))
    .output(z.object({ recorded: z.boolean() })),
  /** The newest that each predictor said of a task. */
  ofTask: procedure
    .input(z.object({ id: taskId }))
    .output(z.object({ predictions: z.array(shownPrediction) })),
  /** Each predictor's error beside its baseline, newest window last. */
  log: procedure.output(z.object({ predictors: z.array(predictionLogView) })),
};

/** What the person's past says about them. */
export const insights = {
  /** Up to a moment; to now unless said otherwise. */
  get: procedure.input(z.object(requestTime)).output(foundInsights),
  /** The newest report that was kept, and whether a newer one is being made. */
  report: procedure.output(z.object({ report: insightReport.nullable(), making: z.boolean() })),
  /** Makes a report now and keeps it. */
  refresh: procedure.output(insightReport),
  /** How well Daymark does for its person; local only. */
  metrics: procedure.input(z.object(requestTime)).output(successMetrics),
};

/** The models that learn, and their trainings. */
export const learning = {
  /** Each predictor beside its baseline, its versions, and the question of the day. */
  overview: procedure.output(learningOverview),
  /** Trains now instead of when enough is new. */
  train: procedure.output(z.object({ queued: z.boolean() })),
  /** Ends a training under way or waiting; nothing of it is kept. */
  cancelTraining: procedure.output(z.object({ cancelled: z.boolean() })),
  /** Back to an older version; null is the base model that everybody begins with. */
  rollback: procedure
    .input(z.object({ target: learnerTarget, version: z.int().positive().nullable() }))
    .output(learningOverview),
  /** Answers the question of the day with minutes or with the task that comes first; neither puts it aside. */
  answer: procedure
    .input(
      z.object({
        id: z.string().min(1).max(200),
        minutes: z.number().positive().max(100_000).optional(),
        firstId: taskId.optional(),
      }),
    )
    .output(learningOverview),
};
