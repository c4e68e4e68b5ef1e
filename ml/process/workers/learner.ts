import { constants, setPriority } from 'node:os';
import { DaymarkError } from '../../../core/errors.ts';
import type {
  ChoiceMoment,
  LearnedDuration,
  LearnerStatus,
  LearnerTarget,
  OrderChoice,
  OrderDoubt,
  OrderedTask,
  TrainingMetrics,
} from '../../../core/ml-contract/index.ts';
import type { Message } from '../../../core/messages/index.ts';
import type { HistoryTask } from '../../../core/replay.ts';
import { factsOf, type TaskFacts } from '../../features/index.ts';
import {
  coldStartOf,
  DurationLearner,
  readMoment,
  runTraining,
  type OnboardingAnswers,
  type TrainingJob,
  type TrainingResult,
} from '../../learning/index.ts';
import { PriorityLearner, urgencyOrder } from '../../priority/index.ts';
import { clustersOf } from '../base-models.ts';
import { collectGarbage } from '../collect.ts';
import { priorOpinion, type EmbeddedPrior } from '../estimate.ts';
import { serveWorker } from '../worker-serve.ts';

/**
 * The person's learners, in a thread of their own: loading years of history computes without a pause. A second
 * thread of this file does the training, so that guesses go on meanwhile.
 */

/** Finished tasks with their titles' vectors, 384 numbers a line; zeros for none. */
interface Lines {
  lines: HistoryTask[];
  vectors: Float32Array;
}

export type LearnerMethods = {
  open: {
    input: {
      tz: string;
      duration: Uint8Array | null;
      durationUpTo: number | null;
      priority: Uint8Array | null;
      priors: EmbeddedPrior[];
      clusters: Uint8Array | null;
      onboarding: OnboardingAnswers;
    };
    progress: never;
    output: { damaged: LearnerTarget[] };
  };
  feed: { input: Lines; progress: never; output: number };
  feedChoices: { input: OrderChoice[]; progress: never; output: number };
  ready: { input: null; progress: never; output: LearnerStatus };
  predict: {
    input: Lines & { draft: boolean };
    progress: never;
    output: { status: LearnerStatus; durations: LearnedDuration[] };
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
  observe: { input: Lines; progress: never; output: LearnerStatus };
  choose: { input: OrderChoice[]; progress: never; output: LearnerStatus };
  status: { input: null; progress: never; output: LearnerStatus };
  trainingJob: { input: null; progress: never; output: TrainingJob };
  /** Pure: what the training thread does. */
  train: { input: TrainingJob; progress: never; output: TrainingResult };
  adopt: {
    input: TrainingResult;
    progress: never;
    output: { state: Uint8Array; metrics: TrainingMetrics; status: LearnerStatus };
  };
  retrainPriority: {
    input: null;
    progress: never;
    output: { state: Uint8Array; metrics: TrainingMetrics; status: LearnerStatus };
  };
};

const DIMS = 384;
/** Finished tasks kept in memory; older ones are passed over, so that memory stays flat as the history grows. */
const MOST_LINES = 2_000;
/** Of a past that was never judged, only the newest outcomes are: enough to calibrate by, and a tenth of the time. */
const MOST_JUDGED = 400;
/** The id under which a line that is no task yet is asked about. */
const DRAFT = 'draft';

interface Past {
  line: HistoryTask;
  facts: TaskFacts;
  vector: Float32Array | null;
  createdAt: number;
  completedAt: number;
}

/** Both learners of a profile, and which tasks they have heard of. */
class Learners {
  readonly duration: DurationLearner;
  readonly priority: PriorityLearner;
  readonly damaged: LearnerTarget[] = [];
  readonly #tz: string;
  readonly #upTo: number;
  readonly #pace: number;
  readonly #open = new Set<string>();
  readonly #closed = new Set<string>();
  #past: Past[] = [];

  constructor(input: LearnerMethods['open']['input']) {
    const { tz, priors, duration, durationUpTo, priority, clusters, onboarding } = input;
    this.#tz = tz;
    const prior = (vector: Float32Array) => priorOpinion(vector, priors);
    const { leanings, pace } = coldStartOf(onboarding);
    this.#pace = pace;
    const begin = () => new DurationLearner({ prior, pace });
    this.duration = duration
      ? this.#orAnew('duration', () => DurationLearner.fromState(duration, { prior, pace }), begin)
      : begin();
    this.#upTo = duration && !this.damaged.includes('duration') ? (durationUpTo ?? 0) : 0;
    const known = clusters ? clustersOf(clusters) : [];
    const options = { clusters: known, ...(leanings ? { leanings } : {}) };
    const beginPriority = () => new PriorityLearner(options);
    this.priority = priority
      ? this.#orAnew('priority', () => PriorityLearner.fromState(priority, options), beginPriority)
      : beginPriority();
  }

  /** A state that can't be read costs what it held, never more. */
  #orAnew<T>(target: LearnerTarget, restore: () => T, begin: () => T): T {
    try {
      return restore();
    } catch (error) {
      if (!(error instanceof DaymarkError)) throw error;
      this.damaged.push(target);
      return begin();
    }
  }

  feed(fed: Lines): number {
    for (const [i, line] of fed.lines.entries()) {
      if (!line.completedAt) continue;
      this.#past.push({
        line,
        facts: this.#facts(line),
        vector: vectorAt(fed.vectors, i),
        createdAt: Date.parse(line.createdAt),
        completedAt: Date.parse(line.completedAt),
      });
    }
    if (this.#past.length > 2 * MOST_LINES) this.#past = this.#newest();
    return fed.lines.length;
  }

  /** Lives through the past in time order: a task's row is made from what was known when it was written down. */
  ready(): void {
    const past = this.#newest();
    this.#past = [];
    const fresh = past.filter((task) => task.completedAt > this.#upTo).length;
    const judgedFrom = Math.max(this.#upTo, past.at(-1 - MOST_JUDGED)?.completedAt ?? 0);
    const moments = past.flatMap((task) => [
      { at: task.createdAt, finished: false, task },
      { at: Math.max(task.completedAt, task.createdAt), finished: true, task },
    ]);
    moments.sort((a, b) => a.at - b.at || Number(a.finished) - Number(b.finished));
    for (const { finished, task } of moments) {
      const { facts, vector, line } = task;
      if (finished) {
        this.duration.finished(facts.id, line.actualMin ?? null);
        this.#closed.add(facts.id);
      } else if (task.completedAt > judgedFrom) {
        this.duration.predict(facts, vector);
        this.duration.created(facts);
      } else {
        this.duration.recall(facts, vector);
      }
    }
    this.duration.caughtUp(fresh);
  }

  #newest(): Past[] {
    return this.#past.toSorted((a, b) => a.completedAt - b.completedAt).slice(-MOST_LINES);
  }

  predict({ lines, vectors, draft }: LearnerMethods['predict']['input']): LearnedDuration[] {
    return lines.map((line, i) => {
      const facts = this.#facts(line);
      const asked = draft ? { ...facts, id: DRAFT } : facts;
      const answer = this.duration.predict(asked, vectorAt(vectors, i));
      if (!draft && !this.#open.has(facts.id) && !this.#closed.has(facts.id)) {
        this.duration.created(facts);
        this.#open.add(facts.id);
      }
      return { ...answer, similar: [...answer.similar] };
    });
  }

  /** What was never asked about (it was made before the learner was loaded) is predicted first, so that it counts. */
  observe({ lines, vectors }: Lines): void {
    for (const [i, line] of lines.entries()) {
      const facts = this.#facts(line);
      if (this.#closed.has(facts.id)) continue;
      if (!this.#open.has(facts.id)) {
        if (!line.actualMin) continue;
        this.duration.predict(facts, vectorAt(vectors, i));
        this.duration.created(facts);
      }
      this.duration.finished(facts.id, line.actualMin ?? null);
      this.#open.delete(facts.id);
      this.#closed.add(facts.id);
    }
  }

  /** Choices of the past, with the trainings that fell between them. */
  relive(choices: readonly OrderChoice[]): void {
    for (const choice of choices) {
      this.choose([choice]);
      if (this.priority.retrainDue()) this.priority.retrain();
    }
  }

  choose(choices: readonly OrderChoice[]): void {
    for (const { open, moment, chosenId } of choices) this.priority.choose(open, moment, chosenId);
  }

  status(): LearnerStatus {
    const { duration, priority } = this;
    return {
      duration: {
        known: duration.known,
        aside: duration.ledger.aside,
        due: duration.retrainDue(),
        pace: this.#pace,
      },
      priority: { known: priority.known, aside: priority.aside, due: priority.retrainDue() },
    };
  }

  #facts(line: HistoryTask): TaskFacts {
    return factsOf(line, readMoment(line.createdAt, this.#tz), true);
  }
}

function vectorAt(vectors: Float32Array, index: number): Float32Array | null {
  const vector = vectors.slice(index * DIMS, (index + 1) * DIMS);
  return vector.length === DIMS && vector.some((value) => value !== 0) ? vector : null;
}

let loading: Learners | null = null;
let serving: Learners | null = null;

function loaded(which: Learners | null): Learners {
  if (!which) throw new DaymarkError('notFound', { what: 'learner', id: '-' });
  return which;
}

serveWorker<LearnerMethods>({
  open: (input) => {
    loading = new Learners(input);
    return { damaged: loading.damaged };
  },
  feed: (input) => loaded(loading).feed(input),
  feedChoices: (choices) => {
    loaded(loading).relive(choices);
    return choices.length;
  },
  ready: () => {
    const learners = loaded(loading);
    learners.ready();
    serving = learners;
    loading = null;
    collectGarbage();
    return serving.status();
  },
  predict: (input) => {
    const learners = loaded(serving);
    const durations = learners.predict(input);
    return { status: learners.status(), durations };
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
    learners.observe(input);
    return learners.status();
  },
  choose: (choices) => {
    const learners = loaded(serving);
    learners.choose(choices);
    return learners.status();
  },
  status: () => loaded(serving).status(),
  trainingJob: () => loaded(serving).duration.trainingJob(),
  train: (job) => {
    // On Linux this is the priority of the calling thread alone; elsewhere it would slow the whole process down.
    if (process.platform === 'linux') setPriority(0, constants.priority.PRIORITY_LOW);
    return runTraining(job);
  },
  adopt: (result) => {
    const learners = loaded(serving);
    const metrics = learners.duration.adopt(result);
    return { state: learners.duration.toState(), metrics: { ...metrics }, status: learners.status() };
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
