import { constants, setPriority } from 'node:os';
import { DaymarkError } from '../../core/errors.ts';
import type {
  ChoiceMoment,
  EarlyOutcome,
  LearnerStatus,
  OrderChoice,
  OrderedTask,
  OrderUncertainty,
  TrainingMetrics,
} from '../../core/ml-contract/index.ts';
import type { Message } from '../../core/messages/index.ts';
import { Backfill, type BackfilledModel, type BackfillStep } from '../learning/backfill.ts';
import {
  Learners,
  type LearnersOptions,
  type Lines,
  type NewRow,
  type RestoredLines,
} from '../learning/learners.ts';
import type { PredictorDefinition } from '../learning/predictor.ts';
import { urgencyOrder, type PriorityLearner } from '../predictors/priority/index.ts';
import { collectGarbage } from './collect.ts';
import { phraseEstimate, type EmbeddedPhrase } from './estimate.ts';
import { serveThread } from '../../rpc/thread-serve.ts';

/**
 * The person's learners, in a thread of their own: loading years of history computes without a pause. A second
 * thread of the same file does the training, so that predictions go on meanwhile.
 */

/** Trees that stand, of all that will be grown. */
export interface GrownTrees {
  done: number;
  total: number;
}

/** What a learner is opened with. */
export interface LearnerInit extends Omit<LearnersOptions, 'context'> {
  backfill: boolean;
  phrases: EmbeddedPhrase[];
  baseModels: Uint8Array | null;
}

/** What a training takes or gives; `data` is the target's own, structured-cloneable. */
interface TrainingData {
  target: string;
  data: unknown;
}

export type LearnerMethods = {
  open: { input: LearnerInit; progress: never; output: { damaged: string[] } };
  restore: { input: RestoredLines; progress: never; output: NewRow[] };
  backfill: { input: null; progress: never; output: BackfillStep };
  restoreChoices: { input: OrderChoice[]; progress: never; output: number };
  ready: { input: null; progress: never; output: { status: LearnerStatus; trained: BackfilledModel[] } };
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
    output: OrderUncertainty & { status: LearnerStatus };
  };
  observe: { input: Lines; progress: never; output: { status: LearnerStatus; rows: NewRow[] } };
  conclude: { input: EarlyOutcome[]; progress: never; output: LearnerStatus };
  choose: { input: OrderChoice[]; progress: never; output: LearnerStatus };
  status: { input: null; progress: never; output: LearnerStatus };
  trainingJob: { input: string; progress: never; output: TrainingData };
  /** Pure: what the training thread does. */
  train: { input: TrainingData; progress: GrownTrees; output: TrainingData };
  adopt: {
    input: TrainingData;
    progress: never;
    output: { state: Uint8Array; metrics: TrainingMetrics; status: LearnerStatus };
  };
};

/** Serves a thread with these predictors. */
export function serveLearners(predictors: readonly PredictorDefinition[]): void {
  let loading: Learners | null = null;
  let backfill: Backfill | null = null;
  let serving: Learners | null = null;

  function loaded(which: Learners | null): Learners {
    if (!which) throw new DaymarkError('notFound', { what: 'learner', id: '-' });
    return which;
  }

  const order = (learners: Learners): PriorityLearner => learners.set.get<PriorityLearner>('priority');

  serveThread<LearnerMethods>({
    open: ({ backfill: wanted, phrases, baseModels, ...options }) => {
      const context = {
        baseModels,
        phrases: (vector: Float32Array) => phraseEstimate(vector, phrases),
      };
      const { priority } = options.states;
      const states = wanted ? (priority ? { priority } : {}) : options.states;
      loading = new Learners(predictors, { ...options, states, context });
      backfill = wanted ? new Backfill(loading) : null;
      return { damaged: loading.damaged };
    },
    restore: (input) => {
      const learners = loaded(loading);
      if (!backfill) return learners.restore(input);
      backfill.add(input);
      return [];
    },
    backfill: () => {
      if (!backfill) throw new DaymarkError('notFound', { what: 'learner', id: '-' });
      return backfill.step(() => performance.now());
    },
    restoreChoices: (choices) => {
      loaded(loading).restoreChoices(choices);
      return choices.length;
    },
    ready: () => {
      const learners = loaded(loading);
      if (!backfill) learners.ready();
      const trained = backfill?.trained() ?? [];
      serving = learners;
      loading = null;
      backfill = null;
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
      const ranked = order(learners)
        .rank(open, moment)
        .map(({ id, score, reasons }) => ({ id, score, reasons: [...reasons] }));
      return { status: learners.status(), ranked, byUrgency: urgencyOrder(open).map((task) => task.id) };
    },
    compare: ({ open, moment, pair }) => {
      const learners = loaded(serving);
      const { uncertainty, pairs } = order(learners).compare(open, moment, pair);
      return { status: learners.status(), uncertainty, pairs: [...pairs] };
    },
    observe: (input) => {
      const learners = loaded(serving);
      const rows = learners.observe(input);
      return { status: learners.status(), rows };
    },
    conclude: (outcomes) => {
      const learners = loaded(serving);
      learners.conclude(outcomes);
      return learners.status();
    },
    choose: (choices) => {
      const learners = loaded(serving);
      learners.choose(choices);
      return learners.status();
    },
    status: () => loaded(serving).status(),
    trainingJob: (target) => ({ target, data: loaded(serving).set.get(target).trainingJob() }),
    train: async ({ target, data }, { progress }) => {
      // On Linux this is the priority of the calling thread alone; elsewhere it would slow the whole process down.
      if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_LOW);
      const definition = predictors.find((one) => one.target.name === target);
      if (!definition) throw new DaymarkError('notFound', { what: 'predictor', id: target });
      return {
        target,
        data: await definition.train(data as never, (done, total) => progress({ done, total })),
      };
    },
    adopt: ({ target, data }) => {
      const learners = loaded(serving);
      const predictor = learners.set.get(target);
      const metrics = { ...predictor.adopt(data) };
      return { state: predictor.toState(), metrics, status: learners.status() };
    },
  });
}
