import {
  DurationForest,
  IntervalCalibrator,
  levelOf,
  logScore,
  OpinionPool,
  Pace,
  pointLoss,
  pointOf,
  tilted,
  UsualMiss,
  simpleOpinions,
  type Opinions,
  type PointTaste,
  type Predictive,
  type PriorOpinion,
} from '../duration/index.ts';
import {
  durationSchema,
  FeatureBuilder,
  RowTable,
  type ColumnGroup,
  type Evidence,
  type TaskFacts,
} from '../features/index.ts';
import { Corrections } from './corrections.ts';
import { PageHinkley } from './drift.ts';
import { decodeLearner, encodeLearner } from './duration-state.ts';
import { Ledger } from './ledger.ts';
import {
  lossesOf,
  runTraining,
  type RetrainReason,
  type TrainingJob,
  type TrainingReport,
  type TrainingResult,
} from './training.ts';

/** A duration in minutes with where it comes from and the finished tasks it leans on, most alike first. */
export interface DurationAnswer {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly source: 'similar' | 'prior' | 'learned' | 'default';
  readonly similar: readonly { id: string; title: string; actualMin: number; similarity: number }[];
}

export interface DurationLearnerOptions {
  readonly seed?: number;
  /** What reference phrases say of a title's vector. */
  readonly prior?: (vector: Float32Array) => PriorOpinion | null;
  /** log2 of how much longer than reference phrases say this person takes, from onboarding. */
  readonly pace?: number;
  readonly taste?: Partial<PointTaste>;
  readonly trees?: number;
  readonly corrections?: boolean;
}

interface Pending {
  readonly facts: TaskFacts;
  readonly vector: Float32Array | null;
  /** Values of the feature schema. */
  readonly row: Float64Array;
  /** Absent for a task that was only caught up on: nothing was said, so nothing can be judged. */
  readonly said?: Said;
}

interface Said {
  readonly opinions: Opinions;
  readonly predictive: Predictive;
  /** Its calibrated ends, log2 minutes. */
  readonly shown: { low: number; high: number };
  /** What reference phrases said, before the person's pace. */
  readonly phrases: PriorOpinion | null;
  /** Middle of the frozen forest before corrections, log2 minutes; NaN without one. */
  readonly frozen: number;
  /** What the model and its baseline said, log2 minutes. */
  readonly point: number;
  readonly baseline: number;
}

const FIRST_TRAINING = 20;
const TASTE: PointTaste = { near: 0.95, closeGain: 1, exactGain: 0.5, minutesLoss: 2 };
/** Round amounts are often met to the minute by chance alone. */
const EXACT_BY_CHANCE = 0.1;
const SHOWN_SIMILAR = 5;

/**
 * Learns one person's (or team's) durations, task by task: `created` when one is written down, `predict` as often
 * as wanted, `finished` when its outcome is known. `retrainDue` says when `retrain` is worth its time. The app
 * drives it from the ledger, `replay` from a history; neither a clock nor a database is in here.
 */
export class DurationLearner {
  readonly #options: DurationLearnerOptions;
  readonly #taste: PointTaste;
  readonly #miss = new UsualMiss();
  readonly #builder = new FeatureBuilder();
  #pool = new OpinionPool();
  readonly #corrections = new Corrections();
  readonly #drift = new PageHinkley(0.1, 25);
  readonly #pending = new Map<string, Pending>();
  readonly #rows = new RowTable(durationSchema.columns.length);
  readonly #values: number[] = [];
  #calibrator = new IntervalCalibrator();
  readonly #pace: Pace;
  #ledger = new Ledger();
  #forest: DurationForest | undefined;
  #trainedOn = 0;
  #trainings = 0;
  #drifted = false;
  #deviation = 60;

  constructor(options: DurationLearnerOptions = {}) {
    this.#options = options;
    this.#taste = { ...TASTE, ...options.taste };
    this.#pace = new Pace(options.pace);
  }

  /** Finished tasks with a known duration. */
  get known(): number {
    return this.#values.length;
  }

  get ledger(): Ledger {
    return this.#ledger;
  }

  /** Says how long a task will take. Remembers what it said, so that the outcome can be joined to it. */
  predict(facts: TaskFacts, vector: Float32Array | null): DurationAnswer {
    const evidence = this.#builder.features(facts, vector);
    const { said, prior } = this.#say(facts, vector, evidence);
    this.#pending.set(facts.id, { facts, vector, row: evidence.row, said });
    return this.#answer(said.predictive, this.#ledger.aside ? said.baseline : said.point, evidence, prior);
  }

  #say(
    facts: TaskFacts,
    vector: Float32Array | null,
    evidence: Evidence,
  ): { said: Said; prior: PriorOpinion | null } {
    const phrases = vector ? (this.#options.prior?.(vector) ?? null) : null;
    const prior = this.#pace.apply(phrases);
    const opinions = simpleOpinions(this.#builder, facts, evidence, prior);
    let frozen = Number.NaN;
    if (this.#forest) {
      const leaves = this.#forest.predict(evidence.row);
      frozen = levelOf(leaves, 0.5);
      opinions.forest =
        this.#options.corrections === false ? leaves : tilted(leaves, this.#corrections.offset(facts));
    }
    const predictive = this.#pool.mix(opinions)!;
    const point = pointOf(predictive, this.#tasteFor(facts), this.#deviation);
    const baseline = facts.estimateMin === null ? evidence.centre : this.#builder.estimates.corrected(facts);
    const shown = this.#calibrator.interval(predictive);
    return { said: { opinions, predictive, shown, phrases, frozen, point, baseline }, prior };
  }

  /** A task was written down (after its first `predict`, which must not count it as open itself). */
  created(facts: TaskFacts): void {
    this.#builder.created(facts);
  }

  /** A task is done. `actualMin` null or 0: nothing is known of how long it took. */
  finished(id: string, actualMin: number | null): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    this.#builder.closed();
    if (actualMin === null || !(actualMin > 0) || !Number.isFinite(actualMin)) return;
    const value = Math.log2(actualMin);
    if (pending.said) this.#judge(pending.facts, pending.said, value);
    this.#builder.learn(pending.facts, pending.vector, actualMin);
    this.#rows.push(pending.row);
    this.#values.push(value);
  }

  /** Own estimates are often met to the minute; without one, a figure should lie where about half of such figures do. */
  #tasteFor(facts: TaskFacts): PointTaste {
    if (facts.estimateMin !== null) return this.#taste;
    return { ...this.#taste, near: this.#miss.near, exactGain: EXACT_BY_CHANCE };
  }

  /** `partialFit`: everything that learns from one outcome without touching a tree. */
  #judge(facts: TaskFacts, said: Said, value: number): void {
    this.#pool.learn(said.opinions, value);
    this.#calibrator.observe(said.predictive, value, said.shown);
    if (said.phrases) this.#pace.learn(said.phrases, value);
    const lossOf = (point: number): number => pointLoss(point, value, this.#tasteFor(facts), this.#deviation);
    this.#ledger.record({ model: lossOf(said.point), baseline: lossOf(said.baseline) });
    if (facts.estimateMin === null) this.#miss.learn(Math.abs(value - said.point));
    const share = Math.max(0.02, 1 / (this.#values.length + 1));
    this.#deviation += share * (Math.abs(2 ** value - 2 ** said.point) - this.#deviation);
    if (!Number.isNaN(said.frozen)) this.#corrections.learn(facts, value - said.frozen);
    if (this.#drift.observe(logScore(said.predictive, value))) this.#drifted = true;
  }

  retrainDue(): RetrainReason | null {
    const fresh = this.#values.length - this.#trainedOn;
    if (fresh >= Math.max(FIRST_TRAINING, this.#trainedOn * 0.1)) return 'count';
    return this.#drifted && fresh >= FIRST_TRAINING ? 'drift' : null;
  }

  /** What a training needs; may go to a worker. Half of what is new since the last one is held back to judge by. */
  trainingJob(): TrainingJob {
    const total = this.#values.length;
    const held = this.#forest ? Math.floor((total - this.#trainedOn) / 2) : 0;
    const championLosses =
      this.#forest && held > 0
        ? lossesOf(
            this.#forest,
            Array.from({ length: held }, (_, i) => this.#rows.row(total - held + i)),
            this.#values.slice(-held),
          )
        : [];
    const seed = (this.#options.seed ?? 1) + this.#trainings * 7919;
    const trees = this.#options.trees ?? 60;
    return {
      reason: this.retrainDue() ?? 'asked',
      table: this.#rows.table(),
      values: Float64Array.from(this.#values),
      championLosses,
      trees,
      seed,
    };
  }

  /** Puts a finished training in place; outcomes that came in meanwhile count as new. */
  adopt(result: TrainingResult): TrainingReport {
    if (result.forest) {
      this.#forest = DurationForest.fromState(result.forest);
      this.#corrections.reset();
    }
    this.#trainedOn = result.report.examples;
    this.#trainings++;
    this.#drifted = false;
    return result.report;
  }

  /** Trains here and now. */
  retrain(): TrainingReport {
    return this.adopt(runTraining(this.trainingJob()));
  }

  /**
   * A task of the past was written down: remembered, with nothing said about it. Before `finished`, in time order. With
   * the `row` that was made then nothing is computed anew.
   */
  recall(facts: TaskFacts, vector: Float32Array | null, row?: Float64Array): void {
    const made = row ?? this.#builder.features(facts, vector).row;
    if (row) this.#builder.adopt(facts, row);
    this.#pending.set(facts.id, { facts, vector, row: made });
    this.#builder.created(facts);
  }

  /** Says what it would say of a recalled task, so that its outcome can be judged; its row stays the one made then. */
  foretell(id: string): void {
    const pending = this.#pending.get(id);
    if (!pending || pending.said) return;
    const { facts, vector, row } = pending;
    const now = this.#builder.features(facts, vector);
    const { said } = this.#say(facts, vector, { ...now, row });
    this.#pending.set(id, { facts, vector, row, said });
  }

  /** The row of a pending task, for other predictors that look at the same evidence. */
  rowOf(id: string): Float64Array | null {
    return this.#pending.get(id)?.row ?? null;
  }

  /** The past is recalled, but for its oldest part perhaps; `fresh` of its outcomes came after the last training. */
  caughtUp(fresh: number): void {
    if (this.#forest) this.#trainedOn = Math.max(0, this.#values.length - fresh);
  }

  /** What each group of columns added to the forest's opinion of a pending task, log2 minutes; null without one. */
  explain(id: string): { base: number; groups: Partial<Record<ColumnGroup, number>> } | null {
    const pending = this.#pending.get(id);
    if (!pending || !this.#forest) return null;
    const { base, contributions } = this.#forest.explain(pending.row);
    const groups: Partial<Record<ColumnGroup, number>> = {};
    durationSchema.columns.forEach((column, c) => {
      groups[column.group] = (groups[column.group] ?? 0) + contributions[c]!;
    });
    return { base, groups };
  }

  /** All that was learned but the past itself, which the owner's database keeps. */
  toState(): Uint8Array {
    return encodeLearner(
      {
        schema: durationSchema.version,
        trainedOn: this.#trainedOn,
        trainings: this.#trainings,
        drifted: this.#drifted,
        deviation: this.#deviation,
        miss: this.#miss.state,
        shares: this.#pool.shares,
        calibrator: this.#calibrator.state,
        ledger: this.#ledger.state,
        corrections: this.#corrections.state,
        drift: this.#drift.state,
        pace: this.#pace.state,
      },
      this.#forest?.toState() ?? new Uint8Array(0),
    );
  }

  /**
   * A learner as it was. Its past comes back through `recall` and `finished` in time order, before anything else.
   * `stateDamaged` when the bytes are not such a state or belong to another feature schema.
   */
  static fromState(bytes: Uint8Array, options: DurationLearnerOptions = {}): DurationLearner {
    const { meta, forest } = decodeLearner(bytes);
    const made = new DurationLearner(options);
    if (forest.length > 0) made.#forest = DurationForest.fromState(forest);
    made.#trainedOn = meta.trainedOn;
    made.#trainings = meta.trainings;
    made.#drifted = meta.drifted;
    made.#deviation = meta.deviation;
    made.#miss.restore(meta.miss);
    made.#pool = new OpinionPool(meta.shares);
    made.#calibrator = IntervalCalibrator.of(meta.calibrator);
    made.#ledger = Ledger.of(meta.ledger);
    made.#corrections.restore(meta.corrections);
    made.#drift.restore(meta.drift);
    made.#pace.restore(meta.pace);
    return made;
  }

  #answer(
    predictive: Predictive,
    point: number,
    evidence: Evidence,
    prior: PriorOpinion | null,
  ): DurationAnswer {
    const { low, high } = this.#calibrator.interval(predictive);
    const similar = evidence.neighbours.slice(0, SHOWN_SIMILAR).map((n) => {
      const past = this.#builder.past[n.index]!;
      return {
        id: past.id,
        title: past.title,
        actualMin: minutesOf(past.value),
        similarity: n.similarity,
      };
    });
    const p50 = minutesOf(Math.min(high, Math.max(low, point)));
    return {
      p10: minutesOf(low),
      p50,
      p90: minutesOf(high),
      source: this.#source(similar.length, prior),
      similar,
    };
  }

  #source(similar: number, prior: PriorOpinion | null): DurationAnswer['source'] {
    if (this.#forest && !this.#ledger.aside) return 'learned';
    if (similar > 0) return 'similar';
    return prior ? 'prior' : 'default';
  }
}

/** Minutes from log2 minutes, with six figures, so that 30 comes back as 30. */
function minutesOf(log: number): number {
  return Number((2 ** log).toPrecision(6));
}
