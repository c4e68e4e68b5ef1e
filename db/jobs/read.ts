import type { Connection } from '../sqlite.ts';
import { jobColumns } from './columns.ts';
import type { JobReader } from './types.ts';

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
    waiting: (kind) =>
      jobColumns.get(
        db,
        `INDEXED BY jobs_waiting WHERE state = 'waiting' AND kind = ? ORDER BY background, job_id LIMIT 1`,
        kind,
      ),
    nextDue: () =>
      db.get<{ at: number | null }>(`SELECT min(not_before) AS at FROM jobs WHERE state = 'waiting'`)?.at ??
      null,
    failed: (limit = 100) =>
      jobColumns.all(db, `WHERE state = 'failed' ORDER BY updated_at DESC LIMIT ?`, limit),
  };
}
