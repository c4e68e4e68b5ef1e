import { ColumnTable, jsonColumn as json, plainColumn as plain } from '../columns.ts';
import type { FeedbackRecord, PredictionRecord } from './types.ts';

/** Where each field of a logged prediction is kept; its task stands there by row number. */
export const predictionColumns = new ColumnTable<Omit<PredictionRecord, 'taskId'>>('predictions', {
  id: plain('id'),
  taskRevision: plain('task_revision'),
  target: plain('target'),
  modelVersion: plain('model_version'),
  predicted: json('predicted_json'),
  value: plain('value'),
  baseline: plain('baseline'),
  at: plain('at'),
  outcome: plain('outcome'),
  outcomeAt: plain('outcome_at'),
});

export const feedbackColumns = new ColumnTable<FeedbackRecord>('feedback', {
  id: plain('id'),
  predictionId: plain('prediction_id'),
  verdict: plain('verdict'),
  at: plain('at'),
});
