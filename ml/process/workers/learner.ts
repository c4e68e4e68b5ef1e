import { constants, setPriority } from 'node:os';
import { DaymarkError } from '../../../core/errors.ts';
import type {
  ChoiceMoment,
  LearnerStatus,
  LearnerTarget,
  OrderChoice,
  OrderDoubt,
  OrderedTask,
  TrainingMetrics,
} from '../../../core/ml-contract/index.ts';
import type { Message } from '../../../core/messages/index.ts';
import {
  runTraining,
  trainCompletion,
  type CompletionJob,
  type CompletionResult,
  type TrainingJob,
  type TrainingResult,
} from '../../learning/index.ts';
import { urgencyOrder } from '../../priority/index.ts';
import { collectGarbage } from '../collect.ts';
import { serveWorker } from '../worker-serve.ts';
import { Learners, type Fed, type Lines, type NewRow, type Opening } from './learners.ts';
import { Reliving, type LivedThrough } from './reliving.ts';

/**
 * The person's learners, in a thread of their own: loading years of history computes without a pause. A second
 * thread of this file does the training, so that guesses go on meanwhile.
 */

/** Trees that stand, of all that will be grown. */
export interface TrainingProgress {
  done: number;
  total: number;
}

type AnyJob = { target: 'duration'; job: TrainingJob } | { target: 'completion'; job: CompletionJob };
type AnyResult =
  | { target: 'duration'; result: TrainingResult }
  | { target: 'completion'; result: CompletionResult };

export type LearnerMethods = {
  open: {
    input: Opening & { relive: boolean };
    progress: never;
    output: { damaged: LearnerTarget[] };
  };
  feed: { input: Fed; progress: never; output: NewRow[] };
  relive: { input: null; progress: never; output: LivedThrough };
  feedChoices: { input: OrderChoice[]; progress: never; output: number };
  ready: {
    input: null;
    progress: never;
    output: { status: LearnerStatus; trained: ReturnType<Reliving['trained']> };
  };
  predict: {
    input: Lines & { draft: boolean };
    progress: never;
    output: ReturnType<Learners['predict']> & { status: LearnerStatus };
  };
  rank: {
    input: { open: OrderedTask[]; moment: ChoiceMoment };
    progress: never;
    output: {
      status: LearnerStatus;
      ranked: { id: string; score: number; reasons: Message[] }[];
      byUrgency: string[];
    };
  };
  compare: {
    input: { open: OrderedTask[]; moment: ChoiceMoment; pair?: readonly [string, string] | undefined };
    progress: never;
    output: OrderDoubt & { status: LearnerStatus };
  };
  observe: { input: Lines; progress: never; output: { status: LearnerStatus; rows: NewRow[] } };
  giveUp: { input: string[]; progress: never; output: LearnerStatus };
  choose: { input: OrderChoice[]; progress: never; output: LearnerStatus };
  status: { input: null; progress: never; output: LearnerStatus };
  trainingJob: { input: 'duration' | 'completion'; progress: never; output: AnyJob };
  /** Pure: what the training thread does. */
  train: { input: AnyJob; progress: TrainingProgress; output: AnyResult };
  adopt: {
    input: AnyResult;
    progress: never;
    output: { state: Uint8Array; metrics: TrainingMetrics; status: LearnerStatus };
  };
  retrainPriority: {
    input: null;
    progress: never;
    output: { state: Uint8Array; metrics: TrainingMetrics; status: LearnerStatus };
  };
};

let loading: Learners | null = null;
let reliving: Reliving | null = null;
let serving: Learners | null = null;

function loaded(which: Learners | null): Learners {
  if (!which) throw new DaymarkError('notFound', { what: 'learner', id: '-' });
  return which;
}

serveWorker<LearnerMethods>({
  open: ({ relive, ...input }) => {
    loading = new Learners(relive ? { ...input, duration: null, completion: null } : input);
    reliving = relive ? new Reliving(loading) : null;
    return { damaged: loading.damaged };
  },
  feed: (input) => {
    const learners = loaded(loading);
    if (!reliving) return learners.feed(input);
    reliving.feed(input);
    return [];
  },
  relive: () => {
    if (!reliving) throw new DaymarkError('notFound', { what: 'learner', id: '-' });
    return reliving.step(() => performance.now());
  },
  feedChoices: (choices) => {
    loaded(loading).relive(choices);
    return choices.length;
  },
  ready: () => {
    const learners = loaded(loading);
    if (!reliving) learners.ready();
    const trained = reliving?.trained() ?? [];
    serving = learners;
    loading = null;
    reliving = null;
    collectGarbage();
    return { status: serving.status(), trained };
  },
  predict: (input) => {
    const learners = loaded(serving);
    const answers = learners.predict(input);
    return { status: learners.status(), ...answers };
  },
  rank: ({ open, moment }) => {
    const learners = loaded(serving);
    const ranked = learners.priority
      .rank(open, moment)
      .map(({ id, score, reasons }) => ({ id, score, reasons: [...reasons] }));
    return { status: learners.status(), ranked, byUrgency: urgencyOrder(open).map((task) => task.id) };
  },
  compare: ({ open, moment, pair }) => {
    const learners = loaded(serving);
    const { doubt, pairs } = learners.priority.compare(open, moment, pair);
    return { status: learners.status(), doubt, pairs: [...pairs] };
  },
  observe: (input) => {
    const learners = loaded(serving);
    const rows = learners.observe(input);
    return { status: learners.status(), rows };
  },
  giveUp: (ids) => {
    const learners = loaded(serving);
    learners.giveUp(ids);
    return learners.status();
  },
  choose: (choices) => {
    const learners = loaded(serving);
    learners.choose(choices);
    return learners.status();
  },
  status: () => loaded(serving).status(),
  trainingJob: (target) => {
    const { duration, completion } = loaded(serving);
    return target === 'duration'
      ? { target, job: duration.trainingJob() }
      : { target, job: completion.trainingJob() };
  },
  train: (asked, { progress }) => {
    // On Linux this is the priority of the calling thread alone; elsewhere it would slow the whole process down.
    if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_LOW);
    if (asked.target === 'completion') return { target: 'completion', result: trainCompletion(asked.job) };
    const result = runTraining(asked.job, (done, total) => progress({ done, total }));
    return { target: 'duration', result };
  },
  adopt: (trained) => {
    const learners = loaded(serving);
    const { duration, completion } = learners;
    const metrics =
      trained.target === 'duration' ? duration.adopt(trained.result) : completion.adopt(trained.result);
    const state = learners[trained.target].toState();
    return { state, metrics: { ...metrics }, status: learners.status() };
  },
  retrainPriority: () => {
    const learners = loaded(serving);
    const due = learners.priority.retrainDue();
    const report = learners.priority.retrain();
    const finite = (loss: number): number | null =>
      report.examples > 0 && Number.isFinite(loss) ? loss : null;
    const metrics: TrainingMetrics = {
      reason: due ? 'count' : 'asked',
      examples: report.examples,
      championLoss: finite(report.without),
      challengerLoss: finite(report.with),
      promoted: report.promoted,
    };
    return { state: learners.priority.toState(), metrics, status: learners.status() };
  },
});
