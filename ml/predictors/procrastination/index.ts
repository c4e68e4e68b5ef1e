import { procrastination } from '../../../core/prediction-targets/index.ts';
import { versionOf, type ChanceJob } from '../../learning/chance-learner.ts';
import type { PredictorDefinition } from '../../learning/predictor.ts';
import { ProcrastinationLearner } from './learner.ts';

/** Whether a task is put off. */
export const procrastinationPredictor: PredictorDefinition<ProcrastinationLearner, ChanceJob> = {
  target: procrastination,
  kind: 'task',
  create: () => new ProcrastinationLearner(),
  load: (state) => ProcrastinationLearner.fromState(state),
  train: versionOf,
};
