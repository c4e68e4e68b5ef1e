import type { Model } from '../model/model.ts';
import { NEVER } from '../model/model.ts';

/** Storage of a placement: every part that a task may get has a numbered node. */
export interface Nodes {
  readonly end: Int32Array;
  readonly parts: Int32Array;
  readonly firstNode: Int32Array;
  readonly nodeStart: Int32Array;
  readonly nodeEnd: Int32Array;
  readonly nodeTask: Int32Array;
  /** Nodes that tasks may use; the nodes that open stretches come after. */
  readonly capacity: number;
  readonly firstHead: number;
  readonly total: number;
}

/** Most parts a task can be cut into. */
function capacityOf(model: Model, task: number): number {
  return model.splittable[task] ? Math.max(1, Math.floor(model.duration[task]! / model.minChunk[task]!)) : 1;
}

/** Numbers the nodes of a problem and places its pinned tasks. */
export function layNodes(model: Model): Nodes {
  const count = model.tasks.length;
  const firstNode = new Int32Array(count);
  let capacity = 0;
  for (let task = 0; task < count; task++) {
    firstNode[task] = capacity;
    capacity += capacityOf(model, task);
  }
  const total = capacity + model.stretches.length;
  const end = new Int32Array(count).fill(NEVER);
  const parts = new Int32Array(count);
  const nodeStart = new Int32Array(total);
  const nodeEnd = new Int32Array(total);
  const nodeTask = new Int32Array(total).fill(-1);
  for (let task = 0; task < count; task++) {
    const last = task + 1 < count ? firstNode[task + 1]! : capacity;
    nodeTask.fill(task, firstNode[task]!, last);
  }
  for (const task of model.pinned) {
    const node = firstNode[task]!;
    nodeStart[node] = model.pinStart[task]!;
    nodeEnd[node] = end[task] = nodeStart[node]! + model.duration[task]!;
    parts[task] = 1;
  }
  return {
    end,
    parts,
    firstNode,
    nodeStart,
    nodeEnd,
    nodeTask,
    capacity,
    firstHead: capacity,
    total,
  };
}
