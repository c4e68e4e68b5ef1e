import { completion } from '../../../core/prediction-targets/index.ts';
import type { PredictorDefinition } from '../../learning/predictor.ts';
import { RATE_COLUMNS } from './baseline.ts';
import { CompletionLearner } from './learner.ts';
import { trainCompletion, type CompletionJob } from './model.ts';

export const completionPredictor: PredictorDefinition<CompletionLearner, CompletionJob> = {
  target: completion,
  kind: 'task',
  columns: RATE_COLUMNS,
  create: ({ seed }) => new CompletionLearner(seed),
  load: (state, { seed }) => CompletionLearner.fromState(state, seed),
  train: trainCompletion,
  replayed: ({ value }) => ({ probability: value }),
};
