import { z } from 'zod';
import { procedure } from '../contract/base.ts';
import { firstChoice } from '../domain/settings.ts';
import { likelihood } from '../domain/prediction.ts';
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
  /** Nothing was begun: the person said, or showed by moving it, that this one comes before the others. */
  compared: z.boolean().optional(),
});
export type OrderChoice = z.infer<typeof orderChoice>;

export const learnerTarget = z.enum(['duration', 'priority', 'completion']);
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
  completion: z.object({
    /** Tasks that were done or given up. */
    known: z.int(),
    aside: z.boolean(),
    due: z.boolean(),
    /** What has been open for longer than this counts as not done; null while too little is known. */
    patienceMs: z.number().nullable(),
  }),
});
export type LearnerStatus = z.infer<typeof learnerStatus>;

/** A row of features that was made for a task, to be stored: base64, only the learners read it. */
export const madeRow = z.object({ id: z.string(), row: z.string() });
export type MadeRow = z.infer<typeof madeRow>;

/** Base64 rows, one a line; null or nothing where none of this version is stored. */
const rows = z.array(z.string().max(4_096).nullable()).max(500).default([]);

/** Null instead of a status: no learner is loaded, because the process is new or the learner lay idle. */
const loadedStatus = z.object({ status: learnerStatus.nullable() });

/** How unsure the order learner is of what is open, in log odds, and what a comparison of two would take away. */
export const orderDoubt = z.object({
  doubt: z.number(),
  pairs: z.array(
    z.object({
      firstId: z.string(),
      secondId: z.string(),
      /** How much of the doubt an answer is expected to take away. */
      gain: z.number(),
      /** Standard deviation of the two's difference, and the share of it that an answer is expected to take away. */
      spread: z.number(),
      share: z.number(),
    }),
  ),
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

/** What would have been said of a task of the past when it was written down, from what was known then. */
export const foretold = z.object({
  id: z.string(),
  duration: learnedDuration.omit({ similar: true }),
  completion: likelihood,
  /** Trainings so far of each model. */
  trainings: z.object({ duration: z.int(), completion: z.int() }),
});
export type Foretold = z.infer<typeof foretold>;

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
        completion: stateBlob.nullable().default(null),
        completionUpTo: z.number().nullable().default(null),
        /** Older outcomes are not judged anew where nothing says how good the guesses were. Epoch ms. */
        judgeFrom: z.number().default(0),
        /** Lives through the whole past, step by step, as if each day of it were today: states are not taken. */
        relive: z.boolean().default(false),
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
  feed: procedure
    .input(z.object({ session: z.string(), ...lines, rows }))
    .output(z.object({ taken: z.int(), rows: z.array(madeRow) })),
  /** With `relive`: the next piece of the past, in time order. Nothing that was said of a task knew its outcome. */
  relive: procedure.input(z.object({ session: z.string() })).output(
    z.object({
      /** Moments lived through, of `total`. */
      done: z.int(),
      total: z.int(),
      rows: z.array(madeRow),
      said: z.array(foretold),
    }),
  ),
  /** Choices of the past, oldest first. */
  feedChoices: procedure
    .input(z.object({ session: z.string(), choices: z.array(orderChoice).max(500) }))
    .output(z.object({ taken: z.int() })),
  /** Everything was fed: learns it and serves. */
  ready: procedure.input(z.object({ session: z.string() })).output(
    z.object({
      status: learnerStatus,
      /** Models that were trained on the way through the past. */
      trained: z.array(trained.extend({ target: learnerTarget })).default([]),
    }),
  ),
  /** Durations of tasks as they stand. `draft` tasks are not remembered for their outcome. */
  predict: procedure.input(z.object({ ...lines, draft: z.boolean().default(false) })).output(
    loadedStatus.extend({
      durations: z.array(learnedDuration),
      likelihoods: z.array(likelihood).default([]),
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
  /** Outcomes: `done` false is given up; without `actualMin` nobody knows how long it took. Answers with new rows. */
  observe: procedure
    .input(z.object(lines))
    .output(loadedStatus.extend({ rows: z.array(madeRow).default([]) })),
  /** Open for so long that they count as not done. */
  giveUp: procedure.input(z.object({ ids: z.array(z.string()).max(500) })).output(loadedStatus),
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
  /** Puts the learners away. */
  close: procedure.output(z.object({ closed: z.boolean() })),
};
