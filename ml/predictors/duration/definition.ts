import { duration } from '../../../core/prediction-targets/index.ts';
import type { PredictorDefinition } from '../../learning/predictor.ts';
import { DurationLearner, type DurationAnswer } from './learner.ts';
import { trainDuration, type DurationJob } from './model.ts';

/** How many minutes a task takes, as quantiles. */
export const durationPredictor: PredictorDefinition<DurationLearner, DurationJob> = {
  target: duration,
  kind: 'task',
  eager: true,
  create: ({ seed, phrases, coldStart, trees }, features) =>
    new DurationLearner(features, { seed, phrases, trees, pace: coldStart?.pace }),
  load: (state, { seed, phrases, coldStart, trees }, features) =>
    DurationLearner.fromState(state, features, { seed, phrases, trees, pace: coldStart?.pace }),
  train: trainDuration,
  logged: (answer) => {
    const { p10, p50, p90, source } = answer as DurationAnswer;
    return { p10, p50, p90, source };
  },
  replayed: (answer) => {
    const { quantiles, source } = answer as DurationAnswer;
    const [p10, p50, p90] = quantiles;
    return { p10, p50, p90, source };
  },
};
