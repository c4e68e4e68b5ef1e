import { categoricalMask, durationSchema } from '../../features/index.ts';
import { compare, isPromoted, type TrainingReason, type TrainingReport } from '../../learning/training.ts';
import { boostingToState, GradientBoosting, type Matrix } from '../../trees/index.ts';
import { RATE_COLUMNS } from './baseline.ts';

/** The trained part of the completion predictor: boosted trees on top of the rates by label. */

/** Width of a row: log odds by label, then the columns of the duration schema. */
export const ROW_COLUMNS = RATE_COLUMNS + durationSchema.columns.length;
/** Where the base log odds stand in a row. */
export const BASE_COLUMN = RATE_COLUMNS - 1;

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

/** Everything a training needs, structured-cloneable, so that a worker can do it. */
export interface CompletionJob {
  readonly seed: number;
  readonly reason: TrainingReason | 'asked';
  readonly seen: number;
  /** Rows, open tasks first, then oldest first, row-major; the base log odds are a column of their own. */
  readonly table: Float32Array;
  /** 0–1; for an open task how likely it is to be done. */
  readonly outcomes: Float32Array;
  /** The champion's log losses on the newest rows; that of the rate while there are no trees. */
  readonly championLosses: readonly number[];
}

/** What a training did; `trees` is null when the champion stays. */
export interface CompletionResult {
  readonly seen: number;
  readonly trees: Uint8Array | null;
  readonly report: TrainingReport;
}

/** A table of one or more rows, one after the other. */
export function tableOf(rows: Float64Array | Float32Array): Matrix {
  const categorical = new Uint8Array(ROW_COLUMNS);
  categorical.set(categoricalMask(durationSchema), RATE_COLUMNS);
  return { rows: rows.length / ROW_COLUMNS, cols: ROW_COLUMNS, values: Float64Array.from(rows), categorical };
}

/**
 * Trains a challenger on all but the newest rows; only if it predicts those no worse than the champion, within one
 * standard error, is a model trained on everything.
 */
export function trainCompletion(job: CompletionJob): CompletionResult {
  const { table, outcomes, championLosses, seen } = job;
  const total = outcomes.length;
  const held = championLosses.length;
  const trial = boosted(job, total - held);
  const newest = table.subarray((total - held) * ROW_COLUMNS);
  const raw = trial.predictRaw(tableOf(newest), basesOf(newest));
  const losses = Array.from(raw, (score, i) => lossOf(score, outcomes[total - held + i]!));
  const comparison = held > 0 ? compare(championLosses, losses) : null;
  const promoted = isPromoted(comparison);
  const report: TrainingReport = {
    reason: job.reason,
    examples: total,
    championLoss: comparison?.champion ?? null,
    challengerLoss: comparison?.challenger ?? null,
    promoted,
  };
  return { seen, report, trees: promoted ? boostingToState(boosted(job, total)) : null };
}

function boosted({ seed, table, outcomes }: CompletionJob, rows: number): GradientBoosting {
  const part = table.subarray(0, rows * ROW_COLUMNS);
  const trees = new GradientBoosting({ ...GROWTH, seed });
  return trees.fit(tableOf(part), Float64Array.from(outcomes.subarray(0, rows)), {
    initialScores: basesOf(part),
  });
}

function basesOf(table: Float32Array): Float64Array {
  return Float64Array.from(
    { length: table.length / ROW_COLUMNS },
    (_, i) => table[i * ROW_COLUMNS + BASE_COLUMN]!,
  );
}

/** Log loss of log odds against an outcome, 0–1. */
export function lossOf(logOdds: number, outcome: number): number {
  return Math.log1p(Math.exp(-Math.abs(logOdds))) + Math.max(logOdds, 0) - outcome * logOdds;
}
