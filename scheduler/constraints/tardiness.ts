import { NEVER } from '../model/model.ts';
import type { Constraint } from './constraint.ts';

/** Minutes after its due moment that a task ends, times the task's weight. */
export const tardiness: Constraint = {
  name: 'tardiness',
  unit: 'minutes late × task weight',
  bind({ due, weight }) {
    if (!due.some((minute, task) => minute !== NEVER && weight[task]! > 0)) return undefined;
    return {
      ofTask(task, at) {
        const late = at.end[task]! - due[task]!;
        return late > 0 ? late * weight[task]! : 0;
      },
    };
  },
};
