import { ColumnTable, flagColumn as flag, jsonColumn as json, plainColumn as plain } from '../columns.ts';
import type { ModelWeights, TrainingSession } from './types.ts';

/** Where each field of a model's version is kept; its compressed weights lie beside them. */
export const modelColumns = new ColumnTable<Omit<ModelWeights, 'weights'>>('user_model_weights', {
  modelType: plain('model_type'),
  version: plain('version'),
  metrics: json('metrics'),
  active: flag('is_active'),
  createdAt: plain('created_at'),
});

export const sessionColumns = new ColumnTable<TrainingSession>('ai_training_sessions', {
  id: plain('id'),
  sessionType: plain('session_type'),
  trainingData: json('training_data'),
  feedbackData: json('feedback_data'),
  performanceMetrics: json('performance_metrics'),
  startedAt: plain('started_at'),
  finishedAt: plain('finished_at'),
});
