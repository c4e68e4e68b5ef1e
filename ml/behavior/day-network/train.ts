import type { TrainingReason, TrainingReport } from '../../learning/training.ts';
import type { TrainingProgress } from '../../learning/predictor.ts';
import {
  BASELINES,
  baselineForecasts,
  CAPACITY,
  FOLLOW_THROUGH,
  FORECAST_WIDTH,
  hourlyError,
  targetsOf,
  type Baseline,
  type BaselineForecasts,
} from './baselines.ts';
import { DAY_COLUMNS, PLANNED } from './day-log.ts';
import { DayNetwork } from './network.ts';
import { SEQUENCE_DAYS, sequenceBefore, type Modality } from './sequences.ts';
import type { Example } from './tensors.ts';

/** Share of the days, the newest, that are held back, and how many at least. */
const HELD_SHARE = 0.15;
const MIN_HELD = 14;
/** Of what is left, the newest share decides when to stop. */
const CHECK_SHARE = 0.15;
const MAX_EPOCHS = 40;
/** Epochs without an improvement after which nothing more is expected. */
const PATIENCE = 6;
/** Epochs over all days, the held-back ones too, once the network has won. */
const LAST_EPOCHS = 2;
/** What the sum of a day and the share of its tasks count beside an hour. */
const CAPACITY_WEIGHT = 0.3;
const FOLLOW_WEIGHT = 4;

/** Everything a training needs, structured-cloneable. */
export interface DayNetworkJob {
  readonly seed: number;
  readonly reason: TrainingReason | 'asked';
  /** Rows of `DayLog`, the first of them day `first`. */
  readonly rows: Float32Array;
  readonly first: number;
  /** Kinds of input that are left out, to see what they are worth. */
  readonly without?: readonly Modality[];
}

/** Mean squared errors on the held-back days. */
export interface DayNetworkErrors {
  /** Focus by hour, hours². */
  readonly network: number;
  readonly blend: number;
  readonly rules: Readonly<Record<Baseline, number>>;
  /** The day's focus in all, hours². */
  readonly capacity: { readonly network: number; readonly best: number };
  /** The share of planned tasks that get done. */
  readonly followThrough: { readonly network: number; readonly best: number };
}

/** What a training did. */
export interface DayNetworkResult {
  readonly report: TrainingReport;
  /** Null where a simple rule does better; that rule answers then. */
  readonly weights: Float32Array | null;
  readonly rule: Baseline;
  readonly errors: DayNetworkErrors;
  readonly days: number;
}

/**
 * Trains on all but the newest days. Only a network whose forecasts of those, hour by hour, are nearer than every simple rule's is
 * used; it then sees the held-back days, too.
 */
export async function trainDayNetwork(
  job: DayNetworkJob,
  progress: TrainingProgress = () => {},
): Promise<DayNetworkResult> {
  const { fit } = await import('./tensors.ts');
  const targets = targetsOf(job.rows);
  const forecasts = baselineForecasts(targets);
  const examples = examplesOf(job, targets, forecasts);
  const held = Math.max(MIN_HELD, Math.round(examples.length * HELD_SHARE));
  const checked = Math.max(MIN_HELD, Math.round((examples.length - held) * CHECK_SHARE));
  const fitted = examples.slice(0, -held - checked);
  const check = examples.slice(-held - checked, -held);
  let best = { loss: lossOf(null, check), weights: null as Float32Array | null, epoch: -1 };
  await fit(fitted, {
    seed: job.seed,
    epochs: MAX_EPOCHS,
    after: (epoch, weights) => {
      progress(epoch + 1, MAX_EPOCHS);
      const loss = lossOf(weights, check);
      if (loss < best.loss) best = { loss, weights, epoch };
      return epoch - best.epoch < PATIENCE;
    },
  });
  const errors = errorsOf(best.weights, examples.slice(-held), targets, forecasts);
  const rule = BASELINES.toSorted((a, b) => errors.rules[a] - errors.rules[b])[0]!;
  const promoted = best.weights !== null && errors.network < errors.rules[rule];
  const weights = promoted
    ? await fit(examples, { seed: job.seed, epochs: LAST_EPOCHS, from: best.weights, after: () => true })
    : null;
  const report: TrainingReport = {
    reason: job.reason,
    examples: examples.length,
    championLoss: errors.rules[rule],
    challengerLoss: errors.network,
    promoted,
  };
  return { report, weights, rule, errors, days: targets.length };
}

/** A day with what comes before it; `at` is its place among the days. */
interface DayExample extends Example {
  readonly at: number;
}

function examplesOf(
  job: DayNetworkJob,
  targets: readonly Float32Array[],
  { blend }: BaselineForecasts,
): DayExample[] {
  return targets.slice(SEQUENCE_DAYS).map((target, i) => {
    const at = SEQUENCE_DAYS + i;
    const planned = job.rows[at * DAY_COLUMNS + PLANNED]!;
    const weight = new Float32Array(FORECAST_WIDTH).fill(1);
    weight[CAPACITY] = CAPACITY_WEIGHT;
    weight[FOLLOW_THROUGH] = Number.isNaN(target[FOLLOW_THROUGH]!) ? 0 : FOLLOW_WEIGHT;
    const difference = target.map((value, k) => (Number.isNaN(value) ? 0 : value - blend[at]![k]!));
    return { at, sequence: sequenceBefore(job, at, planned, job.without), difference, weight };
  });
}

/** Mean weighted squared error of a network; null stands for the blend alone. */
function lossOf(weights: Float32Array | null, examples: readonly Example[]): number {
  const network = weights && new DayNetwork(weights);
  let sum = 0;
  for (const { sequence, difference, weight } of examples) {
    const answers = network?.correction(sequence);
    for (let k = 0; k < FORECAST_WIDTH; k++) sum += weight[k]! * (difference[k]! - (answers?.[k] ?? 0)) ** 2;
  }
  return sum / examples.length;
}

function errorsOf(
  weights: Float32Array | null,
  examples: readonly DayExample[],
  targets: readonly Float32Array[],
  { rules, blend }: BaselineForecasts,
): DayNetworkErrors {
  const network = weights && new DayNetwork(weights);
  const answers = examples.map(({ at, sequence }) => {
    const correction = network?.correction(sequence);
    return blend[at]!.map((value, k) => value + (correction?.[k] ?? 0));
  });
  const mean = (error: (i: number) => number): number => {
    const errors = examples.map((_, i) => error(i)).filter((value) => !Number.isNaN(value));
    return errors.reduce((a, b) => a + b, 0) / Math.max(1, errors.length);
  };
  const target = (i: number): Float32Array => targets[examples[i]!.at]!;
  const of = (forecasts: readonly Float32Array[]): number =>
    mean((i) => hourlyError(forecasts[examples[i]!.at]!, target(i)));
  const part = (k: number): { network: number; best: number } => ({
    network: mean((i) => (answers[i]![k]! - target(i)[k]!) ** 2),
    best: Math.min(
      ...BASELINES.map((rule) => mean((i) => (rules[rule][examples[i]!.at]![k]! - target(i)[k]!) ** 2)),
    ),
  });
  return {
    network: mean((i) => hourlyError(answers[i]!, target(i))),
    blend: of(blend),
    rules: {
      sameHourLastWeek: of(rules.sameHourLastWeek),
      hourlyMean: of(rules.hourlyMean),
      ewma: of(rules.ewma),
    },
    capacity: part(CAPACITY),
    followThrough: part(FOLLOW_THROUGH),
  };
}
