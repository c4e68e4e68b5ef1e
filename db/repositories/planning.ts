import type { PlanBlock } from '../../core/problem.ts';
import type { Connection } from '../sqlite.ts';
import type {
  FocusMark,
  FocusMarkReader,
  FocusMarkWriter,
  PlanReader,
  PlanWriter,
  StoredPlan,
} from '../types/planning.ts';
import type { Journal } from '../write/journal.ts';
import { toJson } from './task-rows.ts';

/** Plans that are kept so that they can be taken back. */
const KEPT = 20;

interface PlanRow {
  revision: number;
  computed_at: number;
  tz: string;
  problem_json: string;
  plan_json: string;
  before_revision: number | null;
}

const NEWEST = 'SELECT * FROM plans ORDER BY revision DESC LIMIT 1';

export function planReader(db: Connection): PlanReader {
  return {
    current: () => toPlan(db.get<PlanRow>(NEWEST)),
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
        const newest = db.get<PlanRow>(NEWEST);
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

export function focusMarkReader(db: Connection): FocusMarkReader {
  return {
    list: () =>
      db.all<FocusMark>(
        'SELECT id, kind, start_local AS start, end_local AS "end" FROM focus_marks ORDER BY start_local, id',
      ),
  };
}

export function focusMarkWriter(db: Connection, journal: Journal): FocusMarkWriter {
  return {
    put: ({ id, kind, start, end }) => {
      journal.track('focus_marks', id, () =>
        db.run(
          'INSERT OR REPLACE INTO focus_marks (id, kind, start_local, end_local) VALUES (?, ?, ?, ?)',
          id,
          kind,
          start,
          end,
        ),
      );
    },
    remove: (id) => journal.remove('focus_marks', id),
  };
}

/** The plan that undo would bring back: the one the current plan replaced, however often undo was used before. */
function rowBefore(db: Connection): PlanRow | undefined {
  return db.get<PlanRow>(
    `SELECT * FROM plans WHERE revision = (SELECT before_revision FROM plans ORDER BY revision DESC LIMIT 1)`,
  );
}

function toPlan(row: PlanRow | undefined): StoredPlan | undefined {
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
