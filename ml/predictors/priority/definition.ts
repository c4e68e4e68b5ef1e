import { priority } from '../../../core/prediction-targets/index.ts';
import type { PredictorContext, PredictorDefinition } from '../../learning/predictor.ts';
import { readableBase } from './base-models.ts';
import { PriorityLearner, type PriorityLearnerOptions } from './learner.ts';
import { trainPriority, type PriorityJob } from './model.ts';
import { ReplayOrder } from './replay.ts';

/** Which of the open tasks a person takes first. */
export const priorityPredictor: PredictorDefinition<PriorityLearner, PriorityJob> = {
  target: priority,
  kind: 'choice',
  create: (context) => new PriorityLearner(optionsOf(context)),
  load: (state, context) => PriorityLearner.fromState(state, optionsOf(context)),
  train: trainPriority,
  inHistory: (learner) => new ReplayOrder(learner),
};

function optionsOf({ seed, coldStart, baseModels = null }: PredictorContext): PriorityLearnerOptions {
  return { seed, clusters: readableBase(baseModels), leanings: coldStart?.leanings };
}
