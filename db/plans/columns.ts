import type { PlanBlock } from '../../core/problem.ts';
import { ColumnTable, jsonColumn as json, plainColumn as plain } from '../columns.ts';
import type { StoredPlan } from './types.ts';

/** A plan with the one that undo goes back to. */
export interface PlanRow extends StoredPlan {
  beforeRevision: number | null;
}

export const planColumns = new ColumnTable<PlanRow>('plans', {
  revision: plain('revision'),
  computedAt: plain('computed_at'),
  tz: plain('tz'),
  problem: json('problem_json'),
  plan: json('plan_json'),
  beforeRevision: plain('before_revision'),
});

export const blockColumns = new ColumnTable<PlanBlock>('schedule_blocks', {
  taskId: plain('task_id'),
  part: plain('part'),
  parts: plain('parts'),
  start: plain('start_local'),
  end: plain('end_local'),
});
