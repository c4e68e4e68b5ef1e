import { union } from '../model/intervals.ts';
import type { Constraint } from './constraint.ts';

/** Free minutes wanted around events when the profile does not say. */
const DEFAULT_BUFFER_MIN = 5;

/** Minutes of work inside the time the person wants free around events. */
export const buffers: Constraint = {
  name: 'buffers',
  unit: 'minutes of work in a buffer',
  bind(model) {
    const wanted = Math.ceil(model.problem.profile?.bufferMin ?? DEFAULT_BUFFER_MIN);
    if (wanted === 0 || model.busy.length === 0) return undefined;
    const around = union(model.busy.map(([from, to]) => [from - wanted, to + wanted]));
    const starts = Int32Array.from(around, ([from]) => from);
    const ends = Int32Array.from(around, ([, to]) => to);
    return {
      ofTask(task, at) {
        let minutes = 0;
        const first = at.firstNode[task]!;
        for (let node = first; node < first + at.parts[task]!; node++) {
          const from = at.nodeStart[node]!;
          const to = at.nodeEnd[node]!;
          for (let i = firstEndingAfter(ends, from); i < starts.length && starts[i]! < to; i++) {
            minutes += Math.min(to, ends[i]!) - Math.max(from, starts[i]!);
          }
        }
        return minutes;
      },
    };
  },
};

function firstEndingAfter(ends: Int32Array, minute: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle]! > minute) high = middle;
    else low = middle + 1;
  }
  return low;
}
