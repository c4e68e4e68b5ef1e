import { onTime } from '../../../core/prediction-targets/index.ts';
import { versionOf, type ChanceJob } from '../../learning/chance-learner.ts';
import type { PredictorDefinition } from '../../learning/predictor.ts';
import { OnTimeLearner } from './learner.ts';

/** Whether a task is done by its deadline. */
export const onTimePredictor: PredictorDefinition<OnTimeLearner, ChanceJob> = {
  target: onTime,
  kind: 'task',
  create: () => new OnTimeLearner(),
  load: (state) => OnTimeLearner.fromState(state),
  train: versionOf,
  replayed: ({ value }) => ({ probability: value }),
};
