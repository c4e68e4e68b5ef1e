import { toJson } from '../columns.ts';
import type { Connection } from '../sqlite.ts';
import { NEWEST_PLAN, type PlanRow, rowBefore, toPlan } from './read.ts';
import type { PlanWriter, StoredPlan } from './types.ts';

/** Plans that are kept so that they can be taken back. */
const KEPT = 20;

export function planWriter(db: Connection): PlanWriter {
  const accept = (plan: Omit<StoredPlan, 'revision'>, before: number | null): StoredPlan => {
    const revision = (db.get<{ n: number | null }>('SELECT max(revision) AS n FROM plans')?.n ?? 0) + 1;
    db.run(
      `INSERT INTO plans (revision, computed_at, tz, problem_json, plan_json, before_revision)
       VALUES (?, ?, ?, ?, ?, ?)`,
      revision,
      plan.computedAt,
      plan.tz,
      toJson(plan.problem),
      toJson(plan.plan),
      before,
    );
    db.run('DELETE FROM schedule_blocks');
    for (const block of plan.plan.blocks) {
      db.run(
        `INSERT INTO schedule_blocks (plan_revision, task_id, part, parts, start_local, end_local)
         VALUES (?, ?, ?, ?, ?, ?)`,
        revision,
        block.taskId,
        block.part,
        block.parts,
        block.start,
        block.end,
      );
    }
    db.run('DELETE FROM plans WHERE revision <= ?', revision - KEPT);
    return { ...plan, revision };
  };
  return {
    accept: (plan, replacing) =>
      db.transaction(() => {
        const newest = db.get<PlanRow>(NEWEST_PLAN);
        const takesPlace = newest !== undefined && newest.revision === replacing;
        return accept(plan, takesPlace ? newest.before_revision : (newest?.revision ?? null));
      }),
    restore: (revision, at) =>
      db.transaction(() => {
        const row = db.get<PlanRow>('SELECT * FROM plans WHERE revision = ?', revision);
        const plan = toPlan(row);
        if (!row || !plan) return undefined;
        return accept({ ...plan, computedAt: at }, row.before_revision);
      }),
    undo: (at) =>
      db.transaction(() => {
        const before = rowBefore(db);
        const plan = toPlan(before);
        if (!plan || !before) return undefined;
        return accept(
          { computedAt: at, tz: plan.tz, problem: plan.problem, plan: plan.plan },
          before.before_revision,
        );
      }),
  };
}
