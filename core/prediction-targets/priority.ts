import type { PredictionTarget } from './target.ts';

/** Which open task is taken first. The log has a 1 for a choice that was among the first three. */
export const priority: PredictionTarget = {
  name: 'priority',
  needed: 40,
  error: 'absolute',
  calibration: 'none',
};
