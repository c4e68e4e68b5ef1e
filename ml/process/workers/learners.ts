import type { Likelihood } from '../../../core/domain/prediction.ts';
import { DaymarkError } from '../../../core/errors.ts';
import type {
  LearnedDuration,
  LearnerStatus,
  LearnerTarget,
  OrderChoice,
} from '../../../core/ml-contract/index.ts';
import type { HistoryTask } from '../../../core/replay.ts';
import { durationSchema, factsOf, type TaskFacts } from '../../features/index.ts';
import {
  coldStartOf,
  CompletionLearner,
  DurationLearner,
  readMoment,
  ROW_COLUMNS,
  type OnboardingAnswers,
} from '../../learning/index.ts';
import { PriorityLearner } from '../../priority/index.ts';
import { clustersOf } from '../base-models.ts';
import { priorOpinion, type EmbeddedPrior } from '../estimate.ts';

/** Tasks with their titles' vectors, 384 numbers a line; zeros for none. */
export interface Lines {
  lines: HistoryTask[];
  vectors: Float32Array;
}

export interface Fed extends Lines {
  /** The row each line was predicted from, where one is stored. */
  rows: (Float32Array | null)[];
}

export interface Opening {
  tz: string;
  duration: Uint8Array | null;
  durationUpTo: number | null;
  priority: Uint8Array | null;
  completion: Uint8Array | null;
  completionUpTo: number | null;
  judgeFrom: number;
  priors: EmbeddedPrior[];
  clusters: Uint8Array | null;
  onboarding: OnboardingAnswers;
}

/** A row that was made for a task and should be stored. */
export interface NewRow {
  id: string;
  row: Float32Array;
}

const DIMS = 384;
const DURATION_COLUMNS = durationSchema.columns.length;
/** The id under which a line that is no task yet is asked about. */
const DRAFT = 'draft';
/** Newest times from writing down to finishing that are remembered, ms. */
const LAGS = 300;
const ENOUGH_LAGS = 20;
/** A task open for longer than this many times what nine in ten finished ones took counts as not done. */
const GIVEN_UP = 4;
const LEAST_PATIENCE_MS = 45 * 86_400_000;

/** The learners of a profile, and which tasks they have heard of. */
export class Learners {
  readonly duration: DurationLearner;
  readonly priority: PriorityLearner;
  readonly completion: CompletionLearner;
  readonly damaged: LearnerTarget[] = [];
  readonly #tz: string;
  /** The newest outcomes that the states know. */
  readonly #upTo: { duration: number; completion: number };
  readonly #judgeFrom: number;
  readonly #pace: number;
  readonly #open = new Set<string>();
  readonly #closed = new Set<string>();
  readonly #lags: number[] = [];
  /** Outcomes with a known length that came after the duration state. */
  #fresh = 0;

  constructor(input: Opening) {
    const { tz, priors, duration, priority, completion, clusters, onboarding, judgeFrom } = input;
    this.#tz = tz;
    this.#judgeFrom = judgeFrom;
    const prior = (vector: Float32Array) => priorOpinion(vector, priors);
    const { leanings, pace } = coldStartOf(onboarding);
    this.#pace = pace;
    const begin = () => new DurationLearner({ prior, pace });
    this.duration = duration
      ? this.#orAnew('duration', () => DurationLearner.fromState(duration, { prior, pace }), begin)
      : begin();
    this.completion = completion
      ? this.#orAnew(
          'completion',
          () => CompletionLearner.fromState(completion),
          () => new CompletionLearner(),
        )
      : new CompletionLearner();
    const known = clusters ? clustersOf(clusters) : [];
    const options = { clusters: known, ...(leanings ? { leanings } : {}) };
    const beginPriority = () => new PriorityLearner(options);
    this.priority = priority
      ? this.#orAnew('priority', () => PriorityLearner.fromState(priority, options), beginPriority)
      : beginPriority();
    const upTo = (target: LearnerTarget, state: Uint8Array | null, at: number | null): number =>
      state && !this.damaged.includes(target) ? (at ?? 0) : 0;
    this.#upTo = {
      duration: upTo('duration', duration, input.durationUpTo),
      completion: upTo('completion', completion, input.completionUpTo),
    };
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

  /**
   * Takes tasks of the past, one after the other as they were done: with its row a task costs no more than being
   * remembered. Answers with the rows that were not there; they are made from what was known just before the outcome.
   */
  feed({ lines, vectors, rows }: Fed): NewRow[] {
    return lines.flatMap((line, i) => {
      const row = rows[i]?.length === ROW_COLUMNS ? rows[i] : null;
      const vector = vectorAt(vectors, i);
      if (!line.completedAt) {
        if (row) this.#waits(line, vector, row);
        return [];
      }
      return this.#happened(line, vector, row, Date.parse(line.completedAt)) ?? [];
    });
  }

  /** An open task that was predicted before. */
  #waits(line: HistoryTask, vector: Float32Array | null, row: Float32Array): void {
    const facts = this.facts(line);
    const whole = Float64Array.from(row);
    this.duration.recall(facts, vector, whole.subarray(-DURATION_COLUMNS));
    this.completion.recall(facts, whole);
    this.completion.written(facts);
    this.#open.add(facts.id);
  }

  #happened(
    line: HistoryTask,
    vector: Float32Array | null,
    row: Float32Array | null,
    at: number,
  ): NewRow | null {
    const facts = this.facts(line);
    const { id } = facts;
    const whole = row && Float64Array.from(row);
    const done = line.done !== false;
    const inState = at <= this.#upTo.completion;
    if (this.#closed.has(id) || (!whole && !line.actualMin)) return null;
    this.duration.recall(facts, vector, whole?.subarray(-DURATION_COLUMNS));
    if (at > Math.max(this.#upTo.duration, this.#judgeFrom)) this.duration.foretell(id);
    // Rates that know an outcome already must not go into the row that foretells it.
    if (!whole && !inState) this.completion.predict(facts, this.duration.rowOf(id)!);
    if (whole && !inState) {
      this.completion.recall(facts, whole);
      if (at > this.#judgeFrom) this.completion.foretell(id);
    }
    if (whole && inState) this.completion.remember(whole, done);
    const made = whole ? null : this.completion.rowOf(id);
    if (done && line.actualMin && at > this.#upTo.duration) this.#fresh += 1;
    this.closed(facts, done, line.actualMin ?? null, at - Date.parse(line.createdAt));
    return made && { id, row: Float32Array.from(made) };
  }

  /** The past has been told. */
  ready(): void {
    this.duration.caughtUp(this.#fresh);
  }

  /** A task is done or given up; both learners hear of it. */
  closed(facts: TaskFacts, done: boolean, actualMin: number | null, lagMs: number): void {
    const { id } = facts;
    this.duration.finished(id, done ? actualMin : null);
    this.completion.observe(id, done);
    this.#open.delete(id);
    this.#closed.add(id);
    if (!done) return;
    this.#lags.push(lagMs);
    if (this.#lags.length > LAGS) this.#lags.shift();
  }

  predict({ lines, vectors, draft }: Lines & { draft: boolean }): {
    durations: LearnedDuration[];
    likelihoods: Likelihood[];
    rows: Float32Array[];
  } {
    const answers = lines.map((line, i) => {
      const facts = this.facts(line);
      const asked = draft ? { ...facts, id: DRAFT } : facts;
      const duration = this.duration.predict(asked, vectorAt(vectors, i));
      const likelihood = this.completion.predict(asked, this.duration.rowOf(asked.id)!);
      const row = Float32Array.from(this.completion.rowOf(asked.id)!);
      if (!draft) this.written(facts);
      return { duration: { ...duration, similar: [...duration.similar] }, likelihood, row };
    });
    return {
      durations: answers.map((answer) => answer.duration),
      likelihoods: answers.map((answer) => answer.likelihood),
      rows: answers.map((answer) => answer.row),
    };
  }

  /** A task was written down and predicted. */
  written(facts: TaskFacts): void {
    if (this.#open.has(facts.id) || this.#closed.has(facts.id)) return;
    this.duration.created(facts);
    this.completion.written(facts);
    this.#open.add(facts.id);
  }

  /** What was never asked about (it was made before the learner was loaded) is predicted first, so that it counts. */
  observe({ lines, vectors }: Lines): NewRow[] {
    return lines.flatMap((line, i) => {
      const facts = this.facts(line);
      const { id } = facts;
      if (this.#closed.has(id)) return [];
      const made: NewRow[] = [];
      if (this.#open.has(id)) {
        this.duration.foretell(id);
        this.completion.foretell(id);
      } else {
        this.duration.predict(facts, vectorAt(vectors, i));
        this.completion.predict(facts, this.duration.rowOf(id)!);
        this.duration.created(facts);
        made.push({ id, row: Float32Array.from(this.completion.rowOf(id)!) });
      }
      const closedAt = Date.parse(line.completedAt ?? line.createdAt);
      this.closed(facts, line.done !== false, line.actualMin ?? null, closedAt - Date.parse(line.createdAt));
      return made;
    });
  }

  /** Open for so long that they count as not done; how long they take may still be seen one day. */
  giveUp(ids: readonly string[]): void {
    for (const id of ids) {
      this.completion.foretell(id);
      this.completion.observe(id, false);
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
    for (const { open, moment, chosenId, compared } of choices)
      this.priority.choose(open, moment, chosenId, compared);
  }

  status(): LearnerStatus {
    const { duration, priority, completion } = this;
    return {
      duration: {
        known: duration.known,
        aside: duration.ledger.aside,
        due: duration.retrainDue(),
        pace: this.#pace,
      },
      priority: { known: priority.known, aside: priority.aside, due: priority.retrainDue() },
      completion: {
        known: completion.known,
        aside: completion.ledger.aside,
        due: completion.retrainDue(),
        patienceMs: this.#patienceMs(),
      },
    };
  }

  #patienceMs(): number | null {
    if (this.#lags.length < ENOUGH_LAGS) return null;
    const sorted = this.#lags.toSorted((a, b) => a - b);
    return Math.max(LEAST_PATIENCE_MS, GIVEN_UP * sorted[Math.floor(sorted.length * 0.9)]!);
  }

  facts(line: HistoryTask): TaskFacts {
    return factsOf(line, readMoment(line.createdAt, this.#tz), true);
  }
}

export function vectorAt(vectors: Float32Array, index: number): Float32Array | null {
  const vector = vectors.slice(index * DIMS, (index + 1) * DIMS);
  return vector.length === DIMS && vector.some((value) => value !== 0) ? vector : null;
}
