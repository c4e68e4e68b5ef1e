import type { PredictionId, TaskId } from '../../core/ids.ts';
import type { Connection } from '../sqlite.ts';
import type { FeedbackReader, FeedbackRecord, PredictionReader, PredictionRecord } from './types.ts';

interface PredictionRow {
  id: string;
  task_id: string;
  task_revision: number;
  target: string;
  model_version: string;
  predicted_json: string;
  value: number;
  baseline: number | null;
  at: number;
  outcome: number | null;
  outcome_at: number | null;
}

const SELECT_PREDICTION = 'SELECT p.*, t.id AS task_id FROM predictions p JOIN tasks t ON t.rid = p.task_rid';

export function predictionReader(db: Connection): PredictionReader {
  return {
    get: (id) => {
      const row = db.get<PredictionRow>(`${SELECT_PREDICTION} WHERE p.id = ?`, id);
      return row && toPrediction(row);
    },
    forTask: (taskId, target) =>
      (target === undefined
        ? db.all<PredictionRow>(`${SELECT_PREDICTION} WHERE t.id = ? ORDER BY p.at DESC, p.id DESC`, taskId)
        : db.all<PredictionRow>(
            `${SELECT_PREDICTION} WHERE t.id = ? AND p.target = ? ORDER BY p.at DESC, p.id DESC`,
            taskId,
            target,
          )
      ).map(toPrediction),
    outcomesBefore: (target, before, limit) =>
      db
        .all<PredictionRow>(
          `${SELECT_PREDICTION} WHERE p.target = ? AND p.outcome IS NOT NULL AND (p.outcome_at, p.id) < (?, ?)
           ORDER BY p.outcome_at DESC, p.id DESC LIMIT ?`,
          target,
          before?.outcomeAt ?? Number.MAX_SAFE_INTEGER,
          before?.id ?? '',
          limit,
        )
        .map(toPrediction),
    openSince: (target, before, limit) =>
      db
        .all<{ id: TaskId }>(
          `SELECT t.id FROM tasks t INDEXED BY tasks_status_created
           WHERE t.status = 'open' AND t.created_at < ? AND EXISTS (
             SELECT 1 FROM predictions p WHERE p.task_rid = t.rid AND p.target = ? AND p.outcome IS NULL)
           ORDER BY t.created_at, t.id LIMIT ?`,
          before,
          target,
          limit,
        )
        .map((row) => row.id),
    openWithDeadline: (target, limit) =>
      db.all<{ id: TaskId; deadline: string; tz: string }>(
        `SELECT t.id, t.deadline, t.tz FROM tasks t INDEXED BY tasks_status_created
         WHERE t.status = 'open' AND t.deadline IS NOT NULL AND EXISTS (
           SELECT 1 FROM predictions p WHERE p.task_rid = t.rid AND p.target = ? AND p.outcome IS NULL)
         ORDER BY t.deadline, t.id LIMIT ?`,
        target,
        limit,
      ),
    concluded: (target, limit) =>
      db.all<{ id: TaskId; outcome: number; at: number }>(
        `SELECT t.id, p.outcome, min(p.outcome_at) AS at FROM tasks t INDEXED BY tasks_status_created
         JOIN predictions p ON p.task_rid = t.rid AND p.target = ? AND p.outcome IS NOT NULL
         WHERE t.status = 'open' GROUP BY t.rid ORDER BY at DESC LIMIT ?`,
        target,
        limit,
      ),
    targets: () =>
      db.all<{ t: string }>('SELECT DISTINCT target AS t FROM predictions ORDER BY t').map((row) => row.t),
  };
}

function toPrediction(row: PredictionRow): PredictionRecord {
  return {
    id: row.id as PredictionId,
    taskId: row.task_id as TaskId,
    taskRevision: row.task_revision,
    target: row.target,
    modelVersion: row.model_version,
    predicted: JSON.parse(row.predicted_json) as Record<string, unknown>,
    value: row.value,
    baseline: row.baseline,
    at: row.at,
    outcome: row.outcome,
    outcomeAt: row.outcome_at,
  };
}

const SELECT_FEEDBACK = 'SELECT id, prediction_id AS predictionId, verdict, at FROM feedback';

export function feedbackReader(db: Connection): FeedbackReader {
  return {
    forPrediction: (id) =>
      db.all<FeedbackRecord>(`${SELECT_FEEDBACK} WHERE prediction_id = ? ORDER BY at, id`, id),
    since: (at) => db.all<FeedbackRecord>(`${SELECT_FEEDBACK} WHERE at >= ? ORDER BY at, id`, at),
  };
}
