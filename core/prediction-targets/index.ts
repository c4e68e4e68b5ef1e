import { completion } from './completion.ts';
import { duration } from './duration.ts';
import { followThrough } from './follow-through.ts';
import { onTime } from './on-time.ts';
import { priority } from './priority.ts';
import { procrastination } from './procrastination.ts';
import type { PredictionTarget } from './target.ts';

export type { PredictionTarget } from './target.ts';
export { completion, duration, followThrough, onTime, priority, procrastination };

/** Everything that is predicted of a profile's tasks; `ml/predictors/index.ts` has a predictor for each. */
export const PREDICTION_TARGETS: readonly PredictionTarget[] = [
  duration,
  priority,
  completion,
  onTime,
  procrastination,
  followThrough,
];
