import type { Connection } from '../sqlite.ts';
import { jobColumns } from './columns.ts';
import { type Job, type JobKind, jobKinds, type JobWriter } from './types.ts';

const FIRST_RETRY_MS = 1_000;

const LONGEST_RETRY_MS = 600_000;

const MAX_TRIES = 8;

/** Due jobs of a kind in the order in which they are taken. */
export const CLAIM_SQL = jobColumns.query(
  `INDEXED BY jobs_waiting WHERE state = 'waiting' AND kind = ? AND not_before <= ?
   ORDER BY background, job_id LIMIT ?`,
);

export function jobWriter(db: Connection): JobWriter {
  const due = (at: number, kind: JobKind, limit: number): Job[] =>
    db.all<object>(CLAIM_SQL, kind, at, limit).map((row) => jobColumns.decode(row));
  const claim = (at: number, jobs: readonly Job[]): Job[] =>
    db.transaction(() =>
      jobs.map((job) => {
        const attempts = job.attempts + 1;
        jobColumns.update(db, { attempts }, { state: 'claimed', updated_at: at }, 'job_id = ?', job.id);
        return { ...job, attempts };
      }),
    );
  return {
    enqueue: (job, at) =>
      db.transaction(() => {
        const { modelVersion = '', payload = {}, background = false } = job;
        // A waiting job for an older revision or model would only be thrown away by its handler.
        db.run(
          `DELETE FROM jobs WHERE task_id = ? AND kind = ? AND state = 'waiting'
             AND NOT (revision = ? AND model_version = ?)`,
          job.taskId ?? '',
          job.kind,
          job.revision,
          modelVersion,
        );
        return jobColumns.insertNew(
          db,
          { ...job, modelVersion, payload, background, notBefore: at },
          { state: 'waiting', updated_at: at },
        );
      }),
    claim: (at, kinds = jobKinds) => {
      const first = kinds
        .flatMap((kind) => due(at, kind, 1))
        .sort((a, b) => Number(a.background) - Number(b.background) || a.id - b.id)
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
        const job = jobColumns.get(db, 'WHERE job_id = ?', id);
        if (!job) return null;
        const giveUp = job.attempts >= MAX_TRIES;
        const wait = Math.min(FIRST_RETRY_MS * 2 ** (job.attempts - 1), LONGEST_RETRY_MS);
        const state = giveUp ? 'failed' : 'waiting';
        jobColumns.update(db, { notBefore: at + wait, error }, { state, updated_at: at }, 'job_id = ?', id);
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
