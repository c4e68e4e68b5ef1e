import { DaymarkError } from '../../core/errors.ts';
import type { ResolvedTask } from '../../core/time/history.ts';
import { MINUTE_MS } from '../../core/time/units.ts';
import type { ClosedTask } from '../behavior/day-network/day-log.ts';
import { durationSchema, FeatureBuilder, type TaskFacts } from '../features/index.ts';
import {
  loggedOf,
  type ModelTask,
  type Prediction,
  type Predictor,
  type PredictorContext,
  type PredictorDefinition,
  type TaskPredictor,
} from './predictor.ts';
import type { Outlook } from './outlook.ts';

const SHARED_COLUMNS = durationSchema.columns.length;

/** Stored states by target. */
export type PredictorStates = Readonly<Record<string, Uint8Array>>;

/**
 * The predictors of one person over one memory of the past: makes the features of a task once, asks every predictor,
 * and tells all of them what became of it. Neither a clock nor a database is in here; the app drives it from the
 * prediction log, `replay` from a history.
 */
export class PredictorSet {
  /** Targets whose state could not be read; they begin again. */
  readonly damaged: string[] = [];
  /** Values that a stored row of a task has. */
  readonly rowColumns: number;
  readonly #definitions: readonly PredictorDefinition[];
  readonly #features = new FeatureBuilder();
  readonly #predictors = new Map<string, Predictor>();
  readonly #tasks = new Map<string, TaskPredictor>();
  /** Tasks without an outcome that something was said of or that were restored. */
  readonly #pending = new Map<string, ModelTask>();
  /** Targets whose outcome was told before that of the others, by task. */
  readonly #observed = new Map<string, Set<string>>();

  constructor(
    definitions: readonly PredictorDefinition[],
    context: PredictorContext = {},
    states: PredictorStates = {},
  ) {
    this.#definitions = definitions;
    this.rowColumns = definitions.reduce((sum, { columns = 0 }) => sum + columns, SHARED_COLUMNS);
    for (const definition of definitions) {
      const predictor = this.#made(definition, context, states[definition.target.name]);
      this.#predictors.set(definition.target.name, predictor);
      if (definition.kind === 'task') this.#tasks.set(definition.target.name, predictor as TaskPredictor);
    }
  }

  /** A state that can't be read costs what it held, never more. */
  #made(
    definition: PredictorDefinition,
    context: PredictorContext,
    state: Uint8Array | undefined,
  ): Predictor {
    const create = (): Predictor => definition.create(context, this.#features);
    if (!state) return create();
    try {
      return definition.load(state, context, this.#features);
    } catch (error) {
      if (!(error instanceof DaymarkError)) throw error;
      this.damaged.push(definition.target.name);
      return create();
    }
  }

  get definitions(): readonly PredictorDefinition[] {
    return this.#definitions;
  }

  /** Targets of predictors that learn from outcomes of tasks. */
  get taskTargets(): string[] {
    return [...this.#tasks.keys()];
  }

  /** @throws DaymarkError `notFound` for a target without a predictor */
  get<P extends Predictor = Predictor>(target: string): P {
    const predictor = this.#predictors.get(target);
    if (!predictor) throw new DaymarkError('notFound', { what: 'predictor', id: target });
    return predictor as P;
  }

  /** What every predictor that has something to say says of a task. Remembered, so that the outcome can be compared with it. */
  predict(facts: TaskFacts, vector: Float32Array | null): Record<string, Prediction> {
    const evidence = this.#features.features(facts, vector);
    // Similar tasks are not kept for as long as the task is open.
    this.#pending.set(facts.id, this.#taskOf(facts, vector, evidence.row));
    const outlook = this.#outlook(facts);
    const task: ModelTask = { facts, vector, features: evidence.row, outlook, evidence: () => evidence };
    return Object.fromEntries(
      [...this.#tasks].flatMap(([target, one]) => {
        const said = one.predict(task);
        return said ? [[target, said] as const] : [];
      }),
    );
  }

  #outlook(facts: TaskFacts): Outlook | undefined {
    for (const one of this.#tasks.values()) if (one.outlook) return one.outlook(facts);
    return undefined;
  }

  /** What of predictions is kept in the prediction log. */
  logged(predictions: Readonly<Record<string, Prediction>>): Record<string, Prediction> {
    const kept = this.#definitions.flatMap((definition) => {
      const { name } = definition.target;
      const answer = predictions[name];
      return answer ? [[name, loggedOf(definition, answer)] as const] : [];
    });
    return Object.fromEntries(kept);
  }

  /** A task was written down (after its first `predict`, which must not count it as open itself). */
  created(facts: TaskFacts): void {
    this.counted(facts);
    this.announce(facts.id);
  }

  /** The features count a task as written down. */
  counted(facts: TaskFacts): void {
    this.#features.created(facts);
  }

  /** Every predictor hears that a pending task is open. */
  announce(id: string): void {
    const task = this.#pending.get(id);
    if (task) for (const predictor of this.#tasks.values()) predictor.created?.(task);
  }

  /**
   * A task of the past is remembered, with the row that was stored for it or one made from what is known now. Nothing
   * is said of it.
   */
  remember(facts: TaskFacts, vector: Float32Array | null, row: Float64Array | null): void {
    const stored = row?.subarray(-SHARED_COLUMNS);
    if (stored) this.#features.adopt(facts, stored);
    const features = stored ?? this.#features.features(facts, vector).row;
    this.#pending.set(facts.id, this.#taskOf(facts, vector, features));
    this.#features.created(facts);
  }

  /** One predictor takes a remembered task in; see `TaskPredictor`. `row` as for `remember`. */
  restore(target: string, id: string, row: Float64Array | null): void {
    const task = this.#pending.get(id);
    if (task) this.#tasks.get(target)?.restore?.(task, this.#columnsIn(target, row));
  }

  /** One predictor hears of an outcome that its state knows already. */
  keep(target: string, id: string, row: Float64Array | null, outcome: number | null): void {
    const task = this.#pending.get(id);
    if (task) this.#tasks.get(target)?.remember?.(task, this.#columnsIn(target, row), outcome);
  }

  /** Says of a remembered task what would be said now, where nothing was; of `target` alone when it is given. */
  evaluate(id: string, target?: string): void {
    const task = this.#pending.get(id);
    if (!task) return;
    for (const [name, predictor] of this.#tasks)
      if (target === undefined || name === target) predictor.evaluate(task);
  }

  /** One predictor is told an outcome; for every other one the task goes on being open. */
  observeOne(target: string, id: string, outcome: number | null): void {
    const task = this.#pending.get(id);
    if (!task || this.#observed.get(id)?.has(target)) return;
    this.#tasks.get(target)?.observe(task, outcome);
    this.observed(target, id);
  }

  /** One predictor has heard of an outcome, in this life or in an earlier one. */
  observed(target: string, id: string): void {
    this.#observed.set(id, (this.#observed.get(id) ?? new Set()).add(target));
  }

  /**
   * A task is done or given up, as `line` says; each predictor but `except` hears of it, and only then the features.
   */
  observe(id: string, line: ResolvedTask, except: ReadonlySet<string> = new Set()): void {
    const task = this.#pending.get(id);
    if (!task) return;
    this.#pending.delete(id);
    const observed = this.#observed.get(id);
    this.#observed.delete(id);
    const closed = closedTask(task, line);
    for (const one of this.#tasks.values()) one.onClosed?.(closed);
    for (const { target } of this.#definitions) {
      // What was said since is forgotten.
      const outcome = observed?.has(target.name) ? null : (target.outcomeOf?.(line) ?? null);
      if (!except.has(target.name)) this.#tasks.get(target.name)?.observe(task, outcome);
    }
    this.#features.closed();
    const minutes = line.done === false ? null : (line.actualMin ?? null);
    if (minutes !== null && minutes > 0 && Number.isFinite(minutes))
      this.#features.learn(task.facts, task.vector, minutes);
  }

  /** The past has been restored; `fresh` known outcomes of each target came after its state. */
  restored(fresh: Readonly<Record<string, number>>): void {
    for (const [target, predictor] of this.#tasks) predictor.restored?.(fresh[target] ?? 0);
  }

  /** The row to be stored for a pending task: own columns of the predictors, then the shared ones. Null without one. */
  rowOf(id: string): Float32Array | null {
    const task = this.#pending.get(id);
    if (!task) return null;
    const row = new Float32Array(this.rowColumns);
    let at = 0;
    for (const { target, columns = 0 } of this.#definitions) {
      if (columns === 0) continue;
      const own = this.#tasks.get(target.name)?.columnsOf?.(id);
      if (!own) return null;
      row.set(own, at);
      at += columns;
    }
    row.set(task.features, at);
    return row;
  }

  #columnsIn(target: string, row: Float64Array | null): Float64Array | null {
    if (!row) return null;
    let at = 0;
    for (const { target: other, columns = 0 } of this.#definitions) {
      if (other.name === target) return row.subarray(at, at + columns);
      at += columns;
    }
    return null;
  }

  #taskOf(facts: TaskFacts, vector: Float32Array | null, features: Float64Array): ModelTask {
    return {
      facts,
      vector,
      features,
      evidence: () => ({ ...this.#features.features(facts, vector), row: features }),
    };
  }
}

/** On the wall clock of the task's person, as far as the moment tells it at which it was written down. */
function closedTask({ facts, vector }: ModelTask, line: ResolvedTask): ClosedTask {
  const offsetMs = facts.createdLocalMin * MINUTE_MS - Date.parse(line.createdAt);
  const local = (at: string): number => (Date.parse(at) + offsetMs) / MINUTE_MS;
  const done = line.done !== false;
  return {
    facts,
    vector,
    closedLocalMin: line.completedAt ? local(line.completedAt) : facts.createdLocalMin,
    startedLocalMin: line.startedAt ? local(line.startedAt) : null,
    minutes: done ? (line.actualMin ?? null) : null,
    done,
    deferrals: Array.isArray(line.deferrals) ? line.deferrals.length : (line.deferrals ?? 0),
  };
}
