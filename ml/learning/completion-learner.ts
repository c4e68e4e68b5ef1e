import { z } from 'zod';
import { categoricalMask, durationSchema, routineKey, type TaskFacts } from '../features/index.ts';
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

/** Own columns before those of the duration schema: shrunken log odds per label. */
const OWN_COLUMNS = 7;
const COLUMNS = OWN_COLUMNS + durationSchema.columns.length;
const SHRINKAGE = 6;
/** Before anything is known, most of what people write down they do. */
const BLANK_RATE = 0.75;
const FIRST_TRAINING = 60;
const KEPT_ROWS = 6000;
const VERSION = 1;
const MEMORY = 0.99;

interface Count {
  done: number;
  total: number;
}

interface Pending {
  readonly facts: TaskFacts;
  readonly row: Float64Array;
  readonly base: number;
  readonly boosted: number;
}

/**
 * How likely a task is to be done at all. A shrunken rate per person, project, category, tag, weekday and routine is
 * the baseline; boosted trees start from its log odds. Both compete by log loss, and the answer mixes them by how
 * well each has foretold the outcomes so far.
 */
export class CompletionLearner {
  readonly #counts = new Map<string, Count>();
  readonly #pending = new Map<string, Pending>();
  readonly #rows: Float64Array[] = [];
  readonly #bases: number[] = [];
  readonly #outcomes: number[] = [];
  readonly #seed: number;
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

  /** Probability that a task will be done; `row` is its row of the duration schema. */
  predict(facts: TaskFacts, row: Float64Array): number {
    const own = this.#ownColumns(facts);
    const full = new Float64Array(COLUMNS);
    full.set(own);
    full.set(row, OWN_COLUMNS);
    const base = own[OWN_COLUMNS - 1]!;
    const boosted = this.#trees ? this.#trees.predictRaw(table([full]), Float64Array.of(base))[0]! : base;
    this.#pending.set(facts.id, { facts, row: full, base, boosted });
    return mixed(base, boosted, this.#trust);
  }

  /** What became of a task. A second word on the same task is ignored. */
  observe(id: string, done: boolean): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    const outcome = done ? 1 : 0;
    if (this.#trees) {
      const gain = lossOf(pending.base, outcome) - lossOf(pending.boosted, outcome);
      this.#trust = Math.max(-8, Math.min(8, MEMORY * this.#trust + gain));
    }
    for (const key of keysOf(pending.facts)) {
      const count = this.#counts.get(key) ?? { done: 0, total: 0 };
      count.done += outcome;
      count.total++;
      this.#counts.set(key, count);
    }
    this.#rows.push(pending.row);
    this.#bases.push(pending.base);
    this.#outcomes.push(outcome);
    this.#seen++;
    if (this.#rows.length > KEPT_ROWS) {
      this.#rows.shift();
      this.#bases.shift();
      this.#outcomes.shift();
    }
  }

  retrainDue(): boolean {
    if (this.#seen < FIRST_TRAINING || this.#seen - this.#trainedOn < Math.max(40, this.#trainedOn * 0.15))
      return false;
    const done = this.#outcomes.reduce((a, b) => a + b, 0);
    // With only one kind of outcome there is nothing to tell apart.
    return done >= 10 && this.#outcomes.length - done >= 10;
  }

  retrain(): void {
    const params = {
      loss: 'logistic',
      rounds: 80,
      learningRate: 0.06,
      maxLeaves: 8,
      minLeaf: 15,
      l2: 5,
      maxBins: 48,
    } as const;
    const trees = new GradientBoosting({
      ...params,
      rowSample: 0.8,
      colSample: 0.5,
      seed: this.#seed,
      validationShare: 0.15,
    });
    trees.fit(table(this.#rows), Float64Array.from(this.#outcomes), {
      initialScores: Float64Array.from(this.#bases),
    });
    this.#trees = trees;
    this.#trainedOn = this.#seen;
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
  return Math.min(0.999, Math.max(0.001, share * sigmoid(boosted) + (1 - share) * sigmoid(base)));
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

function table(rows: readonly Float64Array[]): Matrix {
  const values = new Float64Array(rows.length * COLUMNS);
  rows.forEach((row, r) => values.set(row, r * COLUMNS));
  const categorical = new Uint8Array(COLUMNS);
  categorical.set(categoricalMask(durationSchema), OWN_COLUMNS);
  return { rows: rows.length, cols: COLUMNS, values, categorical };
}
