import { categoricalMask, durationSchema } from '../../features/index.ts';
import { LIST_WIDTH, TITLE_ALONE } from '../../learning/list-features.ts';
import { compare, isPromoted, type TrainingReason, type TrainingReport } from '../../learning/training.ts';
import { boostingToState, GradientBoosting, type Matrix } from '../../trees/index.ts';
import { RATE_COLUMNS } from './baseline.ts';

/** The trained part of the completion predictor: boosted trees on top of the online regression. */

/** Columns of its own: log odds by label, those of the day's list, and the log odds by the online regression. */
export const OWN_COLUMNS = RATE_COLUMNS + LIST_WIDTH + 1;
/** Width of a row: its own columns, then those of the duration schema. */
export const ROW_COLUMNS = OWN_COLUMNS + durationSchema.columns.length;
/** Where in a row stand: the rate of the same title, that of all labels together, the base, and the regression's log odds. */
export const TITLE_COLUMN = RATE_COLUMNS + TITLE_ALONE;
export const LABELS_COLUMN = RATE_COLUMNS - 2;
export const BASE_COLUMN = RATE_COLUMNS - 1;
export const ONLINE_COLUMN = OWN_COLUMNS - 1;

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
  /** Rows, open tasks first, then oldest first, row-major; the regression's log odds, which the trees start from, are a column. */
  readonly table: Float32Array;
  /** 0–1; for an open task how likely it is to be done. */
  readonly outcomes: Float32Array;
  /** The champion's log losses on the newest rows; that of the regression while there are no trees. */
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
  categorical.set(categoricalMask(durationSchema), OWN_COLUMNS);
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
  const raw = trial.predictRaw(tableOf(newest), startsOf(newest));
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
    initialScores: startsOf(part),
  });
}

function startsOf(table: Float32Array): Float64Array {
  return Float64Array.from(
    { length: table.length / ROW_COLUMNS },
    (_, i) => table[i * ROW_COLUMNS + ONLINE_COLUMN]!,
  );
}

/** Log loss of log odds against an outcome, 0–1. */
export function lossOf(logOdds: number, outcome: number): number {
  return Math.log1p(Math.exp(-Math.abs(logOdds))) + Math.max(logOdds, 0) - outcome * logOdds;
}
