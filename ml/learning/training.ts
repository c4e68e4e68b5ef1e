import { DurationForest, logScore } from '../duration/index.ts';

/** Everything a training needs, structured-cloneable, so that a worker can do it. */
export interface TrainingJob {
  readonly reason: RetrainReason | 'asked';
  /** Rows of the feature schema, oldest first, row-major. */
  readonly table: Float32Array;
  /** log2 minutes. */
  readonly values: Float64Array;
  /** The champion's losses on the newest rows; empty when there is none to beat. */
  readonly championLosses: readonly number[];
  readonly trees: number;
  readonly seed: number;
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

export interface TrainingResult {
  readonly report: TrainingReport;
  /** State of the new forest; null when the champion stays. */
  readonly forest: Uint8Array | null;
}

/** A challenger's trial run needs fewer trees than the model that is kept. */
const TRIAL_TREES = 30;

/**
 * Trains a challenger on all but the newest rows. Only if it predicts those no worse than the champion does (within
 * one standard error: the trial saw less and is smaller) is the model trained on everything. `grown` hears how many of
 * all the trees stand.
 */
export function runTraining(
  job: TrainingJob,
  grown: (done: number, total: number) => void = () => {},
): TrainingResult {
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
  const promoted = comparison === null || comparison.difference <= comparison.error;
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

/** A challenger beside its champion on the same examples. */
export interface Comparison {
  readonly champion: number;
  readonly challenger: number;
  /** Mean of challenger − champion, and its standard error. */
  readonly difference: number;
  readonly error: number;
}

/** Mean losses of both, and how far they differ. */
export function compare(champion: readonly number[], challenger: readonly number[]): Comparison {
  const differences = challenger.map((loss, i) => loss - champion[i]!);
  const difference = mean(differences);
  const variance = mean(differences.map((d) => (d - difference) ** 2));
  const error = Math.sqrt(variance / champion.length);
  return { champion: mean(champion), challenger: mean(challenger), difference, error };
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
