import { mean } from '../../core/statistics.ts';

/** Why a model should be trained again: enough is new, or its errors drift. */
export type TrainingReason = 'count' | 'drift';

/** What one training did; losses are means on the newest held-back examples, null where there was nothing to compare. */
export interface TrainingReport {
  readonly reason: TrainingReason | 'asked';
  readonly examples: number;
  readonly championLoss: number | null;
  readonly challengerLoss: number | null;
  readonly promoted: boolean;
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

/** Whether a challenger takes over: no worse than the champion within one standard error, or nothing to compare. */
export function isPromoted(comparison: Comparison | null): boolean {
  return comparison === null || comparison.difference <= comparison.error;
}
