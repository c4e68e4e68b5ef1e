import type { PredictorDefinition } from '../learning/predictor.ts';
import { completionPredictor } from './completion/index.ts';
import { durationPredictor } from './duration/index.ts';
import { followThroughPredictor } from './follow-through/index.ts';
import { onTimePredictor } from './on-time/index.ts';
import { priorityPredictor } from './priority/index.ts';
import { procrastinationPredictor } from './procrastination/index.ts';

/** Every predictor, in the order in which they are asked and trained; one for each of `core/prediction-targets`'s targets. */
export const PREDICTORS: readonly PredictorDefinition[] = [
  durationPredictor,
  priorityPredictor,
  completionPredictor,
  onTimePredictor,
  procrastinationPredictor,
  followThroughPredictor,
];
