import type { TaskId } from '../../core/ids.ts';
import type { Connection, SqlValue } from '../sqlite.ts';
import { feedbackColumns, predictionColumns } from './columns.ts';
import type { FeedbackReader, PredictionReader, PredictionRecord } from './types.ts';

const SELECT_PREDICTION = `
SELECT ${predictionColumns.select('p')}, t.id AS "taskId" FROM predictions p JOIN tasks t ON t.rid = p.task_rid`;

const NEWEST_FIRST = 'ORDER BY p.at DESC, p.id DESC';

export function predictionReader(db: Connection): PredictionReader {
  const predictions = (clause: string, ...params: SqlValue[]): PredictionRecord[] =>
    db
      .all<Pick<PredictionRecord, 'taskId'>>(`${SELECT_PREDICTION} ${clause}`, ...params)
      .map((row) => predictionColumns.decode(row));
  return {
    get: (id) => predictions('WHERE p.id = ?', id)[0],
    forTask: (taskId, target) =>
      target === undefined
        ? predictions(`WHERE t.id = ? ${NEWEST_FIRST}`, taskId)
        : predictions(`WHERE t.id = ? AND p.target = ? ${NEWEST_FIRST}`, taskId, target),
    ofTarget: (target) => predictions('WHERE p.target = ? ORDER BY p.at, p.id', target),
    outcomesBefore: (target, before, limit) =>
      predictions(
        `WHERE p.target = ? AND p.outcome IS NOT NULL AND (p.outcome_at, p.id) < (?, ?)
         ORDER BY p.outcome_at DESC, p.id DESC LIMIT ?`,
        target,
        before?.outcomeAt ?? Number.MAX_SAFE_INTEGER,
        before?.id ?? '',
        limit,
      ),
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

export function feedbackReader(db: Connection): FeedbackReader {
  return {
    forPrediction: (id) => feedbackColumns.all(db, 'WHERE prediction_id = ? ORDER BY at, id', id),
    since: (at) => feedbackColumns.all(db, 'WHERE at >= ? ORDER BY at, id', at),
  };
}
