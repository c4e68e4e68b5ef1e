import { union } from '../model/intervals.ts';
import type { Constraint } from './constraint.ts';
import { spansOf } from './spans.ts';

/** Free minutes wanted around events when the profile does not say. */
const DEFAULT_BUFFER_MIN = 5;

/** Minutes of work inside the time the person wants free around events. */
export const buffers: Constraint = {
  name: 'buffers',
  unit: 'minutes of work in a buffer',
  bind(model) {
    const wanted = Math.ceil(model.problem.profile?.bufferMin ?? DEFAULT_BUFFER_MIN);
    if (wanted === 0 || model.busy.length === 0) return undefined;
    const around = spansOf(union(model.busy.map(([from, to]) => [from - wanted, to + wanted])));
    return {
      ofTask(task, at) {
        let minutes = 0;
        const first = at.firstNode[task]!;
        for (let node = first; node < first + at.parts[task]!; node++) {
          minutes += around.minutesIn(at.nodeStart[node]!, at.nodeEnd[node]!);
        }
        return minutes;
      },
    };
  },
};
