import type { TaskId } from '../../core/ids.ts';
import type { Connection } from '../sqlite.ts';
import type { Job, JobKind, JobReader } from './types.ts';

export interface JobRow {
  job_id: number;
  kind: JobKind;
  task_id: string;
  revision: number;
  model_version: string;
  payload_json: string;
  background: number;
  attempts: number;
  not_before: number;
  error: string;
}

/** Those that wait come out of their own index, the few that are claimed out of another. */
const PENDING_SQL = `
SELECT (SELECT count(*) FROM jobs INDEXED BY jobs_waiting WHERE state = 'waiting' AND kind = ?)
  + (SELECT count(*) FROM jobs WHERE state = 'claimed' AND kind = ?) AS n`;

export function jobReader(db: Connection): JobReader {
  return {
    pending: (kind) =>
      (kind === undefined
        ? db.get<{ n: number }>(`SELECT count(*) AS n FROM jobs WHERE state IN ('waiting', 'claimed')`)
        : db.get<{ n: number }>(PENDING_SQL, kind, kind)
      )?.n ?? 0,
    awaited: (kind) =>
      db.get<{ n: number }>(
        `SELECT (SELECT count(*) FROM jobs INDEXED BY jobs_waiting
             WHERE state = 'waiting' AND kind = ? AND background = 0)
           + (SELECT count(*) FROM jobs WHERE state = 'claimed' AND kind = ? AND background = 0) AS n`,
        kind,
        kind,
      )?.n ?? 0,
    waiting: (kind) => {
      const row = db.get<JobRow>(
        `SELECT * FROM jobs INDEXED BY jobs_waiting WHERE state = 'waiting' AND kind = ?
         ORDER BY background, job_id LIMIT 1`,
        kind,
      );
      return row && toJob(row);
    },
    nextDue: () =>
      db.get<{ at: number | null }>(`SELECT min(not_before) AS at FROM jobs WHERE state = 'waiting'`)?.at ??
      null,
    failed: (limit = 100) =>
      db
        .all<JobRow>(`SELECT * FROM jobs WHERE state = 'failed' ORDER BY updated_at DESC LIMIT ?`, limit)
        .map((row) => Object.assign(toJob(row), { error: row.error })),
  };
}

export function toJob(row: JobRow): Job {
  return {
    id: row.job_id,
    kind: row.kind,
    taskId: row.task_id === '' ? null : (row.task_id as TaskId),
    revision: row.revision,
    modelVersion: row.model_version,
    payload: JSON.parse(row.payload_json) as Record<string, unknown>,
    background: row.background === 1,
    attempts: row.attempts,
    notBefore: row.not_before,
  };
}
