import type { PredictorDefinition } from '../../learning/predictor.ts';
import { SameDayLearner } from './learner.ts';
import { trainSameDay, type SameDayJob } from './model.ts';
import { sameDay } from './target.ts';

export const sameDayPredictor: PredictorDefinition<SameDayLearner, SameDayJob> = {
  target: sameDay,
  kind: 'task',
  create: () => new SameDayLearner(),
  load: (state) => SameDayLearner.fromState(state),
  train: trainSameDay,
};
