import type { TrainingReport } from '../../learning/training.ts';

/** The trained part: the share by first word of the title. */

export interface SameDayJob {
  readonly reason: TrainingReport['reason'];
  readonly examples: readonly { word: string; outcome: number }[];
}

export interface SameDayResult {
  readonly rates: [word: string, rate: number][];
  readonly report: TrainingReport;
}

export function trainSameDay({ reason, examples }: SameDayJob): SameDayResult {
  const byWord = Map.groupBy(examples, ({ word }) => word);
  const rates = [...byWord].map(([word, own]): [string, number] => {
    const done = own.reduce((sum, { outcome }) => sum + outcome, 0);
    return [word, (done + 0.5) / (own.length + 1)];
  });
  const report = {
    reason,
    examples: examples.length,
    championLoss: null,
    challengerLoss: null,
    promoted: true,
  };
  return { rates, report };
}
