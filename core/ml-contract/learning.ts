import { z } from 'zod';
import { procedure } from '../contract/base.ts';
import { firstChoice } from '../domain/settings.ts';
import { message } from '../messages/message.ts';
import { historyTask } from '../replay.ts';

/**
 * The learners behind the app's guesses. They hold what they learned only while they are loaded: the owner of the data
 * opens them with stored states, streams the past in chunks, and stores the state that a retraining answers with.
 */

/** Opaque learned state, base64 of versioned bytes; only `ml/` can read it. */
export const stateBlob = z.string();

/** Lines with their titles' vectors: base64 of little-endian float32, 384 a line in order; all zeros for none. */
const lines = { lines: z.array(historyTask).max(500), vectors: z.string() };

/** An open task as far as its order goes, at one moment. */
export const orderedTask = z.object({
  id: z.string(),
  project: z.string().nullable(),
  tags: z.array(z.string()),
  /** 1 highest … 4 none given. */
  priority: z.number(),
  /** Days until it is due, negative when overdue; null without a due date. */
  dueInDays: z.number().nullable(),
  /** Days until the day it is meant for; null when none is set. */
  scheduledInDays: z.number().nullable(),
  ageDays: z.number(),
  blocked: z.boolean(),
  blocking: z.int().nonnegative(),
  active: z.boolean(),
  /** Marked to come next. */
  next: z.boolean(),
  waiting: z.boolean(),
  /** Expected minutes; null when unknown. */
  durationMin: z.number().positive().nullable(),
  /** 1 low, 2 medium, 3 high. */
  energy: z.number().nullable(),
  deferrals: z.int().nonnegative(),
});
export type OrderedTask = z.infer<typeof orderedTask>;

/** When and after what a choice is made; the hour is local. */
export const choiceMoment = z.object({
  hour: z.int().min(0).max(23),
  /** 1 Monday … 7 Sunday. */
  weekday: z.int().min(1).max(7),
  lastProject: z.string().nullable(),
});
export type ChoiceMoment = z.infer<typeof choiceMoment>;

/** What was open at a moment and which of it was taken. */
export const orderChoice = z.object({
  open: z.array(orderedTask).min(2).max(100),
  moment: choiceMoment,
  chosenId: z.string(),
  /** Nothing was begun: the person said, or showed by moving it, that this one comes before the others. */
  compared: z.boolean().optional(),
});
export type OrderChoice = z.infer<typeof orderChoice>;

/** Name of a prediction target; `core/prediction-targets` lists them. */
export const learnerTarget = z.string().min(1).max(40);
export type LearnerTarget = z.infer<typeof learnerTarget>;

/** How one predictor stands. */
export const predictorStatus = z.object({
  /** Outcomes or choices learned from. */
  known: z.int(),
  /** The baseline does better on this person and answers instead. */
  usesBaseline: z.boolean(),
  /** Why a training would pay; null while it wouldn't. */
  due: z.enum(['count', 'drift']).nullable(),
});
export type PredictorStatus = z.infer<typeof predictorStatus>;

/** How the learners stand. */
export const learnerStatus = z.object({
  /** By target. */
  targets: z.record(z.string(), predictorStatus),
  /** log2 of how much longer than reference phrases say this person takes, as said at the first run. */
  pace: z.number(),
  /** What has been open for longer than this counts as not done, ms; null while too little is known. */
  givenUpAfterMs: z.number().nullable(),
});
export type LearnerStatus = z.infer<typeof learnerStatus>;

/** The features a task was predicted from, to be stored: base64, only the learners read it. */
export const featureRow = z.object({ id: z.string(), row: z.string() });
export type FeatureRow = z.infer<typeof featureRow>;

/** Base64 rows, one a line; null or nothing where none of this version is stored. */
const rows = z.array(z.string().max(4_096).nullable()).max(500).default([]);

/**
 * What a predictor says of one task: in the unit of the outcome, beside its baseline. What else it tells is the target's
 * own, and goes into the prediction log as it is.
 */
export const prediction = z.looseObject({ value: z.number(), baseline: z.number().nullable() });
export type Prediction = z.infer<typeof prediction>;

/** By target. */
export const predictions = z.record(z.string(), prediction);
export type Predictions = z.infer<typeof predictions>;

/** Null instead of a status: no learner is loaded, because the process is new or the learner lay idle. */
const loadedStatus = z.object({ status: learnerStatus.nullable() });

/** An outcome of a task that stays open, and when it was recorded, epoch ms. */
export const earlyOutcome = z.object({
  target: learnerTarget,
  id: z.string(),
  outcome: z.number(),
  at: z.number(),
});
export type EarlyOutcome = z.infer<typeof earlyOutcome>;

/** How uncertain the order is, in log odds, and what a comparison of two would take away. */
export const orderUncertainty = z.object({
  uncertainty: z.number(),
  pairs: z.array(
    z.object({
      firstId: z.string(),
      secondId: z.string(),
      /** How much of the uncertainty an answer is expected to take away. */
      gain: z.number(),
      /** Standard deviation of the two's difference, and the share of it that an answer is expected to take away. */
      spread: z.number(),
      share: z.number(),
    }),
  ),
});
export type OrderUncertainty = z.infer<typeof orderUncertainty>;

/** The answer for `duration`, minutes. */
export const learnedDuration = prediction.extend({
  p10: z.number().positive(),
  p50: z.number().positive(),
  p90: z.number().positive(),
  source: z.enum(['similar', 'prior', 'learned', 'default']),
  similar: z
    .array(z.object({ id: z.string(), title: z.string(), actualMin: z.number(), similarity: z.number() }))
    .default([]),
});
export type LearnedDuration = z.infer<typeof learnedDuration>;

/** What would have been predicted for a task of the past when it was written down, from what was known then. */
export const backfilledPrediction = z.object({
  id: z.string(),
  predictions,
  /** Trainings so far of each model. */
  trainings: z.record(z.string(), z.int()),
});
export type BackfilledPrediction = z.infer<typeof backfilledPrediction>;

/** Metrics of one training; losses are mean −log likelihoods on the newest held-back examples, null without any. */
export const trainingMetrics = z.object({
  reason: z.enum(['count', 'drift', 'asked']),
  examples: z.int(),
  championLoss: z.number().nullable(),
  challengerLoss: z.number().nullable(),
  promoted: z.boolean(),
});
export type TrainingMetrics = z.infer<typeof trainingMetrics>;

const trained = z.object({ state: stateBlob, metrics: trainingMetrics });

/** The part of the ml contract that has state: predictors that learn, each keyed by its target. */
export const learningContract = {
  /** Begins to load learners; the ones before are unloaded when the new ones are `ready`. */
  open: procedure
    .input(
      z.object({
        tz: z.string(),
        /**
         * By target. Outcomes after `upTo` (epoch ms) are not in the state yet; they are evaluated as they come. Each
         * refused state is answered in `damaged`, and that learner begins again.
         */
        states: z.record(z.string(), z.object({ state: stateBlob, upTo: z.number() })).default({}),
        /** Older outcomes are not evaluated where nothing says how good the predictions were. Epoch ms. */
        evaluateFrom: z.number().default(0),
        /** Goes through the whole past step by step, as if each day of it were today: states are not taken. */
        backfill: z.boolean().default(false),
        /** What was said at the first run: how own estimates turn out, and what is taken first. */
        onboarding: z
          .object({ estimates: z.enum(['tooLong', 'right', 'tooShort']), firstChoice })
          .partial()
          .default({}),
      }),
    )
    .output(z.object({ session: z.string(), damaged: z.array(learnerTarget) })),
  /**
   * Tasks of the past in the order in which they were done or given up (`done` false; `completedAt` is when), with the
   * rows they were predicted from; last what is open. Answers with the rows that had to be made.
   */
  restore: procedure
    .input(z.object({ session: z.string(), ...lines, rows }))
    .output(z.object({ taken: z.int(), rows: z.array(featureRow) })),
  /** With `backfill`: the next piece of the past, in time order. Nothing that is predicted of a task knows its outcome. */
  backfill: procedure.input(z.object({ session: z.string() })).output(
    z.object({
      /** Moments gone through, of `total`. */
      done: z.int(),
      total: z.int(),
      rows: z.array(featureRow),
      predicted: z.array(backfilledPrediction),
    }),
  ),
  /** Choices of the past, oldest first. */
  restoreChoices: procedure
    .input(z.object({ session: z.string(), choices: z.array(orderChoice).max(500) }))
    .output(z.object({ taken: z.int() })),
  /** Everything was restored: learns it and serves. */
  ready: procedure.input(z.object({ session: z.string() })).output(
    z.object({
      status: learnerStatus,
      /** Models that were trained on the way through the past. */
      trained: z.array(trained.extend({ target: learnerTarget })).default([]),
    }),
  ),
  /** What is predicted of tasks as they stand, one answer a line. `draft` tasks are not remembered for their outcome. */
  predict: procedure.input(z.object({ ...lines, draft: z.boolean().default(false) })).output(
    loadedStatus.extend({
      predictions: z.array(predictions),
      rows: z.array(z.string()).default([]),
    }),
  ),
  /** The order of what is open, as scores with reasons; urgency's order until something else is known. */
  rank: procedure.input(z.object({ open: z.array(orderedTask).max(500), moment: choiceMoment })).output(
    loadedStatus.extend({
      ranked: z.array(z.object({ id: z.string(), score: z.number(), reasons: z.array(message) })),
      /** Ids in the order of plain urgency. */
      byUrgency: z.array(z.string()),
    }),
  ),
  /** How uncertain the order is, and the pairs whose comparison would help most; of `pair` alone when it is given. */
  compare: procedure
    .input(
      z.object({
        open: z.array(orderedTask).max(500),
        moment: choiceMoment,
        pair: z.tuple([z.string(), z.string()]).optional(),
      }),
    )
    .output(loadedStatus.extend(orderUncertainty.shape)),
  /** Outcomes: `done` false is given up; without `actualMin` it is not known how long it took. Answers with new rows. */
  observe: procedure
    .input(z.object(lines))
    .output(loadedStatus.extend({ rows: z.array(featureRow).default([]) })),
  /** What became of tasks that stay open, such as one whose deadline is over. A second word is ignored. */
  conclude: procedure.input(z.object({ outcomes: z.array(earlyOutcome).max(500) })).output(loadedStatus),
  /** Choices of what comes first, oldest first. */
  choose: procedure.input(z.object({ choices: z.array(orderChoice).max(50) })).output(loadedStatus),
  /** Trains in a thread of its own; aborting the call stops it. */
  retrain: procedure
    .input(z.object({ target: learnerTarget }))
    .output(trained.extend({ status: learnerStatus })),
  /** `training`: trees that stand, of all that will be grown; null while nothing trains. */
  status: procedure.output(
    loadedStatus.extend({
      training: z.object({ done: z.int(), total: z.int() }).nullable().default(null),
    }),
  ),
  /** Unloads the learners. */
  close: procedure.output(z.object({ closed: z.boolean() })),
};
