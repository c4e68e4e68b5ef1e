import type { Connection } from '../sqlite.ts';
import { blockColumns, planColumns, type PlanRow } from './columns.ts';
import { NEWEST, rowBefore } from './read.ts';
import type { PlanWriter, StoredPlan } from './types.ts';

/** Plans that are kept so that they can be taken back. */
const KEPT = 20;

export function planWriter(db: Connection): PlanWriter {
  const newestRevision = (): number =>
    db.get<{ n: number | null }>('SELECT max(revision) AS n FROM plans')?.n ?? 0;
  const accept = (plan: Omit<StoredPlan, 'revision'>, beforeRevision: number | null): StoredPlan => {
    const stored = { ...plan, revision: newestRevision() + 1 };
    planColumns.insert(db, { ...stored, beforeRevision });
    db.run('DELETE FROM schedule_blocks');
    for (const block of plan.plan.blocks) blockColumns.insert(db, block, { plan_revision: stored.revision });
    db.run('DELETE FROM plans WHERE revision <= ?', stored.revision - KEPT);
    return stored;
  };
  /** An older plan under a new revision. */
  const acceptAgain = (row: PlanRow | undefined, at: number): StoredPlan | undefined => {
    if (!row) return undefined;
    const { revision: _, beforeRevision, ...plan } = row;
    return accept({ ...plan, computedAt: at }, beforeRevision);
  };
  return {
    accept: (plan, replacing) =>
      db.transaction(() => {
        const newest = newestFacts(db);
        const takesPlace = newest !== undefined && newest.revision === replacing;
        return accept(plan, takesPlace ? newest.beforeRevision : (newest?.revision ?? null));
      }),
    restore: (revision, at) =>
      db.transaction(() => acceptAgain(planColumns.get(db, 'WHERE revision = ?', revision), at)),
    undo: (at) => db.transaction(() => acceptAgain(rowBefore(db), at)),
  };
}

/** Without the plan itself and its problem, which are large. */
function newestFacts(db: Connection): Pick<PlanRow, 'revision' | 'beforeRevision'> | undefined {
  return db.get(`SELECT revision, before_revision AS "beforeRevision" FROM plans ${NEWEST}`);
}
