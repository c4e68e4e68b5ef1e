import type { PredictionTarget } from '../../../core/prediction-targets/index.ts';
import { DAY_MS } from '../../../core/time/units.ts';

/** Whether a task is done within a day of being written down: 1 or 0. Made up, to show what a new predictor takes. */
export const sameDay: PredictionTarget = {
  name: 'sameDay',
  needed: 10,
  error: 'squared',
  calibration: 'probability',
  outcomeOf: ({ done, createdAt, completedAt }) =>
    Number(done !== false && Date.parse(completedAt ?? '') - Date.parse(createdAt) < DAY_MS),
};
