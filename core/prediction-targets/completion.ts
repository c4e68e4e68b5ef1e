import type { PredictionTarget } from './target.ts';

/** Whether a task is done at all: 1 or 0. */
export const completion: PredictionTarget = {
  name: 'completion',
  needed: 60,
  error: 'squared',
  calibration: 'probability',
  outcomeOf: ({ done }) => Number(done !== false),
  whenGivenUp: 0,
};
