import type { PredictionId, TaskId } from '../../core/ids.ts';
import type { CaptureObservation, VocabularyRule } from '../../core/language.ts';

/** One entry of the prediction ledger. */
export interface PredictionRecord {
  id: PredictionId;
  taskId: TaskId;
  taskRevision: number;
  /** What was predicted: `duration`, `priority`, `completion`, … */
  target: string;
  modelVersion: string;
  /** The guess as the predictor gave it; for `duration` minutes p10, p50, p90. */
  predicted: Record<string, unknown>;
  /** The one number errors are taken on: minutes, score or probability. */
  value: number;
  /** The baseline's guess for the same, when there is one. */
  baseline: number | null;
  at: number;
  /** What then happened, in the unit of `value`; null until known. */
  outcome: number | null;
  outcomeAt: number | null;
}
export interface PredictionReader {
  get(id: PredictionId): PredictionRecord | undefined;
  /** Newest first. */
  forTask(taskId: TaskId, target?: string): PredictionRecord[];
  /** Entries with an outcome, newest outcome first, keyset by (outcomeAt, id). */
  outcomesBefore(
    target: string,
    before: { outcomeAt: number; id: string } | null,
    limit: number,
  ): PredictionRecord[];
  targets(): string[];
  /** Tasks of which something was said, with no outcome yet, that were made before an instant and are still open. */
  openSince(target: string, before: number, limit: number): TaskId[];
}
export interface PredictionWriter {
  insert(record: Omit<PredictionRecord, 'outcome' | 'outcomeAt'>): void;
  /** Joins what happened to every entry of the task and target that has no outcome yet; answers how many. */
  recordOutcome(taskId: TaskId, target: string, outcome: number, at: number): number;
  /** Takes outcomes back when a task is reopened; answers how many. */
  clearOutcome(taskId: TaskId, target: string): number;
}

export interface FeedbackRecord {
  id: string;
  predictionId: PredictionId;
  verdict: 'tooLong' | 'tooShort' | 'notNow' | 'yes';
  at: number;
}
export interface FeedbackReader {
  forPrediction(id: PredictionId): FeedbackRecord[];
  since(at: number): FeedbackRecord[];
}
export interface FeedbackWriter {
  /** Throws `notFound` when there is no such prediction. */
  add(record: FeedbackRecord): void;
}

export interface VocabularyReader {
  /** Most supported first. */
  list(): VocabularyRule[];
  get(id: string): VocabularyRule | undefined;
  /** The learner's own JSON, null at first. */
  learnerState(): string | null;
  /** Observations the learner has not seen, oldest first, with the number to give to `markLearned`. */
  unlearned(limit: number): { upTo: number; observations: CaptureObservation[] };
}
export interface VocabularyWriter {
  /** Takes the learner's answer: replaces all rules and the state, and marks observations up to `upTo` as seen. */
  store(learned: { rules: readonly VocabularyRule[]; state: string; upTo: number }): void;
  /** Inserts or replaces one rule. */
  put(rule: VocabularyRule): void;
  remove(id: string): boolean;
  observe(observation: CaptureObservation, taskId: TaskId | null): void;
  /** Counts one use of each rule. */
  used(ids: readonly string[], at: number): void;
}

/** Learned weights of one model, as the ml process gave them; stored compressed. */
export interface ModelWeights {
  modelType: string;
  version: number;
  weights: Uint8Array;
  metrics: Record<string, unknown>;
  active: boolean;
  createdAt: number;
}
export type ModelVersion = Omit<ModelWeights, 'weights'> & { bytes: number };
export interface ModelWeightsReader {
  active(modelType: string): ModelWeights | undefined;
  get(modelType: string, version: number): ModelWeights | undefined;
  /** Newest first, without the weights. */
  versions(modelType: string): ModelVersion[];
  types(): string[];
}
export interface ModelWeightsWriter {
  /** Stores a new version (one above the newest) and answers its number. */
  save(model: Omit<ModelWeights, 'version'>): number;
  /** Makes a version the active one of its type; throws `notFound`. */
  activate(modelType: string, version: number): void;
  /** No version of the type is active afterwards. */
  deactivate(modelType: string): void;
  /** Keeps the active and the newest `keep` versions; answers how many went. */
  prune(modelType: string, keep: number): number;
}

export interface TrainingSession {
  id: string;
  sessionType: string;
  /** Summary of what was trained on: counts and spans, never texts. */
  trainingData: Record<string, unknown>;
  feedbackData: Record<string, unknown>;
  performanceMetrics: Record<string, unknown>;
  startedAt: number;
  finishedAt: number | null;
}
export interface TrainingSessionReader {
  /** Newest first. */
  list(limit?: number): TrainingSession[];
}
export interface TrainingSessionWriter {
  /** Inserts or replaces. */
  put(session: TrainingSession): void;
}

export interface BehaviorPattern {
  patternType: string;
  patternData: Record<string, unknown>;
  /** 0–1. */
  confidenceScore: number;
  updatedAt: number;
}
export interface PatternReader {
  get(patternType: string): BehaviorPattern | undefined;
  list(): BehaviorPattern[];
}
export interface PatternWriter {
  put(pattern: BehaviorPattern): void;
}
