import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { procedure } from '../contract/base.ts';
import { durationPrediction, similarTask } from '../domain/prediction.ts';
import { completionEstimate, dayForecast, taskForecast } from '../forecast.ts';
import { mlState, suggestion } from '../domain/views.ts';
import { spokenIntent } from '../intents.ts';
import { captureObservation, knownNames, parseContext, parseResult, vocabularyRule } from '../language.ts';
import { blockReasons, plan, problem, profile } from '../problem.ts';
import { insights } from '../insights.ts';
import { historyTask, replayAnswer, replayTarget } from '../replay.ts';
import { learningContract } from './learning.ts';
import { recommendationContract } from './recommendations.ts';

export * from './learning.ts';
export type { RecommendationOutcome } from './recommendations.ts';

/**
 * The contract between the process that owns the data and the one that runs the models. The ml process keeps no
 * state of record: what it needs is pushed to it in snapshots, what it learns goes back as a blob.
 */

/** Tasks, the newest, that insights look at. */
export const MAX_INSIGHT_LINES = 50_000;

/** 384 numbers, L2-normalised. */
export const vector = z.array(z.number());

/** A task to be estimated, with the nearest own finished tasks as the database found them. */
export const estimateRequest = z.object({
  title: z.string(),
  /** The person's own estimate. */
  estimateMin: z.number().positive().nullable(),
  vector: vector.nullable(),
  neighbours: z.array(similarTask),
  /** Open tasks like it whose length the person stated: reference phrases of their own. */
  stated: z
    .array(z.object({ phrase: z.string(), minutes: z.number().positive(), similarity: z.number() }))
    .default([]),
});
export type EstimateRequest = z.infer<typeof estimateRequest>;

/** A task like another, finished or not, with what the person said of it. */
export const neighbour = similarTask.extend({
  actualMin: z.number().positive().nullable(),
  project: z.string().nullable(),
  tags: z.array(z.string()),
  durationMin: z.number().positive().nullable(),
  startHour: z.number().nullable(),
});

/** Real over planned time of a person's days: median, and standard deviation of the logarithm. */
const pace = z.object({ median: z.number().positive(), sd: z.number().nonnegative() });

/** What a profile is learned from; instants are epoch ms, UTC. */
export const workHistory = z.object({
  entries: z.array(
    z.object({ taskId: z.string(), start: z.number(), end: z.number(), project: z.string().nullable() }),
  ),
  completions: z.array(
    z.object({
      taskId: z.string(),
      at: z.number(),
      expectedMin: z.number().positive().nullable(),
      plannedMin: z.number().positive().nullable(),
      priority: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]).nullable(),
      due: z.number().nullable(),
      project: z.string().nullable(),
    }),
  ),
  events: z.array(z.object({ start: z.number(), end: z.number() })),
  now: z.number(),
  tz: z.string(),
  /** Energy by hour as said at the first run. */
  prior: z.array(z.number()).length(24).optional(),
});
export type WorkHistory = z.infer<typeof workHistory>;

/** Every call of the ml process. It knows no profile: what a call needs travels with it. */
export const mlContract = {
  /** Which models are loaded. */
  status: procedure.output(mlState),
  /** Replaces the vocabulary and names that `parse` uses when a call carries none. Older versions are ignored. */
  setSnapshot: procedure
    .input(z.object({ version: z.int(), vocabulary: z.array(vocabularyRule), known: knownNames }))
    .output(z.object({ version: z.int() })),
  /** `profile: false` parses without the snapshot's vocabulary and names. */
  parse: procedure
    .input(z.object({ text: z.string(), context: parseContext, profile: z.boolean().default(true) }))
    .output(parseResult),
  /** What a line asks of what is there already; null for a line that asks nothing. */
  readIntent: procedure
    .input(z.object({ text: z.string(), context: parseContext }))
    .output(z.object({ intent: spokenIntent.nullable() })),
  /** Many lines against one moment, in their order; few enough that a keystroke does not wait long behind them. */
  parseMany: procedure
    .input(z.object({ texts: z.array(z.string()).max(100), context: parseContext }))
    .output(z.object({ results: z.array(parseResult) })),
  /** Learns from what the person kept. `state` is the learner's own JSON of the last call, null at first. */
  learnVocabulary: procedure
    .input(
      z.object({
        state: z.string().nullable(),
        rules: z.array(vocabularyRule),
        observations: z.array(captureObservation),
      }),
    )
    .output(z.object({ state: z.string(), rules: z.array(vocabularyRule) })),
  /** A vector for each text, in their order. Throws `modelUnavailable` without a model. */
  embed: procedure
    .input(z.object({ texts: z.array(z.string()).max(1_000) }))
    .output(z.object({ modelVersion: z.string(), vectors: z.array(vector) })),
  /** Fields that most of the similar tasks agree on. */
  suggest: procedure
    .input(z.object({ neighbours: z.array(neighbour) }))
    .output(z.object({ suggestions: z.array(suggestion) })),
  /** Minutes p10, p50 and p90 from similar tasks and general knowledge; never nothing. */
  estimateDuration: procedure.input(estimateRequest).output(durationPrediction),
  /** Yields better and better plans; the last one is final. */
  solve: procedure
    .input(
      z.object({
        problem,
        timeLimitMs: z.int().min(1).max(600_000),
        seed: z.int().optional(),
        maxEvaluations: z.int().optional(),
      }),
    )
    .output(eventIterator(z.object({ plan, final: z.boolean() }))),
  /** Why each block of a plan stands where it does, and not earlier. */
  explain: procedure.input(z.object({ problem, plan })).output(z.object({ reasons: z.array(blockReasons) })),
  /** Simulates a plan with uncertain lengths: when each day and task is likely to be done. */
  forecast: procedure
    .input(
      z.object({
        problem,
        plan,
        samples: z.int().min(10).max(100_000).default(1_000),
        seed: z.int().default(1),
        pace: pace.optional(),
      }),
    )
    .output(z.object({ days: z.array(dayForecast), tasks: z.array(taskForecast) })),
  /** When a task that is added now would be done; null when no day ever has room. */
  estimateCompletion: procedure
    .input(z.object({ problem, plan, durationMin: z.number().positive() }))
    .output(z.object({ estimate: completionEstimate.nullable() })),
  /** Learns how a person works: the profile a planning problem takes, and everything measured as rows to store. */
  learnProfile: procedure.input(workHistory).output(
    z.object({
      profile,
      patterns: z.array(z.object({ type: z.string(), data: z.unknown(), confidence: z.number() })),
    }),
  ),
  /** What a history says about a person, up to `now`; null: to its end. */
  insights: procedure
    .input(
      z.object({
        lines: z.array(historyTask).max(MAX_INSIGHT_LINES),
        tz: z.string(),
        now: z.string().nullable(),
      }),
    )
    .output(insights),
  /** Replays a history: open, feed chunks in time order, each answered with only what was known before its lines. */
  replay: {
    /** A session that knows nothing yet. */
    open: procedure
      .input(
        z.object({
          targets: z.array(replayTarget).min(1),
          ownEstimate: z.boolean(),
          tz: z.string(),
          seed: z.int().default(1),
        }),
      )
      .output(z.object({ session: z.string() })),
    /** Predicts each line from what came before it, then learns from it. */
    next: procedure
      .input(z.object({ session: z.string(), lines: z.array(historyTask).max(500) }))
      .output(z.object({ answers: z.array(replayAnswer) })),
    /** Forgets a session; answers whether there was one. */
    close: procedure.input(z.object({ session: z.string() })).output(z.object({ closed: z.boolean() })),
  },
  learning: learningContract,
  recommendations: recommendationContract,
};
/** The type of the whole ml contract, for clients and routers. */
export type MlContract = typeof mlContract;
