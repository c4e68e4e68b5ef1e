import type { Model } from '../model/model.ts';
import type { Constraint } from './constraint.ts';

/**
 * Hours of work at the wrong time: a demanding task misses the energy that its hours lack, an easy one wastes
 * the energy that its hours have. Tasks of medium or unknown demand fit anywhere.
 */
export const energy: Constraint = {
  name: 'energy',
  unit: 'hours of work at the wrong energy',
  bind(model) {
    const byHour = model.problem.profile?.energyByHour;
    const demand = Int8Array.from(model.tasks, ({ energy }) =>
      energy === 'high' ? 1 : energy === 'low' ? -1 : 0,
    );
    if (!byHour || !demand.some((value) => value !== 0)) return undefined;
    const supply = cumulativeEnergy(model, byHour);
    const { from, sum } = supply;
    return {
      ofTask(task, at) {
        const wanted = demand[task]!;
        if (wanted === 0) return 0;
        let minutes = 0;
        const first = at.firstNode[task]!;
        for (let node = first; node < first + at.parts[task]!; node++) {
          const start = Math.max(0, Math.min(sum.length - 1, at.nodeStart[node]! - from));
          const end = Math.max(0, Math.min(sum.length - 1, at.nodeEnd[node]! - from));
          const had = sum[end]! - sum[start]!;
          minutes += wanted > 0 ? end - start - had : had;
        }
        return Math.max(0, minutes) / 60;
      },
    };
  },
};

/** Energy summed over the minutes of the horizon, so that any span is one subtraction. */
function cumulativeEnergy(model: Model, byHour: readonly number[]): { from: number; sum: Float64Array } {
  const { timeline } = model;
  const from = timeline.dayStart[0]!;
  const sum = new Float64Array(timeline.end - from + 1);
  let minute = from;
  while (minute < timeline.end) {
    const clock = timeline.clockOf(minute);
    // Clock changes fall on quarter hours, so within one the hour can't change.
    const next = Math.min(timeline.end, minute + 15 - (clock % 15));
    const value = byHour[Math.floor(clock / 60)]!;
    for (; minute < next; minute++) sum[minute - from + 1] = sum[minute - from]! + value;
  }
  return { from, sum };
}
