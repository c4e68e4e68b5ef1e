export type { NewRow } from './learners.ts';
export type {
  ChoicePredictor,
  ModelTask,
  Prediction,
  Predictor,
  PredictorContext,
  PredictorDefinition,
  TaskPredictor,
} from './predictor.ts';
export { PredictorSet } from './predictor-set.ts';
export { ReplaySession, type EmbedTexts, type ReplayOptions } from './replay.ts';
