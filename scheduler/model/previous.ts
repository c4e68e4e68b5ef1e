import type { Interval } from './intervals.ts';
import type { Model } from './model.ts';

/**
 * Per task, the parts that the last plan gave it, in time order. A task in one piece that was to have begun by now is to begin now: the
 * clock alone is no reason to put it off. Begun parts of others are left out: they can't be kept, so they can't count as moved.
 */
export function previousParts(model: Model): Interval[][] {
  const parts: [number, number][][] = model.tasks.map(() => []);
  for (const block of model.problem.previous ?? []) {
    const task = model.indexOf.get(block.taskId);
    if (task === undefined) continue;
    const start = model.timeline.minuteOf(block.start);
    const end = model.timeline.minuteOf(block.end);
    if (start >= 0) parts[task]!.push([start, end]);
    else if (end > 0 && block.parts === 1) parts[task]!.push([0, end - start]);
  }
  for (const list of parts) list.sort((a, b) => a[0] - b[0]);
  return parts;
}
