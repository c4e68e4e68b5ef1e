import {
  DurationForest,
  IntervalCalibrator,
  levelOf,
  logScore,
  OpinionPool,
  pointLoss,
  pointOf,
  tilted,
  simpleOpinions,
  type Opinions,
  type PointTaste,
  type Predictive,
  type PriorOpinion,
} from '../duration/index.ts';
import { FeatureBuilder, type Evidence, type TaskFacts } from '../features/index.ts';
import { Corrections } from './corrections.ts';
import { PageHinkley } from './drift.ts';
import { Ledger } from './ledger.ts';

/** A duration in minutes with where it comes from and the finished tasks it leans on, most alike first. */
export interface DurationAnswer {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly source: 'similar' | 'prior' | 'learned' | 'default';
  readonly similar: readonly { id: string; title: string; actualMin: number; similarity: number }[];
}

/** Why the model should be trained again. */
export type RetrainReason = 'count' | 'drift';

/** What one training did. */
export interface TrainingReport {
  readonly reason: RetrainReason | 'asked';
  readonly examples: number;
  /** Mean −log density on the newest held-back examples; null where there was nothing to compare. */
  readonly championLoss: number | null;
  readonly challengerLoss: number | null;
  readonly promoted: boolean;
}

export interface DurationLearnerOptions {
  readonly seed?: number;
  /** What reference phrases say of a title's vector. */
  readonly prior?: (vector: Float32Array) => PriorOpinion | null;
  readonly taste?: Partial<PointTaste>;
  readonly trees?: number;
  readonly corrections?: boolean;
}

interface Pending {
  facts: TaskFacts;
  vector: Float32Array | null;
  evidence: Evidence;
  opinions: Opinions;
  predictive: Predictive;
  /** Middle of the frozen forest before corrections, log2 minutes; NaN without one. */
  frozen: number;
  /** What the model and its baseline said, log2 minutes. */
  point: number;
  baseline: number;
}

const FIRST_TRAINING = 20;
const TASTE: PointTaste = { near: 0.95, closeGain: 1, minutesLoss: 1 };
/** A challenger's trial run needs fewer trees than the model that is kept. */
const TRIAL_TREES = 30;
const SHOWN_SIMILAR = 5;

/**
 * Learns one person's (or team's) durations, task by task: `created` when one is written down, `predict` as often
 * as wanted, `finished` when its outcome is known. `retrainDue` says when `retrain` is worth its time. The app
 * drives it from the ledger, `replay` from a history; neither a clock nor a database is in here.
 */
export class DurationLearner {
  readonly #options: DurationLearnerOptions;
  readonly #taste: PointTaste;
  readonly #builder = new FeatureBuilder();
  readonly #pool = new OpinionPool();
  readonly #corrections = new Corrections();
  readonly #drift = new PageHinkley(0.1, 25);
  readonly #pending = new Map<string, Pending>();
  readonly #rows: Float64Array[] = [];
  readonly #values: number[] = [];
  #calibrator = new IntervalCalibrator();
  #ledger = new Ledger();
  #forest: DurationForest | undefined;
  #trainedOn = 0;
  #trainings = 0;
  #drifted = false;
  #deviation = 60;

  constructor(options: DurationLearnerOptions = {}) {
    this.#options = options;
    this.#taste = { ...TASTE, ...options.taste };
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
    const prior = vector ? (this.#options.prior?.(vector) ?? null) : null;
    const opinions = simpleOpinions(this.#builder, facts, evidence, prior);
    let frozen = Number.NaN;
    if (this.#forest) {
      const said = this.#forest.predict(evidence.row);
      frozen = levelOf(said, 0.5);
      opinions.forest =
        this.#options.corrections === false ? said : tilted(said, this.#corrections.offset(facts));
    }
    const predictive = this.#pool.mix(opinions)!;
    const point = pointOf(predictive, this.#taste, this.#deviation);
    const baseline = facts.estimateMin === null ? evidence.centre : this.#builder.estimates.corrected(facts);
    this.#pending.set(facts.id, { facts, vector, evidence, opinions, predictive, frozen, point, baseline });
    return this.#answer(predictive, this.#ledger.aside ? baseline : point, evidence, prior);
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
    this.#judge(pending, value);
    const share = Math.max(0.02, 1 / (this.#values.length + 1));
    this.#deviation += share * (Math.abs(actualMin - 2 ** pending.point) - this.#deviation);
    this.#builder.learn(pending.facts, pending.vector, actualMin);
    this.#rows.push(pending.evidence.row);
    this.#values.push(value);
  }

  /** `partialFit`: everything that learns from one outcome without touching a tree. */
  #judge(pending: Pending, value: number): void {
    this.#pool.learn(pending.opinions, value);
    this.#calibrator.observe(pending.predictive, value);
    const lossOf = (said: number): number => pointLoss(said, value, this.#taste, this.#deviation);
    this.#ledger.record({ model: lossOf(pending.point), baseline: lossOf(pending.baseline) });
    if (!Number.isNaN(pending.frozen)) this.#corrections.learn(pending.facts, value - pending.frozen);
    if (this.#drift.observe(logScore(pending.predictive, value))) this.#drifted = true;
  }

  retrainDue(): RetrainReason | null {
    const fresh = this.#values.length - this.#trainedOn;
    if (fresh >= Math.max(FIRST_TRAINING, this.#trainedOn * 0.1)) return 'count';
    return this.#drifted && fresh >= FIRST_TRAINING ? 'drift' : null;
  }

  /**
   * Trains a challenger. Half of what is new since the last training is held back; only if a trial on the rest
   * predicts it no worse than the champion does (within one standard error: the trial saw less and is
   * smaller) is the model trained on everything and put in its place.
   */
  retrain(): TrainingReport {
    const reason = this.retrainDue() ?? 'asked';
    const total = this.#values.length;
    const fresh = total - this.#trainedOn;
    const held = this.#forest ? Math.floor(fresh / 2) : 0;
    let comparison: Comparison | null = null;
    if (this.#forest && held > 0) {
      const trial = this.#train(total - held, TRIAL_TREES);
      comparison = compare(this.#lossesOf(this.#forest, total - held), this.#lossesOf(trial, total - held));
    }
    const promoted = comparison === null || comparison.difference <= comparison.error;
    if (promoted) {
      this.#forest = this.#train(total, this.#options.trees ?? 100);
      this.#corrections.reset();
    }
    this.#trainedOn = total;
    this.#trainings++;
    this.#drifted = false;
    const { champion = null, challenger = null } = comparison ?? {};
    return { reason, examples: total, championLoss: champion, challengerLoss: challenger, promoted };
  }

  #train(count: number, trees: number): DurationForest {
    const seed = (this.#options.seed ?? 1) + this.#trainings * 7919;
    return new DurationForest({ trees, seed }).fit(this.#rows.slice(0, count), this.#values.slice(0, count));
  }

  #lossesOf(forest: DurationForest, from: number): number[] {
    return this.#values.slice(from).map((value, i) => logScore(forest.predict(this.#rows[from + i]!), value));
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
        id: past.facts.id,
        title: past.facts.title,
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

interface Comparison {
  readonly champion: number;
  readonly challenger: number;
  /** Mean of challenger − champion, and its standard error. */
  readonly difference: number;
  readonly error: number;
}

function compare(champion: readonly number[], challenger: readonly number[]): Comparison {
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const differences = challenger.map((loss, i) => loss - champion[i]!);
  const difference = mean(differences);
  const variance = mean(differences.map((d) => (d - difference) ** 2));
  return {
    champion: mean(champion),
    challenger: mean(challenger),
    difference,
    error: Math.sqrt(variance / champion.length),
  };
}

/** Minutes from log2 minutes, with six figures, so that 30 comes back as 30. */
function minutesOf(log: number): number {
  return Number((2 ** log).toPrecision(6));
}
