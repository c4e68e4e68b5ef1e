import { z } from 'zod';
import type { Message } from '../../../core/messages/message.ts';
import { durationSchema, RowTable } from '../../features/index.ts';
import { chanceReasons } from '../../learning/chance-reasons.ts';
import { PredictionLog, predictionLogState } from '../../learning/prediction-log.ts';
import type { ModelTask, Prediction, TaskPredictor } from '../../learning/predictor.ts';
import type { TrainingReason, TrainingReport } from '../../learning/training.ts';
import {
  arrayOf,
  boostingFromState,
  boostingToState,
  damaged,
  decodeState,
  encodeState,
  sigmoid,
  type GradientBoosting,
} from '../../trees/index.ts';
import { CompletionRates, ratesState } from './baseline.ts';
import { CompletionMembers, membersState } from './members.ts';
import {
  BASE_COLUMN,
  lossOf,
  ONLINE_COLUMN,
  OWN_COLUMNS,
  ROW_COLUMNS,
  tableOf,
  trainCompletion,
  type CompletionJob,
  type CompletionResult,
} from './model.ts';

const FIRST_TRAINING = 60;
const KEPT_ROWS = 6000;
const VERSION = 4;
/** Tasks still open, the newest, that a training sees beside the closed ones. */
const OPEN_ROWS = 1500;
/** Share of the rows, the newest, that a challenger is compared on. */
const HELD_SHARE = 0.15;

interface Pending {
  /** Own columns and those of the duration schema, all of them float32 by nature. */
  readonly row: Float32Array;
  /** What each member said, 0–1; null while nothing was said. */
  readonly said: readonly number[] | null;
}

/** How likely a task is to be done, and how likely by its labels alone. Both 0–1. */
export interface CompletionAnswer extends Prediction {
  readonly probability: number;
  readonly rate: number;
  /** What of the task, and of what else is on the list, moves the chance most; absent while nothing was asked. */
  readonly reasons?: readonly Message[];
}

/**
 * How likely a task is to be done at all. A shrunken rate per person, project, category, tag, weekday and routine is
 * the baseline; beside it stand a regression on what is known of the day's list, and boosted trees that start from it. All
 * compete by log loss, and the answer mixes them by how well each has predicted the outcomes so far. While the mixture
 * loses to the rate alone, the rate answers.
 */
export class CompletionLearner implements TaskPredictor<CompletionAnswer, CompletionJob, CompletionResult> {
  readonly #members = new CompletionMembers();
  readonly #rates = new CompletionRates((facts, outcome, first) => {
    const { row = null, said = null } = this.#pending.get(facts.id) ?? {};
    this.#members.learn(facts, row, said, outcome, first);
  });
  /** By task. */
  readonly #pending = new Map<string, Pending>();
  readonly #rows = new RowTable(ROW_COLUMNS, KEPT_ROWS);
  readonly #outcomes: number[] = [];
  readonly #seed: number;
  #log = new PredictionLog();
  #trees: GradientBoosting | undefined;
  #trainedOn = 0;
  #seen = 0;

  constructor(seed = 1) {
    this.#seed = seed;
  }

  get known(): number {
    return this.#seen;
  }

  /** A mixture that has the rate among its members loses to it by chance now and then; it has to weigh most, too. */
  get usesBaseline(): boolean {
    return this.#log.usesBaseline && this.#members.isBaseBest;
  }

  predict({ facts, features }: ModelTask): CompletionAnswer {
    this.#rates.advance(facts.createdLocalMin);
    const row = rowOf(this.#rates.columns(facts), features);
    this.#members.writeColumns(row, facts);
    const reasons = chanceReasons(facts, this.#members.contributions(row));
    return { ...this.#say(facts.id, row), reasons };
  }

  /** With its age an open task counts more and more as not done. */
  created({ facts }: ModelTask): void {
    this.#rates.created(facts);
    this.#members.written(facts);
  }

  restore(task: ModelTask, columns: Float64Array | null): void {
    if (!columns) {
      // Rates that know an outcome already must not go into the row that predicts it.
      this.predict(task);
      return;
    }
    const row = rowOf(columns, task.features);
    this.#pending.set(task.facts.id, { row, said: null });
  }

  remember(task: ModelTask, columns: Float64Array | null, outcome: number | null): void {
    if (columns && outcome !== null) this.#keep(rowOf(columns, task.features), outcome);
  }

  evaluate({ facts }: ModelTask): void {
    const pending = this.#pending.get(facts.id);
    if (pending && pending.said === null) this.#say(facts.id, pending.row);
  }

  #say(id: string, row: Float32Array): CompletionAnswer {
    const boosted = this.#trees ? this.#boosted(this.#trees, row) : Number.NaN;
    const said = this.#members.say(row, boosted);
    this.#pending.set(id, { row, said });
    const rate = bounded(sigmoid(row[BASE_COLUMN]!));
    const probability = this.usesBaseline ? rate : this.#members.mixed(said);
    return { value: probability, baseline: rate, probability, rate };
  }

  #boosted(trees: GradientBoosting, row: Float32Array | Float64Array): number {
    return trees.predictRaw(tableOf(row), Float64Array.of(row[ONLINE_COLUMN]!))[0]!;
  }

  columnsOf(id: string): Float32Array | null {
    return this.#pending.get(id)?.row.subarray(0, OWN_COLUMNS) ?? null;
  }

  observe({ facts }: ModelTask, outcome: number | null): void {
    const pending = this.#pending.get(facts.id);
    if (!pending || outcome === null) return;
    if (pending.said) this.#compare(pending.row, pending.said, outcome);
    this.#rates.observe(facts, outcome === 1);
    this.#members.closed(facts, outcome === 1);
    this.#pending.delete(facts.id);
    this.#seen++;
    this.#keep(pending.row, outcome);
  }

  #compare(row: Float32Array, said: readonly number[], outcome: number): void {
    const model = lossOf(logit(this.#members.mixed(said)), outcome);
    this.#log.record({ model, baseline: lossOf(row[BASE_COLUMN]!, outcome) });
  }

  #keep(row: Float32Array, outcome: number): void {
    const gone = this.#rows.push(row);
    this.#outcomes.push(outcome);
    if (gone > 0) this.#outcomes.splice(0, gone);
  }

  trainingDue(): TrainingReason | null {
    if (this.#seen < FIRST_TRAINING || this.#seen - this.#trainedOn < Math.max(40, this.#trainedOn * 0.15))
      return null;
    const done = this.#outcomes.reduce((a, b) => a + b, 0);
    // With only one kind of outcome there is nothing to tell apart.
    return done >= 10 && this.#outcomes.length - done >= 10 ? 'count' : null;
  }

  trainingJob(): CompletionJob {
    const total = this.#outcomes.length;
    const held = Math.floor(total * HELD_SHARE);
    const championLosses = Array.from({ length: held }, (_, i) => {
      const row = this.#rows.row(total - held + i);
      const said = this.#trees ? this.#boosted(this.#trees, row) : row[ONLINE_COLUMN]!;
      return lossOf(said, this.#outcomes[total - held + i]!);
    });
    const open = this.#openRows();
    const table = new Float32Array((open.length + total) * ROW_COLUMNS);
    open.forEach(({ row }, i) => table.set(row, i * ROW_COLUMNS));
    table.set(this.#rows.table(), open.length * ROW_COLUMNS);
    const outcomes = Float32Array.from([...open.map((o) => o.assumed), ...this.#outcomes]);
    const reason = this.trainingDue() ?? 'asked';
    return { seed: this.#seed, reason, seen: this.#seen, table, outcomes, championLosses };
  }

  /** Tasks that are still open after their first day, with how likely they are to be done. */
  #openRows(): { row: Float32Array; assumed: number }[] {
    const open = [...this.#pending].flatMap(([id, { row }]) => {
      const assumed = this.#rates.assumed(id);
      return assumed === null ? [] : [{ row, assumed }];
    });
    return open.slice(-OPEN_ROWS);
  }

  adopt(result: CompletionResult): TrainingReport {
    if (result.trees) this.#trees = boostingFromState(result.trees);
    this.#trainedOn = result.seen;
    return result.report;
  }

  retrain(): TrainingReport {
    return this.adopt(trainCompletion(this.trainingJob()));
  }

  /** Rates, members and trees; pending predictions are not part of it. */
  toState(): Uint8Array {
    const meta: StateNotes = {
      schema: durationSchema.version,
      rates: this.#rates.state,
      trainedOn: this.#trainedOn,
      seen: this.#seen,
      members: this.#members.state,
      ledger: this.#log.state,
    };
    const trees = this.#trees ? boostingToState(this.#trees) : new Uint8Array(0);
    return encodeState('completionLearner', VERSION, { meta, arrays: { trees } });
  }

  /** @throws DaymarkError `stateDamaged` for anything else, another feature schema included */
  static fromState(bytes: Uint8Array, seed = 1): CompletionLearner {
    const content = decodeState(bytes, 'completionLearner', VERSION);
    const parsed = stateNotes.safeParse(content.meta);
    if (!parsed.success) throw damaged('its notes are incomplete', parsed.error);
    if (parsed.data.schema !== durationSchema.version)
      throw damaged('it was trained on another feature schema');
    const made = new CompletionLearner(seed);
    made.#rates.restore(parsed.data.rates);
    made.#trainedOn = parsed.data.trainedOn;
    made.#seen = parsed.data.seen;
    restoreMembers(made.#members, parsed.data.members);
    made.#log = PredictionLog.of(parsed.data.ledger);
    const trees = arrayOf(content, 'trees', 'u8');
    if (trees.length > 0) made.#trees = boostingFromState(trees);
    if (made.#trees && made.#trees.model.mapper.cols !== ROW_COLUMNS)
      throw damaged('its columns differ from the schema');
    return made;
  }
}

const stateNotes = z.object({
  schema: z.number(),
  rates: ratesState,
  trainedOn: z.int().nonnegative(),
  seen: z.int().nonnegative(),
  members: membersState,
  ledger: predictionLogState,
});
type StateNotes = z.infer<typeof stateNotes>;

function rowOf(columns: ArrayLike<number>, features: ArrayLike<number>): Float32Array {
  const row = new Float32Array(ROW_COLUMNS);
  row.set(columns);
  row.set(features, OWN_COLUMNS);
  return row;
}

/** @throws DaymarkError `stateDamaged` for members of another width */
function restoreMembers(members: CompletionMembers, state: StateNotes['members']): void {
  try {
    members.restore(state);
  } catch (error) {
    throw damaged('its members differ from the schema', error);
  }
}

function bounded(probability: number): number {
  return Math.min(0.999, Math.max(0.001, probability));
}

function logit(p: number): number {
  return Math.log(p / (1 - p));
}
