import { z } from 'zod';
import { insightMetrics } from './insights.ts';
import { predictionLogPoint } from './domain/learning.ts';
import { promiseRecord } from './domain/promise.ts';

const share = z.number().min(0).max(1);
const interval = z.tuple([z.number(), z.number()]);

/** How good one predictor is, and how soon and how fast it became so. */
export const predictorMetrics = z.object({
  target: z.string(),
  outcomes: z.int(),
  /** False while the baseline does better on this person and answers instead. */
  active: z.boolean(),
  /** Of the newest window, in the target's unit; null before the first. */
  error: z.number().nullable(),
  baseline: z.number().nullable(),
  inside80: share.nullable(),
  /** Outcomes after which it was no worse than its baseline in every window from there on; null when it isn't yet. */
  usefulAfter: z.int().nullable(),
  /** Change of the error in a hundred outcomes, as a share of what it was (-0.1: a tenth less); null with too few windows. */
  per100: z.number().nullable(),
  /** Windows of outcomes, the newest last. */
  series: z.array(predictionLogPoint),
});
export type PredictorMetrics = z.infer<typeof predictorMetrics>;

/** Answers to what Daymark offered: taken as it was, changed, or put aside. */
export const satisfaction = z.object({
  accepted: z.int(),
  corrected: z.int(),
  dismissed: z.int(),
  /** Of all answers, those that took it as it was, with a 95 % interval; null with none. */
  share: share.nullable(),
  range: interval.nullable(),
});

export const featureUse = z.object({
  /** `core/messages` has a name for it. */
  feature: z.string(),
  uses: z.int(),
  lastFourWeeks: z.int(),
  /** Weeks in which it was used at all. */
  weeks: z.int(),
});
export type FeatureUse = z.infer<typeof featureUse>;

/** How often Daymark was used in a week, and how good it was; weeks are named by their Monday. */
export const retentionWeek = z.object({
  from: z.string(),
  activeDays: z.int().min(0).max(7),
  /** Share of that week's answers that took an offer as it was; null without any. */
  acceptance: share.nullable(),
  /** Error of lengths over that of the baseline, outcomes of the week; null without any. */
  error: z.number().nonnegative().nullable(),
});
export type RetentionWeek = z.infer<typeof retentionWeek>;

/** How quality of one week goes with use in the next. */
export const laggedCorrelation = z.object({
  /** Pairs of weeks. */
  pairs: z.int(),
  /** Pearson's r and its 95 % interval (Fisher's z); null with fewer than five pairs, or where nothing varies. */
  r: z.number().min(-1).max(1).nullable(),
  range: interval.nullable(),
});
export type LaggedCorrelation = z.infer<typeof laggedCorrelation>;

/** How well Daymark does for this person: local only, never sent. */
export const successMetrics = z.object({
  madeAt: z.number(),
  tz: z.string(),
  predictors: z.array(predictorMetrics),
  satisfaction,
  features: z.array(featureUse),
  retention: z.object({
    /** The newest 52 at most, oldest first; the week under way is left out. */
    weeks: z.array(retentionWeek),
    acceptance: laggedCorrelation,
    error: laggedCorrelation,
    /** False below 12 weeks: then it is too early to say anything. */
    certain: z.boolean(),
  }),
  promises: promiseRecord,
  /** From the newest report; null before there is one. */
  work: insightMetrics.nullable(),
});
export type SuccessMetrics = z.infer<typeof successMetrics>;
