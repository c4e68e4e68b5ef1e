import type { Constraint } from './constraint.ts';

/** Days that important tasks wait: priority 1 counts in full, 2 two thirds, 3 one third, 4 not at all. */
export const priority: Constraint = {
  name: 'priority',
  unit: 'days until done × importance',
  bind({ tasks }) {
    const importance = Float64Array.from(tasks, (task) => (4 - (task.priority ?? 4)) / 3);
    if (!importance.some((value) => value > 0)) return undefined;
    return {
      ofTask: (task, at) => (importance[task]! * Math.max(0, at.end[task]!)) / 1440,
    };
  },
};
