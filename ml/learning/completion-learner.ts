import { z } from 'zod';
import { categoricalMask, durationSchema, routineKey, RowTable, type TaskFacts } from '../features/index.ts';
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
import { Ledger, ledgerState } from './ledger.ts';
import { compare, type TrainingReport } from './training.ts';

/** Own columns before those of the duration schema: shrunken log odds per label. */
const OWN_COLUMNS = 7;
const COLUMNS = OWN_COLUMNS + durationSchema.columns.length;
/** Where the base log odds stand in a row. */
const BASE = OWN_COLUMNS - 1;
const SHRINKAGE = 6;
/** Before anything is known, most of what people write down they do. */
const BLANK_RATE = 0.75;
const FIRST_TRAINING = 60;
const KEPT_ROWS = 6000;
const VERSION = 2;
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

interface Count {
  done: number;
  total: number;
}

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
  /** Rows, oldest first, row-major; the base log odds are a column of their own. */
  readonly table: Float32Array;
  readonly outcomes: Uint8Array;
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
  readonly #counts = new Map<string, Count>();
  readonly #pending = new Map<string, Pending>();
  readonly #rows = new RowTable(COLUMNS, KEPT_ROWS);
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
    const full = new Float64Array(COLUMNS);
    full.set(this.#ownColumns(facts).map(Math.fround));
    full.set(row, OWN_COLUMNS);
    return this.#say(facts, full);
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
    for (const key of keysOf(pending.facts)) {
      const count = this.#counts.get(key) ?? { done: 0, total: 0 };
      count.done += outcome;
      count.total++;
      this.#counts.set(key, count);
    }
    this.#seen++;
    this.#keep(pending.row, outcome);
  }

  /** An outcome that the state already knows: its row is kept for the next training, nothing else. */
  remember(row: Float64Array, done: boolean): void {
    this.#keep(row, done ? 1 : 0);
  }

  #judge(base: number, boosted: number, outcome: number): void {
    const said = mixed(base, boosted, this.#trust);
    this.#ledger.record({ model: lossOf(logit(said), outcome), baseline: lossOf(base, outcome) });
    if (!this.#trees) return;
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
    const outcomes = Uint8Array.from(this.#outcomes);
    return { seed: this.#seed, seen: this.#seen, table: this.#rows.table(), outcomes, championLosses };
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

  /** Log odds per label, each shrunken to the one above it, and last their sum over what they have in common. */
  #ownColumns(facts: TaskFacts): Float64Array {
    const all = this.#rate('all', BLANK_RATE);
    const user = this.#rate(`u:${facts.user}`, all);
    const project = this.#rate(`p:${facts.user}|${facts.project}`, user);
    const category = this.#rate(`c:${facts.user}|${facts.category}`, user);
    const tag = this.#rate(`t:${facts.tags[0]}`, user);
    const routine = this.#rate(
      `r:${facts.user}|${routineKey(facts.title)}`,
      this.#rate(`p:${facts.user}|${facts.project}`, user),
    );
    const base = clampOdds(logit(routine) + logit(category) - logit(user));
    return Float64Array.of(
      logit(all),
      logit(user),
      logit(project),
      logit(category),
      logit(tag),
      logit(routine),
      base,
    );
  }

  #rate(key: string, parent: number): number {
    const count = this.#counts.get(key);
    return count ? (count.done + SHRINKAGE * parent) / (count.total + SHRINKAGE) : parent;
  }

  /** Rates, trees and trust; pending predictions are not part of it. */
  toState(): Uint8Array {
    const meta: StateNotes = {
      schema: durationSchema.version,
      counts: Array.from(this.#counts, ([key, c]) => [key, c.done, c.total]),
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
    for (const [key, done, total] of parsed.data.counts) made.#counts.set(key, { done, total });
    made.#trainedOn = parsed.data.trainedOn;
    made.#seen = parsed.data.seen;
    made.#trust = parsed.data.trust;
    made.#ledger = Ledger.of(parsed.data.ledger);
    const trees = arrayOf(content, 'trees', 'u8');
    if (trees.length > 0) made.#trees = boostingFromState(trees);
    if (made.#trees && made.#trees.model.mapper.cols !== COLUMNS)
      throw damaged('its columns differ from the schema');
    return made;
  }
}

const stateNotes = z.object({
  schema: z.number(),
  counts: z.array(z.tuple([z.string(), z.number(), z.number()])),
  trainedOn: z.int().nonnegative(),
  seen: z.int().nonnegative(),
  trust: z.number(),
  ledger: ledgerState,
});
type StateNotes = z.infer<typeof stateNotes>;

function keysOf(facts: TaskFacts): string[] {
  const { user, project, category } = facts;
  const keys = ['all', `u:${user}`, `p:${user}|${project}`, `c:${user}|${category}`];
  keys.push(`t:${facts.tags[0]}`, `r:${user}|${routineKey(facts.title)}`);
  return keys;
}

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

function clampOdds(logOdds: number): number {
  return Math.max(-7, Math.min(7, logOdds));
}

/** A table of one or more rows, one after the other. */
function tableOf(rows: Float64Array | Float32Array): Matrix {
  const categorical = new Uint8Array(COLUMNS);
  categorical.set(categoricalMask(durationSchema), OWN_COLUMNS);
  return { rows: rows.length / COLUMNS, cols: COLUMNS, values: Float64Array.from(rows), categorical };
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
  const newest = table.subarray((total - held) * COLUMNS);
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
  const part = table.subarray(0, rows * COLUMNS);
  const trees = new GradientBoosting({ ...GROWTH, seed });
  return trees.fit(tableOf(part), Float64Array.from(outcomes.subarray(0, rows)), {
    initialScores: basesOf(part),
  });
}

function basesOf(table: Float32Array): Float64Array {
  return Float64Array.from({ length: table.length / COLUMNS }, (_, i) => table[i * COLUMNS + BASE]!);
}
