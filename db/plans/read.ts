import type { PlanBlock } from '../../core/problem.ts';
import type { Connection } from '../sqlite.ts';
import type { PlanReader, StoredPlan } from './types.ts';

export interface PlanRow {
  revision: number;
  computed_at: number;
  tz: string;
  problem_json: string;
  plan_json: string;
  before_revision: number | null;
}

export const NEWEST_PLAN = 'SELECT * FROM plans ORDER BY revision DESC LIMIT 1';

export function planReader(db: Connection): PlanReader {
  return {
    current: () => toPlan(db.get<PlanRow>(NEWEST_PLAN)),
    previous: () => toPlan(rowBefore(db)),
    get: (revision) => toPlan(db.get<PlanRow>('SELECT * FROM plans WHERE revision = ?', revision)),
    revision: () => db.get<{ n: number | null }>('SELECT max(revision) AS n FROM plans')?.n ?? 0,
    blocks: (from, to) =>
      db.all<PlanBlock>(
        `SELECT task_id AS taskId, start_local AS start, end_local AS "end", part, parts
         FROM schedule_blocks WHERE start_local < ? AND end_local > ? ORDER BY start_local, task_id, part`,
        to,
        from.length === 10 ? `${from}T00:00` : from,
      ),
  };
}

/** The plan that undo would bring back: the one the current plan replaced, however often undo was used before. */
export function rowBefore(db: Connection): PlanRow | undefined {
  return db.get<PlanRow>(
    `SELECT * FROM plans WHERE revision = (SELECT before_revision FROM plans ORDER BY revision DESC LIMIT 1)`,
  );
}

export function toPlan(row: PlanRow | undefined): StoredPlan | undefined {
  return (
    row && {
      revision: row.revision,
      computedAt: row.computed_at,
      tz: row.tz,
      problem: JSON.parse(row.problem_json) as StoredPlan['problem'],
      plan: JSON.parse(row.plan_json) as StoredPlan['plan'],
    }
  );
}
