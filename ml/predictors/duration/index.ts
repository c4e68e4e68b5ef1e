export { durationPredictor } from './definition.ts';
export { DurationForest } from './forest.ts';
export { DurationLearner, type DurationAnswer } from './learner.ts';
export { levelOf } from './predictive.ts';
export type { PhraseEstimate } from './experts.ts';
