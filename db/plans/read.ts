import type { Connection } from '../sqlite.ts';
import { blockColumns, planColumns, type PlanRow } from './columns.ts';
import type { PlanReader, StoredPlan } from './types.ts';

export const NEWEST = 'ORDER BY revision DESC LIMIT 1';

export function planReader(db: Connection): PlanReader {
  return {
    current: () => toPlan(planColumns.get(db, NEWEST)),
    previous: () => toPlan(rowBefore(db)),
    get: (revision) => toPlan(planColumns.get(db, 'WHERE revision = ?', revision)),
    revision: () => db.get<{ n: number | null }>('SELECT max(revision) AS n FROM plans')?.n ?? 0,
    zone: () => db.get<{ tz: string }>(`SELECT tz FROM plans ${NEWEST}`)?.tz,
    blocks: (from, to) =>
      blockColumns.all(
        db,
        'WHERE start_local < ? AND end_local > ? ORDER BY start_local, task_id, part',
        to,
        from.length === 10 ? `${from}T00:00` : from,
      ),
  };
}

/** The plan that undo would bring back: the one the current plan replaced, however often undo was used before. */
export function rowBefore(db: Connection): PlanRow | undefined {
  return planColumns.get(db, `WHERE revision = (SELECT before_revision FROM plans ${NEWEST})`);
}

function toPlan(row: PlanRow | undefined): StoredPlan | undefined {
  if (!row) return undefined;
  const { beforeRevision: _, ...plan } = row;
  return plan;
}
