export { completionPredictor } from './definition.ts';
export { CompletionLearner, type CompletionAnswer } from './learner.ts';
