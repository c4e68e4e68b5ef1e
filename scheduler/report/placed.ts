import type { Plan, PlanBlock, Problem } from '../../core/problem.ts';
import type { Placement } from '../constraints/index.ts';
import { compile, NEVER, type Model } from '../model/model.ts';
import type { PinConflict } from '../model/pins.ts';

/** The problem as the plan understood it: a pin that it could not hold takes no time in it. */
export function compileFor(problem: Problem, plan: Pick<Plan, 'blocks'>): Model {
  const planned = new Set(plan.blocks.map((block) => block.taskId));
  const dropped = new Map<number, PinConflict>();
  problem.tasks.forEach(({ id, pinnedStart }, task) => {
    if (pinnedStart !== undefined && !planned.has(id)) dropped.set(task, { reason: 'pinConflict' });
  });
  return compile(problem, { dropped });
}

/** One part of a task on the minute axis. */
export interface Part {
  task: number;
  from: number;
  to: number;
}

/** The blocks of a plan as parts, in time order. Blocks of tasks that the problem does not have are left out. */
export function partsOf(model: Model, blocks: readonly PlanBlock[]): Part[] {
  const parts: Part[] = [];
  for (const block of blocks) {
    const task = model.indexOf.get(block.taskId);
    if (task === undefined) continue;
    parts.push({ task, from: model.timeline.minuteOf(block.start), to: model.timeline.minuteOf(block.end) });
  }
  return parts.sort((a, b) => a.from - b.from || a.task - b.task);
}

/** A placement built from parts, independent of how the search stores one; for scoring and what-if questions. */
export function placementOf(
  model: Model,
  parts: readonly Part[],
): { at: Placement; heads: { from: number; count: number } } {
  const count = model.tasks.length;
  const total = parts.length + model.stretches.length;
  const at = {
    end: new Int32Array(count).fill(NEVER),
    parts: new Int32Array(count),
    firstNode: new Int32Array(count),
    nodeStart: new Int32Array(total),
    nodeEnd: new Int32Array(total),
    nodeTask: new Int32Array(total).fill(-1),
    next: new Int32Array(total).fill(-1),
  };
  for (const { task } of parts) at.parts[task]!++;
  let node = 0;
  for (let task = 0; task < count; task++) {
    at.firstNode[task] = node;
    node += at.parts[task]!;
  }
  const filled = new Int32Array(count);
  const tails = model.stretches.map((_, stretch) => parts.length + stretch);
  for (const { task, from, to } of [...parts].sort((a, b) => a.from - b.from)) {
    const own = at.firstNode[task]! + filled[task]!++;
    at.nodeStart[own] = from;
    at.nodeEnd[own] = to;
    at.nodeTask[own] = task;
    at.end[task] = to;
    const stretch = stretchAt(model, from);
    if (stretch < 0) continue;
    at.next[tails[stretch]!] = own;
    tails[stretch] = own;
  }
  return { at, heads: { from: parts.length, count: model.stretches.length } };
}

/** Index of the stretch that holds a minute, or −1. */
function stretchAt({ stretches }: Model, minute: number): number {
  let low = 0;
  let high = stretches.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (stretches[middle]![1] <= minute) low = middle + 1;
    else if (stretches[middle]![0] > minute) high = middle - 1;
    else return middle;
  }
  return -1;
}
