import type { EarlyOutcome, LearnerStatus, OrderChoice } from '../../core/ml-contract/index.ts';
import type { HistoryTask } from '../../core/replay.ts';
import { factsOf, type TaskFacts } from '../features/index.ts';
import { coldStartOf, type OnboardingAnswers } from './cold-start.ts';
import { readMoment, withInstants } from '../../core/time/history.ts';
import { withPlan } from './history-time.ts';
import type { ChoicePredictor, Prediction, PredictorContext, PredictorDefinition } from './predictor.ts';
import { PredictorSet } from './predictor-set.ts';
import { VECTOR_WIDTH } from '../../core/vector.ts';

/** Tasks with their titles' vectors, 384 numbers a line; zeros for none. */
export interface Lines {
  lines: HistoryTask[];
  vectors: Float32Array;
}

/** Tasks of the past with the row each was predicted from, where one is stored. */
export interface RestoredLines extends Lines {
  rows: (Float32Array | null)[];
}

/** What a profile's learners begin with. */
export interface LearnersOptions {
  tz: string;
  /** By target; `upTo` is the newest outcome in it, epoch ms. */
  states: Record<string, { state: Uint8Array; upTo: number }>;
  evaluateFrom: number;
  onboarding: OnboardingAnswers;
  context: Pick<PredictorContext, 'phrases' | 'baseModels' | 'seed' | 'trees'>;
}

/** The features of a task, to be stored. */
export interface NewRow {
  id: string;
  row: Float32Array;
}

/** The id under which a line that is no task yet is asked about. */
const DRAFT = 'draft';
/** Newest times from writing down to finishing that are remembered, ms. */
const MAX_LAGS = 300;
const MIN_LAGS = 20;
/** A task open for longer than this many times what nine in ten finished ones took counts as not done. */
const GIVEN_UP = 4;
const MIN_GIVEN_UP_MS = 45 * 86_400_000;

/** The predictors of a profile, and which tasks they have heard of. */
export class Learners {
  readonly set: PredictorSet;
  readonly #tz: string;
  /** The newest outcome that each state knows. */
  readonly #upTo: Record<string, number>;
  readonly #evaluateFrom: number;
  readonly #pace: number;
  readonly #open = new Set<string>();
  readonly #closed = new Set<string>();
  readonly #lags: number[] = [];
  /** Known outcomes that came after each state. */
  readonly #fresh: Record<string, number> = {};

  constructor(definitions: readonly PredictorDefinition[], options: LearnersOptions) {
    const { tz, states, evaluateFrom, onboarding, context } = options;
    this.#tz = tz;
    this.#evaluateFrom = evaluateFrom;
    const coldStart = coldStartOf(onboarding);
    this.#pace = coldStart.pace;
    const blobs = Object.fromEntries(Object.entries(states).map(([target, { state }]) => [target, state]));
    this.set = new PredictorSet(definitions, { ...context, coldStart }, blobs);
    this.#upTo = Object.fromEntries(
      this.set.taskTargets.map((target) => {
        const readable = states[target] && !this.set.damaged.includes(target);
        return [target, readable ? states[target]!.upTo : 0];
      }),
    );
  }

  /** Targets whose state could not be read. */
  get damaged(): string[] {
    return this.set.damaged;
  }

  /**
   * Takes tasks of the past, one after the other as they were done: with its row a task costs no more than being
   * remembered. Answers with the rows that were not there; they are made from what was known just before the outcome.
   */
  restore({ lines, vectors, rows }: RestoredLines): NewRow[] {
    return lines.flatMap((line, i) => {
      const stored = rows[i]?.length === this.set.rowColumns ? Float64Array.from(rows[i]) : null;
      const vector = vectorAt(vectors, i);
      if (line.completedAt) return this.#restoreClosed(line, vector, stored) ?? [];
      if (stored) this.#restoreOpen(line, vector, stored);
      return [];
    });
  }

  /** An open task that was predicted before. */
  #restoreOpen(line: HistoryTask, vector: Float32Array | null, row: Float64Array): void {
    const facts = this.facts(line);
    this.set.remember(facts, vector, row);
    for (const target of this.set.taskTargets) this.set.restore(target, facts.id, row);
    this.set.announce(facts.id);
    this.#open.add(facts.id);
  }

  #restoreClosed(line: HistoryTask, vector: Float32Array | null, row: Float64Array | null): NewRow | null {
    const facts = this.facts(line);
    const { id } = facts;
    const at = Date.parse(line.completedAt!);
    if (this.#closed.has(id) || (!row && !line.actualMin)) return null;
    this.set.remember(facts, vector, row);
    const resolved = withInstants(line, this.#tz);
    const known = new Set<string>();
    for (const { target } of this.set.definitions) {
      const { name } = target;
      const upTo = this.#upTo[name];
      if (upTo === undefined) continue;
      const outcome = target.outcomeOf?.(resolved) ?? null;
      if (at <= upTo) {
        this.set.keep(name, id, row, outcome);
        known.add(name);
        continue;
      }
      this.set.restore(name, id, row);
      if (at > this.#evaluateFrom) this.set.evaluate(id, name);
      if (outcome !== null) this.#fresh[name] = (this.#fresh[name] ?? 0) + 1;
    }
    const made = row ? null : this.set.rowOf(id);
    this.closed(facts, line, known);
    return made && { id, row: made };
  }

  /** The past has been restored. */
  ready(): void {
    this.set.restored(this.#fresh);
  }

  /** A task is done or given up; every predictor hears of it but those that `know` it. */
  closed(facts: TaskFacts, line: HistoryTask, know?: ReadonlySet<string>): void {
    const { id } = facts;
    this.set.observe(id, withInstants(line, this.#tz), know);
    this.#open.delete(id);
    this.#closed.add(id);
    if (line.done === false) return;
    this.#lags.push(Date.parse(line.completedAt ?? line.createdAt) - Date.parse(line.createdAt));
    if (this.#lags.length > MAX_LAGS) this.#lags.shift();
  }

  predict({ lines, vectors, draft }: Lines & { draft: boolean }): {
    predictions: Record<string, Prediction>[];
    rows: Float32Array[];
  } {
    const answers = lines.map((line, i) => {
      const facts = this.facts(line);
      const asked = draft ? { ...facts, id: DRAFT } : facts;
      const predictions = this.set.predict(asked, vectorAt(vectors, i));
      const row = this.set.rowOf(asked.id)!;
      if (!draft) this.created(facts);
      return { predictions, row };
    });
    return {
      predictions: answers.map((answer) => answer.predictions),
      rows: answers.map((answer) => answer.row),
    };
  }

  /** A task was written down and predicted. */
  created(facts: TaskFacts): void {
    if (this.#open.has(facts.id) || this.#closed.has(facts.id)) return;
    this.set.created(facts);
    this.#open.add(facts.id);
  }

  /** What was never asked about (it was made before the learner was loaded) is predicted first, so that it counts. */
  observe({ lines, vectors }: Lines): NewRow[] {
    return lines.flatMap((line, i) => {
      const facts = this.facts(line);
      const { id } = facts;
      if (this.#closed.has(id)) return [];
      const made: NewRow[] = [];
      if (this.#open.has(id)) this.set.evaluate(id);
      else {
        this.set.predict(facts, vectorAt(vectors, i));
        made.push({ id, row: this.set.rowOf(id)! });
        this.set.counted(facts);
      }
      this.closed(facts, line);
      return made;
    });
  }

  /** Outcomes of tasks that stay open. What a state knows already is not learned again when the task closes, either. */
  conclude(outcomes: readonly EarlyOutcome[]): void {
    for (const { target, id, outcome, at } of outcomes) {
      if (at <= (this.#upTo[target] ?? Number.POSITIVE_INFINITY)) {
        this.set.observed(target, id);
        continue;
      }
      this.set.evaluate(id, target);
      this.set.observeOne(target, id, outcome);
    }
  }

  /** Choices of the past, with the trainings that fell between them. */
  restoreChoices(choices: readonly OrderChoice[]): void {
    for (const choice of choices) {
      this.choose([choice]);
      for (const one of this.#choosers) if (one.trainingDue()) one.retrain?.();
    }
  }

  choose(choices: readonly OrderChoice[]): void {
    for (const { open, moment, chosenId, compared } of choices)
      for (const one of this.#choosers) one.choose(open, moment, chosenId, compared);
  }

  get #choosers(): ChoicePredictor[] {
    return this.set.definitions
      .filter(({ kind }) => kind === 'choice')
      .map(({ target }) => this.set.get<ChoicePredictor>(target.name));
  }

  status(): LearnerStatus {
    const targets = this.set.definitions.map(({ target }) => {
      const one = this.set.get(target.name);
      return [target.name, { known: one.known, usesBaseline: one.usesBaseline, due: one.trainingDue() }];
    });
    return {
      targets: Object.fromEntries(targets),
      pace: this.#pace,
      givenUpAfterMs: this.#givenUpAfterMs(),
    };
  }

  #givenUpAfterMs(): number | null {
    if (this.#lags.length < MIN_LAGS) return null;
    const sorted = this.#lags.toSorted((a, b) => a - b);
    return Math.max(MIN_GIVEN_UP_MS, GIVEN_UP * sorted[Math.floor(sorted.length * 0.9)]!);
  }

  facts(line: HistoryTask): TaskFacts {
    return withPlan(factsOf(line, readMoment(line.createdAt, this.#tz), true), line, this.#tz);
  }
}

/** The vector of one line, null where it is all zeros. */
export function vectorAt(vectors: Float32Array, index: number): Float32Array | null {
  const vector = vectors.slice(index * VECTOR_WIDTH, (index + 1) * VECTOR_WIDTH);
  return vector.length === VECTOR_WIDTH && vector.some((value) => value !== 0) ? vector : null;
}
