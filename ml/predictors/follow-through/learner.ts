import { z } from 'zod';
import { followThrough } from '../../../core/prediction-targets/index.ts';
import { DAY_MIN } from '../../../core/time/units.ts';
import { BASELINES } from '../../behavior/day-network/baselines.ts';
import { DayLog, plannedDay, type ClosedTask } from '../../behavior/day-network/day-log.ts';
import { DayNetwork, WEIGHTS } from '../../behavior/day-network/network.ts';
import type { DayNetworkJob, DayNetworkResult } from '../../behavior/day-network/train.ts';
import type { TaskFacts } from '../../features/index.ts';
import { NO_OUTLOOK, type Outlook } from '../../learning/outlook.ts';
import { PredictionLog, predictionLogState } from '../../learning/prediction-log.ts';
import type { ModelTask, Prediction, TaskPredictor } from '../../learning/predictor.ts';
import type { TrainingReason, TrainingReport } from '../../learning/training.ts';
import { arrayOf, damaged, decodeState, encodeState } from '../../trees/index.ts';
import { UsualShare, usualShareState } from './baseline.ts';
import { DayForecaster } from './forecaster.ts';

const VERSION = 1;
/** Trained again after this many days, or so large a share of them. */
const LEAST_NEW = 14;
const NEW_SHARE = 0.1;

/** The chance, 0–1, and what the day is expected to be like. */
export interface FollowThroughAnswer extends Prediction {
  readonly capacityHours: number;
  /** Null while a network says it; else the rule that did better than one, or that there is. */
  readonly rule: string | null;
}

/**
 * How likely a task is to be done on the day it is planned for, from what the days before were like: a recurrent network over the
 * person's days. Where the network did no better than simple rules on held-back weeks there is none, and a rule answers. What
 * it expects of a day is an outlook that the other predictors see.
 */
export class FollowThroughLearner implements TaskPredictor<
  FollowThroughAnswer,
  DayNetworkJob,
  DayNetworkResult
> {
  readonly #seed: number;
  readonly #days = new DayLog();
  readonly #forecaster = new DayForecaster(this.#days);
  readonly #usual = new UsualShare();
  /** By task: the network's chance and the baseline's. */
  readonly #predicted = new Map<string, { model: number; baseline: number }>();
  #log = new PredictionLog();
  #trainedOn = 0;

  constructor(seed = 1) {
    this.#seed = seed;
  }

  /** Days of which anything is known. */
  get known(): number {
    return this.#days.length;
  }

  get usesBaseline(): boolean {
    return this.#forecaster.network === null || this.#log.usesBaseline;
  }

  predict({ facts }: ModelTask): FollowThroughAnswer | null {
    this.#days.moved(facts);
    const day = plannedDay(facts);
    if (day === null) return null;
    const baseline = this.#usual.value;
    const forecast = this.#forecaster.forecast(day);
    const model = forecast?.followThrough ?? baseline;
    this.#predicted.set(facts.id, { model, baseline });
    return {
      value: this.usesBaseline ? baseline : model,
      baseline,
      capacityHours: forecast?.capacityHours ?? 0,
      rule: this.#forecaster.network ? null : this.#forecaster.rule,
    };
  }

  created({ facts }: ModelTask): void {
    this.#days.written(facts);
  }

  evaluate(task: ModelTask): void {
    if (!this.#predicted.has(task.facts.id)) this.predict(task);
  }

  onClosed(task: ClosedTask): void {
    this.#days.closed(task);
  }

  observe({ facts }: ModelTask, outcome: number | null): void {
    const predicted = this.#predicted.get(facts.id);
    this.#predicted.delete(facts.id);
    if (outcome === null) return;
    this.#usual.observe(outcome === 1);
    const loss = (p: number): number => (p - outcome) ** 2;
    if (predicted) this.#log.record({ model: loss(predicted.model), baseline: loss(predicted.baseline) });
  }

  outlook(facts: TaskFacts): Outlook {
    const day = plannedDay(facts) ?? Math.floor(facts.createdLocalMin / DAY_MIN);
    const forecast = this.#forecaster.forecast(day);
    if (!forecast) return NO_OUTLOOK;
    const { followThrough: share, capacityHours, byHour, planned } = forecast;
    const { plannedLocalMin = null } = facts;
    const hour =
      plannedLocalMin === null ? null : byHour[Math.floor((plannedLocalMin - day * DAY_MIN) / 60)]!;
    const mean = byHour.reduce((a, b) => a + b, 0) / byHour.length;
    return [
      Math.log(share / (1 - share)),
      Math.log2((capacityHours + 0.5) / (this.#forecaster.usualHours + 0.5)),
      hour === null ? Number.NaN : Math.log2((hour + 0.05) / (mean + 0.05)),
      Math.log1p(Math.max(0, planned)),
    ];
  }

  trainingDue(): TrainingReason | null {
    const days = this.#days.length;
    if (days < followThrough.needed) return null;
    return days - this.#trainedOn >= Math.max(LEAST_NEW, this.#trainedOn * NEW_SHARE) ? 'count' : null;
  }

  trainingJob(): DayNetworkJob {
    const { first, length } = this.#days;
    const reason = this.trainingDue() ?? 'asked';
    return { seed: this.#seed, reason, rows: this.#days.rows(first, length), first };
  }

  adopt({ weights, rule, days, report }: DayNetworkResult): TrainingReport {
    this.#forecaster.use(weights && new DayNetwork(weights), rule);
    // What was said against the baseline was said by another network.
    this.#log = new PredictionLog();
    this.#trainedOn = days;
    return report;
  }

  toState(): Uint8Array {
    const { network, rule } = this.#forecaster;
    const meta: StateNotes = {
      rule,
      trainedOn: this.#trainedOn,
      usual: this.#usual.state,
      log: this.#log.state,
    };
    const weights = network?.weights ?? new Float32Array(0);
    return encodeState(followThrough.name, VERSION, { meta, arrays: { weights } });
  }

  /** @throws DaymarkError `stateDamaged` for anything else than such a state */
  static fromState(bytes: Uint8Array, seed = 1): FollowThroughLearner {
    const content = decodeState(bytes, followThrough.name, VERSION);
    const notes = stateNotes.safeParse(content.meta);
    if (!notes.success) throw damaged('its notes are incomplete', notes.error);
    const weights = arrayOf(content, 'weights', 'f32');
    if (weights.length !== 0 && weights.length !== WEIGHTS) throw damaged('its network is of another shape');
    if (weights.some((weight) => !Number.isFinite(weight))) throw damaged('its network is no network');
    const made = new FollowThroughLearner(seed);
    made.#forecaster.use(weights.length > 0 ? new DayNetwork(weights) : null, notes.data.rule);
    made.#trainedOn = notes.data.trainedOn;
    made.#usual.restore(notes.data.usual);
    made.#log = PredictionLog.of(notes.data.log);
    return made;
  }
}

const stateNotes = z.object({
  rule: z.enum(BASELINES),
  trainedOn: z.int().nonnegative(),
  usual: usualShareState,
  log: predictionLogState,
});
type StateNotes = z.infer<typeof stateNotes>;
