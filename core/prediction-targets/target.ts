import type { ResolvedTask } from '../time/history.ts';

/**
 * What may be predicted of a task, as far as everybody has to agree on it: the process that owns the data writes
 * outcomes into the prediction log, the ml process learns from them, the screen shows how good the predictions were.
 */
export interface PredictionTarget {
  /** Key on the wire, in the log and of stored models. */
  readonly name: string;
  /** Outcomes until a person's own model replaces the general one. */
  readonly needed: number;
  /**
   * How the error of one prediction counts: `absolute` in the unit of the outcome, `squared` for a probability (Brier's
   * score, which rewards saying what one believes).
   */
  readonly error: 'absolute' | 'squared';
  /**
   * How calibration is shown: where outcomes fell in the predicted `quantiles`, how often came true what was given a
   * `probability`, or not at all.
   */
  readonly calibration: 'quantiles' | 'probability' | 'none';
  /**
   * What became of a task that is done or given up, in the unit of the prediction; null where nothing is known. Absent
   * for what is learned from choices.
   */
  readonly outcomeOf?: (task: ResolvedTask) => number | null;
  /** Outcome of a task whose deadline is over while it is open; absent where that says nothing. */
  readonly whenOverdue?: number;
  /** Outcome of a task that has been open for far longer than others took; absent where that says nothing. */
  readonly whenGivenUp?: number;
}
