import type { PredictionId, TaskId } from '../../core/ids.ts';

/** One entry of the prediction log. */
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

/** The prediction log: what was predicted of tasks, and what then happened. */
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
  /** Everything said of a target, oldest first. */
  ofTarget(target: string): PredictionRecord[];
  targets(): string[];
  /** Tasks of which something was said, with no outcome yet, that were made before an instant and are still open. */
  openSince(target: string, before: number, limit: number): TaskId[];
  /** The same for those with a deadline, earliest first; it is local to the task's zone. */
  openWithDeadline(target: string, limit: number): { id: TaskId; deadline: string; tz: string }[];
  /** Open tasks that have an outcome all the same, newest first, and when it was recorded first. */
  concluded(target: string, limit: number): { id: TaskId; outcome: number; at: number }[];
}

/** Logs predictions and joins outcomes to them. */
export interface PredictionWriter {
  insert(record: Omit<PredictionRecord, 'outcome' | 'outcomeAt'>): void;
  /** Joins what happened to every entry of the task and target that has no outcome yet; answers how many. */
  recordOutcome(taskId: TaskId, target: string, outcome: number, at: number): number;
  /** Takes outcomes back when a task is reopened; answers how many. */
  clearOutcome(taskId: TaskId, target: string): number;
}

/** What the person said of a prediction. */
export interface FeedbackRecord {
  id: string;
  predictionId: PredictionId;
  verdict: 'tooLong' | 'tooShort' | 'notNow' | 'yes';
  at: number;
}

/** What was said of predictions. */
export interface FeedbackReader {
  forPrediction(id: PredictionId): FeedbackRecord[];
  since(at: number): FeedbackRecord[];
}

/** Keeps what is said of a prediction. */
export interface FeedbackWriter {
  /** Throws `notFound` when there is no such prediction. */
  add(record: FeedbackRecord): void;
}
