export {
  CompletionLearner,
  ROW_COLUMNS,
  trainCompletion,
  type CompletionAnswer,
  type CompletionJob,
  type CompletionResult,
} from './completion-learner.ts';
export { coldStartOf, type ColdStart, type OnboardingAnswers } from './cold-start.ts';
export { DurationLearner, type DurationAnswer, type DurationLearnerOptions } from './duration-learner.ts';
export { readMoment, type HistoryMoment } from './history-time.ts';
export { type LedgerEntry } from './ledger.ts';
export { ReplaySession, type EmbedTexts, type ReplayOptions } from './replay.ts';
export {
  runTraining,
  type RetrainReason,
  type TrainingJob,
  type TrainingReport,
  type TrainingResult,
} from './training.ts';
