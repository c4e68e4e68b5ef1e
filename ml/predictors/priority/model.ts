import type { TrainingReason, TrainingReport } from '../../learning/training.ts';
import { boostingToState, GradientBoosting } from '../../trees/index.ts';
import { matrixOfRows } from './base-models.ts';
import { PRIORITY_COLUMNS } from './columns.ts';
import { softmax } from './effects.ts';

/** The trained part of the order: trees on top of what base models and effects said at each remembered choice. */

/** A remembered choice as the trees see it. */
export interface TrainedChoice {
  /** Of `PRIORITY_COLUMNS`, row-major, one row an open task. */
  readonly rows: Float64Array;
  /** Log odds of each task before trees. */
  readonly before: Float32Array;
  /** Which of them was taken. */
  readonly chosen: number;
}

/** Everything a training needs, structured-cloneable. */
export interface PriorityJob {
  readonly reason: TrainingReason | 'asked';
  /** Choices seen, those no longer remembered included. */
  readonly seen: number;
  readonly seed: number;
  /** Oldest first. */
  readonly choices: readonly TrainedChoice[];
}

/** What a training did. */
export interface PriorityResult {
  readonly seen: number;
  /** State of the trees; null when the order does better without any. */
  readonly trees: Uint8Array | null;
  readonly report: TrainingReport;
}

/** Nats a choice that trees must gain on those held back. */
const MIN_GAIN = 0.01;

/** Pure: what the training thread does. */
export function trainPriority(job: PriorityJob): PriorityResult {
  const { trees, report } = trainChallenger(job);
  return { seen: job.seen, report, trees: trees && boostingToState(trees) };
}

/**
 * Boosts trees. They are kept only if, trained on the older three quarters, they predict the newest quarter better than
 * without.
 */
export function trainChallenger({ choices, reason, seed }: PriorityJob): {
  trees: GradientBoosting | null;
  report: TrainingReport;
} {
  const cut = Math.floor(choices.length * 0.75);
  const trial = boosted(choices.slice(0, cut), seed);
  const held = choices.slice(cut);
  const without = meanLoss(held.map((c) => -Math.log(softmax(c.before)[c.chosen]!)));
  const withTrees = meanLoss(
    held.map((c) => {
      const raw = trial.predictRaw(matrixOfRows(c.rows), Float64Array.from(c.before));
      return -Math.log(softmax(raw)[c.chosen]!);
    }),
  );
  const promoted = withTrees < without - MIN_GAIN;
  const lossOf = (loss: number): number | null => (choices.length > 0 && Number.isFinite(loss) ? loss : null);
  return {
    trees: promoted ? boosted(choices, seed) : null,
    report: {
      reason,
      examples: choices.length,
      championLoss: lossOf(without),
      challengerLoss: lossOf(withTrees),
      promoted,
    },
  };
}

function boosted(choices: readonly TrainedChoice[], seed: number): GradientBoosting {
  const cols = PRIORITY_COLUMNS.length;
  const rows = choices.reduce((sum, c) => sum + c.before.length, 0);
  const values = new Float64Array(rows * cols);
  const targets = new Float64Array(rows);
  const initialScores = new Float64Array(rows);
  const groups = new Int32Array(choices.length + 1);
  let at = 0;
  choices.forEach((choice, g) => {
    groups[g] = at;
    values.set(choice.rows, at * cols);
    initialScores.set(choice.before, at);
    targets[at + choice.chosen] = 1;
    at += choice.before.length;
  });
  groups[choices.length] = at;
  const params = {
    loss: 'listwise',
    rounds: 30,
    maxLeaves: 5,
    minLeaf: 15,
    l2: 3,
    learningRate: 0.08,
    maxBins: 32,
    seed,
  } as const;
  return new GradientBoosting(params).fit(matrixOfRows(values), targets, { initialScores, groups });
}

function meanLoss(losses: readonly number[]): number {
  return losses.reduce((a, b) => a + b, 0) / Math.max(1, losses.length);
}
