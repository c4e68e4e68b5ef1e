import type { PredictionTarget } from './target.ts';

/** How long a task takes, minutes. */
export const duration: PredictionTarget = {
  name: 'duration',
  needed: 20,
  error: 'absolute',
  calibration: 'quantiles',
  outcomeOf: ({ done, actualMin }) => (done !== false && actualMin ? actualMin : null),
};
