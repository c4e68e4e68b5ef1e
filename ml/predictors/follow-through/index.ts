import { followThrough } from '../../../core/prediction-targets/index.ts';
import { trainRhythm, type RhythmJob } from '../../behavior/rhythm/train.ts';
import type { PredictorDefinition } from '../../learning/predictor.ts';
import { FollowThroughLearner } from './learner.ts';

/** Whether a task is done on the day it is planned for; what it expects of that day, the other predictors see. */
export const followThroughPredictor: PredictorDefinition<FollowThroughLearner, RhythmJob> = {
  target: followThrough,
  kind: 'task',
  create: ({ seed }) => new FollowThroughLearner(seed),
  load: (state, { seed }) => FollowThroughLearner.fromState(state, seed),
  train: trainRhythm,
  replayed: ({ value }) => ({ probability: value }),
};
