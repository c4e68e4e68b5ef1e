import { z } from 'zod';

const share = z.number().min(0).max(1);
const nullable = z.number().nullable();

/** Something about a person that holds up against chance; `core/messages` has the sentence for id and params. */
export const insight = z.object({
  id: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** 1 less the chance that it is none, corrected for all that was looked at. */
  confidence: share,
  /** In the unit that the sentence names. */
  effect: z.number(),
  /** First day of what is new, YYYY-MM-DD. */
  since: z.string().optional(),
  /** The newest tasks behind it. */
  tasks: z.array(z.union([z.string(), z.number()])),
});
export type Insight = z.infer<typeof insight>;

/** Figures about a person; null or empty where too little is known. Minutes; hours of the wall clock. */
export const insightProfile = z.object({
  peakHours: z.array(z.int().min(0).max(23)),
  /** 24 values from 0 to 1. */
  energyByHour: z.array(share),
  /** Median of actual over estimated minutes. */
  estimateRatio: nullable,
  onTimeRate: share.nullable(),
  completionRate: share.nullable(),
  focusMin: nullable,
});
export type InsightProfile = z.infer<typeof insightProfile>;

/** How things went over the whole history; changes compare its later half with the earlier one. */
export const insightMetrics = z.object({
  tasks: z.int(),
  finished: z.int(),
  givenUp: z.int(),
  activeDays: z.int(),
  weeks: z.int(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  completionRate: share.nullable(),
  /** 95 % interval. */
  completionRange: z.array(share).nullable(),
  completionChange: nullable,
  /** Median of |log2(actual / estimated)|. */
  estimateError: nullable,
  estimateWithin25: share.nullable(),
  estimateErrorChange: nullable,
  perActiveDay: nullable,
  /** 10 %, 50 % and 90 % of finished tasks took no longer. */
  lengthMin: z.array(z.number()).nullable(),
  projects: z.array(z.object({ project: z.string(), finished: z.int(), minutes: z.number() })),
});
export type InsightMetrics = z.infer<typeof insightMetrics>;

const rate = share.nullable();

/** What the pictures of the page show; days are YYYY-MM-DD, weeks named by their Monday. */
export const insightCharts = z.object({
  /** Minutes finished by weekday (1 Monday) and hour of the wall clock; cells without any are left out. */
  energy: z.array(
    z.object({
      weekday: z.int().min(1).max(7),
      hour: z.int().min(0).max(23),
      minutes: z.number(),
      tasks: z.int(),
    }),
  ),
  /** The newest tasks with both an estimate and a time, oldest first. Minutes. */
  estimates: z.array(
    z.object({
      id: z.union([z.string(), z.number()]),
      title: z.string(),
      day: z.string(),
      estimateMin: z.number(),
      actualMin: z.number(),
    }),
  ),
  /** The newest weeks, oldest first, those without anything between them included; the last one may not be over. */
  weeks: z.array(
    z.object({
      from: z.string(),
      added: z.int(),
      finished: z.int(),
      givenUp: z.int(),
      /** Times that tasks of the week were put off. */
      deferrals: z.int(),
      /** Of what was on the week's lists, how much got done then; of all with an outcome where there are no lists. */
      share: rate,
      minutes: z.number(),
    }),
  ),
  /** Of tasks of each project, how many were put off at least once, and how often on average. */
  deferrals: z.array(
    z.object({ project: z.string(), tasks: z.int(), putOff: z.int(), perTask: z.number().nonnegative() }),
  ),
});
export type InsightCharts = z.infer<typeof insightCharts>;

export const insights = z.object({
  insights: z.array(insight),
  /** Why nothing is told; null when something is. */
  quiet: z.enum(['too-little', 'nothing-certain']).nullable(),
  profile: insightProfile,
  metrics: insightMetrics,
  charts: insightCharts,
});
export type Insights = z.infer<typeof insights>;

/** The report that the page shows: made once a week and when asked for, and kept. */
export const insightReport = insights.extend({
  /** Epoch ms, and the zone that its days and hours are of. */
  madeAt: z.number(),
  tz: z.string(),
});
export type InsightReport = z.infer<typeof insightReport>;
