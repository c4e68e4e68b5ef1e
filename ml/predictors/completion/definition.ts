import { completion } from '../../../core/prediction-targets/index.ts';
import type { PredictorDefinition } from '../../learning/predictor.ts';
import { CompletionLearner } from './learner.ts';
import { OWN_COLUMNS, trainCompletion, type CompletionJob } from './model.ts';

/** Whether an open task gets done at all. */
export const completionPredictor: PredictorDefinition<CompletionLearner, CompletionJob> = {
  target: completion,
  kind: 'task',
  columns: OWN_COLUMNS,
  create: ({ seed }) => new CompletionLearner(seed),
  load: (state, { seed }) => CompletionLearner.fromState(state, seed),
  train: trainCompletion,
  replayed: ({ value }) => ({ probability: value }),
};
