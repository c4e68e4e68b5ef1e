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

/** An open task as far as its order goes; see `ml/priority`. */
export const orderedTask = z.object({
  id: z.string(),
  project: z.string().nullable(),
  tags: z.array(z.string()),
  /** 1 highest … 4 none given. */
  priority: z.number(),
  dueInDays: z.number().nullable(),
  scheduledInDays: z.number().nullable(),
  ageDays: z.number(),
  blocked: z.boolean(),
  blocking: z.int().nonnegative(),
  active: z.boolean(),
  next: z.boolean(),
  waiting: z.boolean(),
  durationMin: z.number().positive().nullable(),
  /** 1 low, 2 medium, 3 high. */
  energy: z.number().nullable(),
  deferrals: z.int().nonnegative(),
});
export type OrderedTask = z.infer<typeof orderedTask>;

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
});
export type OrderChoice = z.infer<typeof orderChoice>;

export const learnerTarget = z.enum(['duration', 'priority']);
export type LearnerTarget = z.infer<typeof learnerTarget>;

/** How the learners stand. `aside` while the baseline does better on this person; `due` when a training would pay. */
export const learnerStatus = z.object({
  duration: z.object({
    /** Finished tasks learned from. */
    known: z.int(),
    aside: z.boolean(),
    due: z.enum(['count', 'drift']).nullable(),
    /** log2 of how much longer than reference phrases say this person takes, as said at the first run. */
    pace: z.number(),
  }),
  priority: z.object({ known: z.int(), aside: z.boolean(), due: z.boolean() }),
});
export type LearnerStatus = z.infer<typeof learnerStatus>;

/** Null instead of a status: no learner is loaded, because the process is new or the learner lay idle. */
const loadedStatus = z.object({ status: learnerStatus.nullable() });

/** How unsure the order learner is of what is open, in log odds, and what a comparison of two would take away. */
export const orderDoubt = z.object({
  doubt: z.number(),
  pairs: z.array(z.object({ firstId: z.string(), secondId: z.string(), gain: z.number() })),
});
export type OrderDoubt = z.infer<typeof orderDoubt>;

export const learnedDuration = z.object({
  p10: z.number().positive(),
  p50: z.number().positive(),
  p90: z.number().positive(),
  source: z.enum(['similar', 'prior', 'learned', 'default']),
  similar: z.array(
    z.object({ id: z.string(), title: z.string(), actualMin: z.number(), similarity: z.number() }),
  ),
});
export type LearnedDuration = z.infer<typeof learnedDuration>;

/** Metrics of one training; losses are mean −log likelihoods on the newest held-back examples, null without any. */
export const trainingMetrics = z.object({
  reason: z.enum(['count', 'drift', 'asked']),
  examples: z.int(),
  championLoss: z.number().nullable(),
  challengerLoss: z.number().nullable(),
  promoted: z.boolean(),
});
export type TrainingMetrics = z.infer<typeof trainingMetrics>;

export const learningContract = {
  /** Begins to load learners; the ones before are put away when the new ones are `ready`. */
  open: procedure
    .input(
      z.object({
        tz: z.string(),
        /** Each refused state is answered in `damaged`, and that learner begins anew. */
        duration: stateBlob.nullable(),
        /** Outcomes after this instant are not in the state yet; they are judged as they come. Epoch ms. */
        durationUpTo: z.number().nullable(),
        priority: stateBlob.nullable(),
        /** What was said at the first run: how own estimates turn out, and what is taken first. */
        onboarding: z
          .object({ estimates: z.enum(['tooLong', 'right', 'tooShort']), firstChoice })
          .partial()
          .default({}),
      }),
    )
    .output(z.object({ session: z.string(), damaged: z.array(learnerTarget) })),
  /** Finished tasks of the past (each with `completedAt` and `actualMin`), in any order. */
  feed: procedure.input(z.object({ session: z.string(), ...lines })).output(z.object({ taken: z.int() })),
  /** Choices of the past, oldest first. */
  feedChoices: procedure
    .input(z.object({ session: z.string(), choices: z.array(orderChoice).max(500) }))
    .output(z.object({ taken: z.int() })),
  /** Everything was fed: learns it and serves. */
  ready: procedure.input(z.object({ session: z.string() })).output(z.object({ status: learnerStatus })),
  /** Durations of tasks as they stand. `draft` tasks are not remembered for their outcome. */
  predict: procedure
    .input(z.object({ ...lines, draft: z.boolean().default(false) }))
    .output(loadedStatus.extend({ durations: z.array(learnedDuration) })),
  /** The order of what is open, as scores with reasons; urgency's order until something else is known. */
  rank: procedure.input(z.object({ open: z.array(orderedTask).max(500), moment: choiceMoment })).output(
    loadedStatus.extend({
      ranked: z.array(z.object({ id: z.string(), score: z.number(), reasons: z.array(message) })),
      /** Ids in the order of plain urgency. */
      byUrgency: z.array(z.string()),
    }),
  ),
  /** How unsure the order is, and the pairs whose comparison would help most; of `pair` alone when it is given. */
  compare: procedure
    .input(
      z.object({
        open: z.array(orderedTask).max(500),
        moment: choiceMoment,
        pair: z.tuple([z.string(), z.string()]).optional(),
      }),
    )
    .output(loadedStatus.extend(orderDoubt.shape)),
  /** Outcomes: lines with `actualMin` were done, those without were given up. */
  observe: procedure.input(z.object(lines)).output(loadedStatus),
  choose: procedure.input(z.object({ choices: z.array(orderChoice).max(50) })).output(loadedStatus),
  /** Trains in a thread of its own; aborting the call stops it. */
  retrain: procedure
    .input(z.object({ target: learnerTarget }))
    .output(z.object({ state: stateBlob, metrics: trainingMetrics, status: learnerStatus })),
  status: procedure.output(loadedStatus),
  /** Puts the learners away. */
  close: procedure.output(z.object({ closed: z.boolean() })),
};
