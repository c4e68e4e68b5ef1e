import { completion } from './completion.ts';
import { duration } from './duration.ts';
import { priority } from './priority.ts';
import type { PredictionTarget } from './target.ts';

export type { PredictionTarget } from './target.ts';
export { completion, duration, priority };

/** Everything that is predicted; `ml/predictors/index.ts` has a predictor for each. */
export const PREDICTION_TARGETS: readonly PredictionTarget[] = [duration, priority, completion];
