import { followThrough } from '../../../core/prediction-targets/index.ts';
import { trainDayNetwork, type DayNetworkJob } from '../../behavior/day-network/train.ts';
import type { PredictorDefinition } from '../../learning/predictor.ts';
import { FollowThroughLearner } from './learner.ts';

/** Whether a task is done on the day it is planned for; what it expects of that day, the other predictors see. */
export const followThroughPredictor: PredictorDefinition<FollowThroughLearner, DayNetworkJob> = {
  target: followThrough,
  kind: 'task',
  create: ({ seed }) => new FollowThroughLearner(seed),
  load: (state, { seed }) => FollowThroughLearner.fromState(state, seed),
  train: trainDayNetwork,
  replayed: ({ value }) => ({ probability: value }),
};
