import { DaymarkError } from '../../core/errors.ts';
import { toJson } from '../columns.ts';
import type { Connection } from '../sqlite.ts';
import { ridOf } from '../tasks/rows.ts';
import type { FeedbackWriter, PredictionWriter } from './types.ts';

export function predictionWriter(db: Connection): PredictionWriter {
  return {
    insert: (record) => {
      db.run(
        `INSERT INTO predictions
           (id, task_rid, task_revision, target, model_version, predicted_json, value, baseline, at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        record.id,
        ridOf(db, record.taskId),
        record.taskRevision,
        record.target,
        record.modelVersion,
        toJson(record.predicted),
        record.value,
        record.baseline,
        record.at,
      );
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
        db.run(
          'INSERT INTO feedback (id, prediction_id, verdict, at) VALUES (?, ?, ?, ?)',
          record.id,
          record.predictionId,
          record.verdict,
          record.at,
        );
      }),
  };
}
