import {
  compare,
  isPromoted,
  type Comparison,
  type TrainingReason,
  type TrainingReport,
} from '../../learning/training.ts';
import { DurationForest } from './forest.ts';
import { logScore } from './predictive.ts';

/** The trained part of the duration predictor: a quantile forest, and how a new one is trained and compared. */

/** Everything a training needs, structured-cloneable, so that a worker can do it. */
export interface DurationJob {
  readonly reason: TrainingReason | 'asked';
  /** Rows of the feature schema, oldest first, row-major. */
  readonly table: Float32Array;
  /** log2 minutes. */
  readonly values: Float64Array;
  /** The champion's losses on the newest rows; empty when there is none to beat. */
  readonly championLosses: readonly number[];
  readonly trees: number;
  readonly seed: number;
}

/** What a training did. */
export interface DurationResult {
  readonly report: TrainingReport;
  /** State of the new forest; null when the champion stays. */
  readonly forest: Uint8Array | null;
}

/** A challenger's trial run needs fewer trees than the model that is kept. */
const TRIAL_TREES = 30;

/**
 * Trains a challenger on all but the newest rows. Only if it predicts those no worse than the champion does (within
 * one standard error: the trial saw less and is smaller) is the model trained on everything. Losses are mean −log
 * densities. `grown` hears how many of all the trees stand.
 */
export function trainDuration(
  job: DurationJob,
  grown: (done: number, total: number) => void = () => {},
): DurationResult {
  const total = job.values.length;
  const held = job.championLosses.length;
  const cols = total > 0 ? job.table.length / total : 0;
  const known = total - held;
  const trees = job.trees + (held > 0 ? TRIAL_TREES : 0);
  let comparison: Comparison | null = null;
  if (held > 0) {
    const trial = new DurationForest({ trees: TRIAL_TREES, seed: job.seed });
    trial.fit(job.table.subarray(0, known * cols), job.values.subarray(0, known), (t) => grown(t, trees));
    const rows = Array.from({ length: held }, (_, i) =>
      Float64Array.from(job.table.subarray((known + i) * cols, (known + i + 1) * cols)),
    );
    comparison = compare(job.championLosses, lossesOf(trial, rows, job.values.subarray(known)));
  }
  const promoted = isPromoted(comparison);
  const before = trees - job.trees;
  const forest = promoted
    ? new DurationForest({ trees: job.trees, seed: job.seed })
        .fit(job.table, job.values, (t) => grown(before + t, trees))
        .toState()
    : null;
  const { champion = null, challenger = null } = comparison ?? {};
  return {
    report: {
      reason: job.reason,
      examples: total,
      championLoss: champion,
      challengerLoss: challenger,
      promoted,
    },
    forest,
  };
}

/** −log density of each value under a forest. */
export function lossesOf(
  forest: DurationForest,
  rows: readonly Float64Array[],
  values: ArrayLike<number>,
): number[] {
  return rows.map((row, i) => logScore(forest.predict(row), values[i]!));
}
