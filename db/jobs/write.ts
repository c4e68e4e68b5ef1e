import { flag, toJson } from '../columns.ts';
import type { Connection } from '../sqlite.ts';
import { type JobRow, toJob } from './read.ts';
import { type Job, type JobKind, jobKinds, type JobWriter } from './types.ts';

const FIRST_RETRY_MS = 1_000;

const LONGEST_RETRY_MS = 600_000;

const MAX_TRIES = 8;

export const CLAIM_SQL = `
SELECT * FROM jobs INDEXED BY jobs_waiting WHERE state = 'waiting' AND kind = ? AND not_before <= ?
ORDER BY background, job_id LIMIT ?`;

export function jobWriter(db: Connection): JobWriter {
  const due = (at: number, kind: JobKind, limit: number): JobRow[] =>
    db.all<JobRow>(CLAIM_SQL, kind, at, limit);
  const claim = (at: number, rows: readonly JobRow[]): Job[] =>
    db.transaction(() => {
      for (const row of rows) {
        db.run(
          `UPDATE jobs SET state = 'claimed', attempts = attempts + 1, updated_at = ? WHERE job_id = ?`,
          at,
          row.job_id,
        );
      }
      return rows.map((row) => toJob({ ...row, attempts: row.attempts + 1 }));
    });
  return {
    enqueue: (job, at) =>
      db.transaction(() => {
        const taskId = job.taskId ?? '';
        // A waiting job for an older revision or model would only be thrown away by its handler.
        db.run(
          `DELETE FROM jobs WHERE task_id = ? AND kind = ? AND state = 'waiting'
             AND NOT (revision = ? AND model_version = ?)`,
          taskId,
          job.kind,
          job.revision,
          job.modelVersion ?? '',
        );
        return (
          db.run(
            `INSERT INTO jobs (kind, task_id, revision, model_version, payload_json, background, state, not_before,
               updated_at)
             VALUES (?, ?, ?, ?, ?, ?, 'waiting', ?, ?)
             ON CONFLICT (task_id, kind, revision, model_version) DO NOTHING`,
            job.kind,
            taskId,
            job.revision,
            job.modelVersion ?? '',
            toJson(job.payload ?? {}),
            flag(job.background ?? false),
            at,
            at,
          ) > 0
        );
      }),
    claim: (at, kinds = jobKinds) => {
      const first = kinds
        .flatMap((kind) => due(at, kind, 1))
        .sort((a, b) => a.background - b.background || a.job_id - b.job_id)
        .slice(0, 1);
      return claim(at, first)[0];
    },
    claimMany: (at, kind, limit) => claim(at, due(at, kind, limit)),
    finish: (id, at) => {
      db.run(`UPDATE jobs SET state = 'done', error = '', updated_at = ? WHERE job_id = ?`, at, id);
    },
    putOff: (id, notBefore) => {
      db.run(`UPDATE jobs SET not_before = ? WHERE job_id = ? AND state = 'waiting'`, notBefore, id);
    },
    retry: (id, error, at) =>
      db.transaction(() => {
        const row = db.get<JobRow>('SELECT * FROM jobs WHERE job_id = ?', id);
        if (!row) return null;
        const giveUp = row.attempts >= MAX_TRIES;
        const wait = Math.min(FIRST_RETRY_MS * 2 ** (row.attempts - 1), LONGEST_RETRY_MS);
        db.run(
          'UPDATE jobs SET state = ?, not_before = ?, error = ?, updated_at = ? WHERE job_id = ?',
          giveUp ? 'failed' : 'waiting',
          at + wait,
          error,
          at,
          id,
        );
        return giveUp ? null : at + wait;
      }),
    releaseAll: () => db.run(`UPDATE jobs SET state = 'waiting' WHERE state = 'claimed'`),
    reviveFailed: (at) =>
      db.run(
        `UPDATE jobs SET state = 'waiting', attempts = 0, not_before = ?, updated_at = ?
         WHERE state = 'failed'`,
        at,
        at,
      ),
    prune: (before) => db.run(`DELETE FROM jobs WHERE state = 'done' AND updated_at < ?`, before),
  };
}
