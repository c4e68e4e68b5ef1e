import { z } from 'zod';
import { categoricalMask, durationSchema, RowTable, type TaskFacts } from '../features/index.ts';
import {
  arrayOf,
  boostingFromState,
  boostingToState,
  damaged,
  decodeState,
  encodeState,
  GradientBoosting,
  sigmoid,
  type Matrix,
} from '../trees/index.ts';
import { CompletionRates, RATE_COLUMNS, ratesState } from './completion-rates.ts';
import { Ledger, ledgerState } from './ledger.ts';
import { compare, type TrainingReport } from './training.ts';

/** Width of a stored row: log odds by label, then the columns of the duration schema. */
export const ROW_COLUMNS = RATE_COLUMNS + durationSchema.columns.length;
/** Where the base log odds stand in a row. */
const BASE = RATE_COLUMNS - 1;
const FIRST_TRAINING = 60;
const KEPT_ROWS = 6000;
const VERSION = 3;
/** Tasks still open, the newest, that a training sees beside the closed ones. */
const OPEN_ROWS = 1500;
/** Share of the rows, the newest, that a challenger is judged by. */
const HELD_SHARE = 0.15;
const MEMORY = 0.99;

const GROWTH = {
  loss: 'logistic',
  rounds: 80,
  learningRate: 0.06,
  maxLeaves: 8,
  minLeaf: 15,
  l2: 5,
  maxBins: 48,
  rowSample: 0.8,
  colSample: 0.5,
  validationShare: 0.15,
} as const;

interface Pending {
  readonly facts: TaskFacts;
  /** Own columns and those of the duration schema. */
  readonly row: Float64Array;
  readonly base: number;
  /** Log odds by the trees; absent while nothing was said. */
  readonly boosted?: number;
}

/** What was said of a task: how likely it is to be done, and how likely by its labels alone. Both 0–1. */
export interface CompletionAnswer {
  readonly probability: number;
  readonly rate: number;
}

/** Everything a training needs, structured-cloneable, so that a worker can do it. */
export interface CompletionJob {
  readonly seed: number;
  readonly seen: number;
  /** Rows, open tasks first, then oldest first, row-major; the base log odds are a column of their own. */
  readonly table: Float32Array;
  /** 0–1; for an open task how likely it is to be done. */
  readonly outcomes: Float32Array;
  /** The champion's log losses on the newest rows; that of the rate while there are no trees. */
  readonly championLosses: readonly number[];
}

/** What a training did; `trees` is null when the champion stays. */
export interface CompletionResult {
  readonly seen: number;
  readonly trees: Uint8Array | null;
  readonly report: TrainingReport;
}

/**
 * How likely a task is to be done at all. A shrunken rate per person, project, category, tag, weekday and routine is
 * the baseline; boosted trees start from its log odds. Both compete by log loss, and the answer mixes them by how
 * well each has foretold the outcomes so far. While the mixture loses to the rate alone, the rate speaks.
 */
export class CompletionLearner {
  readonly #rates = new CompletionRates();
  readonly #pending = new Map<string, Pending>();
  readonly #rows = new RowTable(ROW_COLUMNS, KEPT_ROWS);
  readonly #outcomes: number[] = [];
  readonly #seed: number;
  #ledger = new Ledger();
  #trees: GradientBoosting | undefined;
  #trainedOn = 0;
  #seen = 0;
  /** Log odds that the trees are better than the rate. */
  #trust = 0;

  constructor(seed = 1) {
    this.#seed = seed;
  }

  /** Outcomes seen. */
  get known(): number {
    return this.#seen;
  }

  get ledger(): Ledger {
    return this.#ledger;
  }

  /** How likely a task is to be done; `row` is its row of the duration schema. Remembered for the outcome. */
  predict(facts: TaskFacts, row: Float64Array): CompletionAnswer {
    const full = new Float64Array(ROW_COLUMNS);
    this.#rates.advance(facts.createdLocalMin);
    full.set(this.#rates.columns(facts).map(Math.fround));
    full.set(row, RATE_COLUMNS);
    return this.#say(facts, full);
  }

  /** A task is open from now on: with its age it counts more and more as not done. */
  written(facts: TaskFacts): void {
    this.#rates.written(facts);
  }

  /** A task of the past with the row it was predicted from, as `rowOf` gave it; nothing is said of it. */
  recall(facts: TaskFacts, row: Float64Array): void {
    this.#pending.set(facts.id, { facts, row, base: row[BASE]! });
  }

  /** Says what it would say of a recalled task, so that its outcome can be judged. */
  foretell(id: string): void {
    const pending = this.#pending.get(id);
    if (pending && pending.boosted === undefined) this.#say(pending.facts, pending.row);
  }

  #say(facts: TaskFacts, row: Float64Array): CompletionAnswer {
    const base = row[BASE]!;
    const boosted = this.#trees ? this.#trees.predictRaw(tableOf(row), Float64Array.of(base))[0]! : base;
    this.#pending.set(facts.id, { facts, row, base, boosted });
    const rate = bounded(sigmoid(base));
    return { probability: this.#ledger.aside ? rate : mixed(base, boosted, this.#trust), rate };
  }

  /** The whole row of a pending task, to be stored beside it. */
  rowOf(id: string): Float64Array | null {
    return this.#pending.get(id)?.row ?? null;
  }

  /** What became of a task. A second word on the same task is ignored. */
  observe(id: string, done: boolean): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    const outcome = done ? 1 : 0;
    if (pending.boosted !== undefined) this.#judge(pending.base, pending.boosted, outcome);
    this.#rates.observe(pending.facts, done);
    this.#seen++;
    this.#keep(pending.row, outcome);
  }

  /** An outcome that the state already knows: its row is kept for the next training, nothing else. */
  remember(row: Float64Array, done: boolean): void {
    this.#keep(row, done ? 1 : 0);
  }

  #judge(base: number, boosted: number, outcome: number): void {
    if (!this.#trees) return;
    const said = mixed(base, boosted, this.#trust);
    this.#ledger.record({ model: lossOf(logit(said), outcome), baseline: lossOf(base, outcome) });
    const gain = lossOf(base, outcome) - lossOf(boosted, outcome);
    this.#trust = Math.max(-8, Math.min(8, MEMORY * this.#trust + gain));
  }

  #keep(row: Float64Array, outcome: number): void {
    const gone = this.#rows.push(row);
    this.#outcomes.push(outcome);
    if (gone > 0) this.#outcomes.splice(0, gone);
  }

  retrainDue(): boolean {
    if (this.#seen < FIRST_TRAINING || this.#seen - this.#trainedOn < Math.max(40, this.#trainedOn * 0.15))
      return false;
    const done = this.#outcomes.reduce((a, b) => a + b, 0);
    // With only one kind of outcome there is nothing to tell apart.
    return done >= 10 && this.#outcomes.length - done >= 10;
  }

  /** What a training needs; may go to a worker. */
  trainingJob(): CompletionJob {
    const total = this.#outcomes.length;
    const held = Math.floor(total * HELD_SHARE);
    const championLosses = Array.from({ length: held }, (_, i) => {
      const row = this.#rows.row(total - held + i);
      const base = row[BASE]!;
      const said = this.#trees ? this.#trees.predictRaw(tableOf(row), Float64Array.of(base))[0]! : base;
      return lossOf(said, this.#outcomes[total - held + i]!);
    });
    const open = this.#openRows();
    const table = new Float32Array((open.length + total) * ROW_COLUMNS);
    open.forEach(({ row }, i) => table.set(row, i * ROW_COLUMNS));
    table.set(this.#rows.table(), open.length * ROW_COLUMNS);
    const outcomes = Float32Array.from([...open.map((o) => o.assumed), ...this.#outcomes]);
    return { seed: this.#seed, seen: this.#seen, table, outcomes, championLosses };
  }

  /** Tasks that are still open after their first day, with how likely they are to be done. */
  #openRows(): { row: Float64Array; assumed: number }[] {
    const open = [...this.#pending].flatMap(([id, { row }]) => {
      const assumed = this.#rates.assumed(id);
      return assumed === null ? [] : [{ row, assumed }];
    });
    return open.slice(-OPEN_ROWS);
  }

  /** Puts a finished training in place; outcomes that came in meanwhile count as new. */
  adopt(result: CompletionResult): TrainingReport {
    if (result.trees) this.#trees = boostingFromState(result.trees);
    this.#trainedOn = result.seen;
    return result.report;
  }

  /** Trains here and now. */
  retrain(): TrainingReport {
    return this.adopt(trainCompletion(this.trainingJob()));
  }

  /** Rates, trees and trust; pending predictions are not part of it. */
  toState(): Uint8Array {
    const meta: StateNotes = {
      schema: durationSchema.version,
      rates: this.#rates.state,
      trainedOn: this.#trainedOn,
      seen: this.#seen,
      trust: this.#trust,
      ledger: this.#ledger.state,
    };
    const trees = this.#trees ? boostingToState(this.#trees) : new Uint8Array(0);
    return encodeState('completionLearner', VERSION, { meta, arrays: { trees } });
  }

  /** `stateDamaged` for anything else, another feature schema included. */
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
    made.#trust = parsed.data.trust;
    made.#ledger = Ledger.of(parsed.data.ledger);
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
  trust: z.number(),
  ledger: ledgerState,
});
type StateNotes = z.infer<typeof stateNotes>;

function mixed(base: number, boosted: number, trust: number): number {
  const share = sigmoid(trust);
  return bounded(share * sigmoid(boosted) + (1 - share) * sigmoid(base));
}

function bounded(probability: number): number {
  return Math.min(0.999, Math.max(0.001, probability));
}

function lossOf(logOdds: number, outcome: number): number {
  return Math.log1p(Math.exp(-Math.abs(logOdds))) + Math.max(logOdds, 0) - outcome * logOdds;
}

function logit(p: number): number {
  return Math.log(p / (1 - p));
}

/** A table of one or more rows, one after the other. */
function tableOf(rows: Float64Array | Float32Array): Matrix {
  const categorical = new Uint8Array(ROW_COLUMNS);
  categorical.set(categoricalMask(durationSchema), RATE_COLUMNS);
  return { rows: rows.length / ROW_COLUMNS, cols: ROW_COLUMNS, values: Float64Array.from(rows), categorical };
}

/**
 * Trains a challenger on all but the newest rows; only if it foretells those no worse than the champion, within one
 * standard error, is a model trained on everything.
 */
export function trainCompletion(job: CompletionJob): CompletionResult {
  const { table, outcomes, championLosses, seen } = job;
  const total = outcomes.length;
  const held = championLosses.length;
  const trial = boosted(job, total - held);
  const newest = table.subarray((total - held) * ROW_COLUMNS);
  const raw = trial.predictRaw(tableOf(newest), basesOf(newest));
  const losses = Array.from(raw, (score, i) => lossOf(score, outcomes[total - held + i]!));
  const comparison = held > 0 ? compare(championLosses, losses) : null;
  const promoted = comparison === null || comparison.difference <= comparison.error;
  const report: TrainingReport = {
    reason: 'count',
    examples: total,
    championLoss: comparison?.champion ?? null,
    challengerLoss: comparison?.challenger ?? null,
    promoted,
  };
  return { seen, report, trees: promoted ? boostingToState(boosted(job, total)) : null };
}

function boosted({ seed, table, outcomes }: CompletionJob, rows: number): GradientBoosting {
  const part = table.subarray(0, rows * ROW_COLUMNS);
  const trees = new GradientBoosting({ ...GROWTH, seed });
  return trees.fit(tableOf(part), Float64Array.from(outcomes.subarray(0, rows)), {
    initialScores: basesOf(part),
  });
}

function basesOf(table: Float32Array): Float64Array {
  return Float64Array.from({ length: table.length / ROW_COLUMNS }, (_, i) => table[i * ROW_COLUMNS + BASE]!);
}
