import type { Constraint } from './constraint.ts';

/** Hours between where a task starts and the hour its task prefers, times how strongly it is wanted. */
export const preferred: Constraint = {
  name: 'preferred',
  unit: 'hours off × strength',
  bind({ tasks, timeline }) {
    const hour = Float64Array.from(tasks, (task) => task.preferred?.hour ?? -1);
    const strength = Float64Array.from(tasks, (task) => task.preferred?.strength ?? 0);
    if (!strength.some((value) => value > 0)) return undefined;
    return {
      ofTask(task, at) {
        if (strength[task] === 0) return 0;
        const start = at.nodeStart[at.firstNode[task]!]!;
        const day = timeline.dayIndexOf(start);
        if (day < 0) return 0;
        const clock = (start - timeline.dayStart[day]!) / 60;
        return Math.abs(clock - hour[task]!) * strength[task]!;
      },
    };
  },
};
