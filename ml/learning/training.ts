import { DurationForest, logScore } from '../duration/index.ts';

/** Everything a training needs, structured-cloneable, so that a worker can do it. */
export interface TrainingJob {
  readonly reason: RetrainReason | 'asked';
  /** Rows of the feature schema, oldest first, row-major. */
  readonly table: Float64Array;
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
 * one standard error: the trial saw less and is smaller) is the model trained on everything.
 */
export function runTraining(job: TrainingJob): TrainingResult {
  const total = job.values.length;
  const held = job.championLosses.length;
  const cols = total > 0 ? job.table.length / total : 0;
  const rows = Array.from({ length: total }, (_, i) => job.table.subarray(i * cols, (i + 1) * cols));
  const values = [...job.values];
  let comparison: Comparison | null = null;
  if (held > 0) {
    const trial = new DurationForest({ trees: TRIAL_TREES, seed: job.seed });
    trial.fit(rows.slice(0, total - held), values.slice(0, total - held));
    comparison = compare(
      job.championLosses,
      lossesOf(trial, rows.slice(total - held), values.slice(total - held)),
    );
  }
  const promoted = comparison === null || comparison.difference <= comparison.error;
  const forest = promoted
    ? new DurationForest({ trees: job.trees, seed: job.seed }).fit(rows, values).toState()
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
  values: readonly number[],
): number[] {
  return rows.map((row, i) => logScore(forest.predict(row), values[i]!));
}

interface Comparison {
  readonly champion: number;
  readonly challenger: number;
  /** Mean of challenger − champion, and its standard error. */
  readonly difference: number;
  readonly error: number;
}

function compare(champion: readonly number[], challenger: readonly number[]): Comparison {
  const differences = challenger.map((loss, i) => loss - champion[i]!);
  const difference = mean(differences);
  const variance = mean(differences.map((d) => (d - difference) ** 2));
  const error = Math.sqrt(variance / champion.length);
  return { champion: mean(champion), challenger: mean(challenger), difference, error };
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
