import {
  durationSchema,
  RowTable,
  type ColumnGroup,
  type Evidence,
  type FeatureBuilder,
  type TaskFacts,
} from '../../features/index.ts';
import { PageHinkley } from '../../learning/drift.ts';
import { PredictionLog } from '../../learning/prediction-log.ts';
import type { ModelTask, Prediction, TaskPredictor } from '../../learning/predictor.ts';
import type { TrainingReason, TrainingReport } from '../../learning/training.ts';
import { baselinePoint, ProjectMedian } from './baseline.ts';
import { IntervalCalibrator } from './calibration.ts';
import { Corrections } from './corrections.ts';
import { ExpertPool } from './pool.ts';
import { expertDistributions, type ExpertDistributions, type PhraseEstimate } from './experts.ts';
import { DurationForest } from './forest.ts';
import { lossesOf, trainDuration, type DurationJob, type DurationResult } from './model.ts';
import { Pace } from './pace.ts';
import { QuantileChoice, type PlainQuantiles, type Quantiles } from './quantile-choice.ts';
import {
  levelOf,
  logScore,
  pointLoss,
  pointOf,
  tilted,
  type PointPreference,
  type Predictive,
} from './predictive.ts';
import { decodeLearner, encodeLearner } from './state.ts';
import { UsualMiss } from './usual-miss.ts';

/** A duration in minutes with where it comes from and the finished tasks it leans on, most alike first. */
export interface DurationAnswer extends Prediction {
  /** Quantiles whose pinball loss is least, the median among them; `p50` is the figure that suits the person's preference. */
  readonly quantiles: readonly [number, number, number];
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly source: 'similar' | 'prior' | 'learned' | 'default';
  readonly similar: readonly { id: string; title: string; actualMin: number; similarity: number }[];
}

/** What a duration learner begins with. */
export interface DurationLearnerOptions {
  readonly seed?: number | undefined;
  /** What reference phrases say of a title's vector. */
  readonly phrases?: ((vector: Float32Array) => PhraseEstimate | null) | undefined;
  /** log2 of how much longer than reference phrases say this person takes, from onboarding. */
  readonly pace?: number | undefined;
  readonly trees?: number | undefined;
}

/** What was said of a task, for the comparison with its outcome. */
interface Predicted {
  readonly experts: ExpertDistributions;
  readonly predictive: Predictive;
  /** Its calibrated ends, log2 minutes. */
  readonly shown: { low: number; high: number };
  /** What reference phrases said, before the person's pace. */
  readonly phrases: PhraseEstimate | null;
  /** Middle of the frozen forest before corrections, log2 minutes; NaN without one. */
  readonly frozen: number;
  /** What the model and its baseline said, log2 minutes. */
  readonly point: number;
  readonly baseline: number;
  readonly plain: PlainQuantiles;
}

const FIRST_TRAINING = 20;
const PREFERENCE: PointPreference = { near: 0.95, closeGain: 1, exactGain: 0.5, minutesLoss: 2 };
/** Round amounts are often met to the minute by chance alone. */
const EXACT_BY_CHANCE = 0.1;
const SHOWN_SIMILAR = 5;

/**
 * Learns one person's (or team's) durations, task by task. A pool of experts is mixed by how well each has predicted
 * so far; the forest among them is frozen between trainings and corrected online.
 */
export class DurationLearner implements TaskPredictor<DurationAnswer, DurationJob, DurationResult> {
  readonly #options: DurationLearnerOptions;
  readonly #features: FeatureBuilder;
  readonly #miss = new UsualMiss();
  #pool = new ExpertPool();
  readonly #corrections = new Corrections();
  readonly #drift = new PageHinkley(0.1, 25);
  /** By task. */
  readonly #predicted = new Map<string, Predicted>();
  readonly #rows = new RowTable(durationSchema.columns.length);
  readonly #values: number[] = [];
  readonly #median = new ProjectMedian();
  #calibrator = new IntervalCalibrator();
  readonly #pace: Pace;
  readonly #choice = new QuantileChoice();
  #log = new PredictionLog();
  #forest: DurationForest | undefined;
  #trainedOn = 0;
  #trainings = 0;
  #drifted = false;
  #deviation = 60;

  constructor(features: FeatureBuilder, options: DurationLearnerOptions = {}) {
    this.#features = features;
    this.#options = options;
    this.#pace = new Pace(options.pace);
  }

  get known(): number {
    return this.#values.length;
  }

  get usesBaseline(): boolean {
    return this.#log.usesBaseline;
  }

  predict(task: ModelTask): DurationAnswer {
    const evidence = task.evidence();
    const { predicted, prior } = this.#say(task, evidence);
    this.#predicted.set(task.facts.id, predicted);
    return this.#answer(task.facts, predicted, evidence, prior);
  }

  #say(
    { facts, vector }: ModelTask,
    evidence: Evidence,
  ): { predicted: Predicted; prior: PhraseEstimate | null } {
    const phrases = vector ? (this.#options.phrases?.(vector) ?? null) : null;
    const prior = this.#pace.apply(phrases);
    const experts = expertDistributions(this.#features, facts, evidence, prior);
    let frozen = Number.NaN;
    if (this.#forest) {
      const leaves = this.#forest.predict(evidence.row);
      frozen = levelOf(leaves, 0.5);
      experts.forest = tilted(leaves, this.#corrections.offset(facts));
    }
    const predictive = this.#pool.mix(experts)!;
    const point = pointOf(predictive, this.#preferenceFor(facts), this.#deviation);
    const baseline = baselinePoint(facts, evidence, this.#features);
    const shown = this.#calibrator.interval(predictive);
    const plain = {
      mixture: quantilesOf(predictive),
      labels: experts.labels && quantilesOf(experts.labels),
    };
    return { predicted: { experts, predictive, shown, phrases, frozen, point, baseline, plain }, prior };
  }

  evaluate(task: ModelTask): void {
    if (!this.#predicted.has(task.facts.id))
      this.#predicted.set(task.facts.id, this.#say(task, task.evidence()).predicted);
  }

  /** `minutes` null or 0: nothing is known of how long it took. */
  observe({ facts, features }: ModelTask, minutes: number | null): void {
    const predicted = this.#predicted.get(facts.id);
    this.#predicted.delete(facts.id);
    if (minutes === null || !(minutes > 0) || !Number.isFinite(minutes)) return;
    const value = Math.log2(minutes);
    if (predicted) this.#compare(facts, predicted, value);
    this.#rows.push(features);
    this.#values.push(value);
    this.#median.add(facts.project, minutes);
  }

  remember(task: ModelTask, _columns: Float64Array | null, minutes: number | null): void {
    this.observe(task, minutes);
  }

  /** Own estimates are often met to the minute; without one, a figure should lie where about half of such figures do. */
  #preferenceFor(facts: TaskFacts): PointPreference {
    if (facts.estimateMin !== null) return PREFERENCE;
    return { ...PREFERENCE, near: this.#miss.near, exactGain: EXACT_BY_CHANCE };
  }

  /** `partialFit`: everything that learns from one outcome without touching a tree. */
  #compare(facts: TaskFacts, predicted: Predicted, value: number): void {
    this.#pool.learn(predicted.experts, value);
    this.#calibrator.observe(predicted.predictive, value, predicted.shown);
    this.#choice.learn(usualOf(predicted.shown, predicted.point), predicted.plain, value);
    if (predicted.phrases) this.#pace.learn(predicted.phrases, value);
    const preference = this.#preferenceFor(facts);
    const lossOf = (point: number): number => pointLoss(point, value, preference, this.#deviation);
    this.#log.record({ model: lossOf(predicted.point), baseline: lossOf(predicted.baseline) });
    if (facts.estimateMin === null) this.#miss.learn(Math.abs(value - predicted.point));
    const share = Math.max(0.02, 1 / (this.#values.length + 1));
    this.#deviation += share * (Math.abs(2 ** value - 2 ** predicted.point) - this.#deviation);
    if (!Number.isNaN(predicted.frozen)) this.#corrections.learn(facts, value - predicted.frozen);
    if (this.#drift.observe(logScore(predicted.predictive, value))) this.#drifted = true;
  }

  trainingDue(): TrainingReason | null {
    const fresh = this.#values.length - this.#trainedOn;
    if (fresh >= Math.max(FIRST_TRAINING, this.#trainedOn * 0.1)) return 'count';
    return this.#drifted && fresh >= FIRST_TRAINING ? 'drift' : null;
  }

  /** Half of what is new since the last training is held back to compare by. */
  trainingJob(): DurationJob {
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
      reason: this.trainingDue() ?? 'asked',
      table: this.#rows.table(),
      values: Float64Array.from(this.#values),
      championLosses,
      trees,
      seed,
    };
  }

  adopt(result: DurationResult): TrainingReport {
    if (result.forest) {
      this.#forest = DurationForest.fromState(result.forest);
      this.#corrections.reset();
    }
    this.#trainedOn = result.report.examples;
    this.#trainings++;
    this.#drifted = false;
    return result.report;
  }

  retrain(): TrainingReport {
    return this.adopt(trainDuration(this.trainingJob()));
  }

  restored(fresh: number): void {
    if (this.#forest) this.#trainedOn = Math.max(0, this.#values.length - fresh);
  }

  /** What each group of columns adds to the forest's prediction of a task, log2 minutes; null without a forest. */
  explain(row: Float64Array): { base: number; groups: Partial<Record<ColumnGroup, number>> } | null {
    if (!this.#forest) return null;
    const { base, contributions } = this.#forest.explain(row);
    const groups: Partial<Record<ColumnGroup, number>> = {};
    durationSchema.columns.forEach((column, c) => {
      groups[column.group] = (groups[column.group] ?? 0) + contributions[c]!;
    });
    return { base, groups };
  }

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
        ledger: this.#log.state,
        corrections: this.#corrections.state,
        drift: this.#drift.state,
        pace: this.#pace.state,
        quantiles: this.#choice.state,
      },
      this.#forest?.toState() ?? new Uint8Array(0),
    );
  }

  /**
   * A learner as it was. Its past is restored in time order before anything else.
   *
   * @throws DaymarkError `stateDamaged` when the bytes are no such state or belong to another feature schema
   */
  static fromState(
    bytes: Uint8Array,
    features: FeatureBuilder,
    options: DurationLearnerOptions = {},
  ): DurationLearner {
    const { meta, forest } = decodeLearner(bytes);
    const made = new DurationLearner(features, options);
    if (forest.length > 0) made.#forest = DurationForest.fromState(forest);
    made.#trainedOn = meta.trainedOn;
    made.#trainings = meta.trainings;
    made.#drifted = meta.drifted;
    made.#deviation = meta.deviation;
    made.#miss.restore(meta.miss);
    made.#pool = new ExpertPool(meta.shares);
    made.#calibrator = IntervalCalibrator.of(meta.calibrator);
    made.#log = PredictionLog.of(meta.ledger);
    made.#corrections.restore(meta.corrections);
    made.#drift.restore(meta.drift);
    made.#pace.restore(meta.pace);
    made.#choice.restore(meta.quantiles);
    return made;
  }

  #answer(
    facts: TaskFacts,
    { predictive, point, baseline, plain }: Predicted,
    evidence: Evidence,
    prior: PhraseEstimate | null,
  ): DurationAnswer {
    const interval = this.#calibrator.interval(predictive);
    const figure = this.#log.usesBaseline ? baseline : point;
    const similar = evidence.neighbours.slice(0, SHOWN_SIMILAR).map((n) => {
      const past = this.#features.past[n.index]!;
      return {
        id: past.id,
        title: past.title,
        actualMin: minutesOf(past.value),
        similarity: n.similarity,
      };
    });
    const quantiles = this.#choice.choose(usualOf(interval, figure), plain);
    const [low, , high] = quantiles;
    const p50 = minutesOf(Math.min(high, Math.max(low, figure)));
    return {
      value: p50,
      baseline: this.#median.of(facts.project),
      p10: minutesOf(low),
      p50,
      p90: minutesOf(high),
      quantiles: [minutesOf(low), minutesOf(quantiles[1]), minutesOf(high)],
      source: this.#source(similar.length, prior),
      similar,
    };
  }

  #source(similar: number, prior: PhraseEstimate | null): DurationAnswer['source'] {
    if (this.#forest && !this.#log.usesBaseline) return 'learned';
    if (similar > 0) return 'similar';
    return prior ? 'prior' : 'default';
  }
}

function quantilesOf(predictive: Predictive): Quantiles {
  return [levelOf(predictive, 0.1), levelOf(predictive, 0.5), levelOf(predictive, 0.9)];
}

/** The calibrated range with a figure inside it. */
function usualOf({ low, high }: { low: number; high: number }, figure: number): Quantiles {
  return [low, Math.min(high, Math.max(low, figure)), high];
}

/** Minutes from log2 minutes, with six figures, so that 30 comes back as 30. */
/** No task takes no time at all, whatever was estimated: answers are above 0. */
const SHORTEST_MIN = 1e-6;

function minutesOf(log: number): number {
  return Math.max(SHORTEST_MIN, Number((2 ** log).toPrecision(6)));
}
