import type { Plan, PlanBlock } from '../../core/problem.ts';

/** What became of one block between two plans. */
export interface BlockChange {
  taskId: string;
  part: number;
  before: PlanBlock | null;
  after: PlanBlock | null;
}

/** How one plan differs from another, by task. */
export interface PlanDiff {
  moved: BlockChange[];
  added: BlockChange[];
  removed: BlockChange[];
}

/**
 * Which blocks differ. Blocks of a task that stand exactly where one stood before are the same block, whatever
 * their number; the others are matched in time order, and what is left over was added or removed.
 */
export function diffPlans(before: Pick<Plan, 'blocks'>, after: Pick<Plan, 'blocks'>): PlanDiff {
  const diff: PlanDiff = { moved: [], added: [], removed: [] };
  const old = byTask(before.blocks);
  const now = byTask(after.blocks);
  for (const taskId of new Set([...old.keys(), ...now.keys()])) {
    const was = old.get(taskId) ?? [];
    const is = now.get(taskId) ?? [];
    const same = (a: PlanBlock, b: PlanBlock): boolean => a.start === b.start && a.end === b.end;
    const gone = was.filter((block) => !is.some((other) => same(block, other)));
    const fresh = is.filter((block) => !was.some((other) => same(block, other)));
    for (let i = 0; i < Math.max(gone.length, fresh.length); i++) {
      const change = {
        taskId,
        part: (fresh[i] ?? gone[i])!.part,
        before: gone[i] ?? null,
        after: fresh[i] ?? null,
      };
      if (!change.before) diff.added.push(change);
      else if (!change.after) diff.removed.push(change);
      else diff.moved.push(change);
    }
  }
  return diff;
}

function byTask(blocks: readonly PlanBlock[]): Map<string, PlanBlock[]> {
  const groups = new Map<string, PlanBlock[]>();
  for (const block of blocks.toSorted((a, b) => (a.start < b.start ? -1 : 1))) {
    const group = groups.get(block.taskId);
    if (group) group.push(block);
    else groups.set(block.taskId, [block]);
  }
  return groups;
}
