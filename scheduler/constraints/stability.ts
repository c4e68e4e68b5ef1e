import { previousParts } from '../model/previous.ts';
import type { Constraint } from './constraint.ts';

/** Blocks of the plan the person has seen that no longer start where they did. */
export const stability: Constraint = {
  name: 'stability',
  unit: 'blocks moved',
  bind(model) {
    const before = previousParts(model);
    if (before.every((parts) => parts.length === 0)) return undefined;
    return {
      ofTask(task, at) {
        let moved = 0;
        const first = at.firstNode[task]!;
        const last = first + at.parts[task]!;
        for (const [start] of before[task]!) {
          let node = first;
          while (node < last && at.nodeStart[node] !== start) node++;
          if (node === last) moved++;
        }
        return moved;
      },
    };
  },
};
