import { DaymarkError } from '../../core/errors.ts';
import type { Connection } from '../sqlite.ts';
import { ridOf } from '../tasks/rows.ts';
import { feedbackColumns, predictionColumns } from './columns.ts';
import type { FeedbackWriter, PredictionWriter } from './types.ts';

export function predictionWriter(db: Connection): PredictionWriter {
  return {
    insert: (record) => {
      predictionColumns.insert(db, record, { task_rid: ridOf(db, record.taskId) });
    },
    recordOutcome: (taskId, target, outcome, at) =>
      db.run(
        `UPDATE predictions SET outcome = ?, outcome_at = ?
         WHERE task_rid = ? AND target = ? AND outcome IS NULL`,
        outcome,
        at,
        ridOf(db, taskId),
        target,
      ),
    clearOutcome: (taskId, target) =>
      db.run(
        `UPDATE predictions SET outcome = NULL, outcome_at = NULL
         WHERE task_rid = ? AND target = ? AND outcome IS NOT NULL`,
        ridOf(db, taskId),
        target,
      ),
  };
}

export function feedbackWriter(db: Connection): FeedbackWriter {
  return {
    add: (record) =>
      db.transaction(() => {
        if (!db.get('SELECT 1 FROM predictions WHERE id = ?', record.predictionId)) {
          throw new DaymarkError('notFound', { what: 'prediction', id: record.predictionId });
        }
        feedbackColumns.insert(db, record);
      }),
  };
}
