import type { Interval } from './intervals.ts';
import type { Model } from './model.ts';

/**
 * Per task, the parts that the last plan gave it, in time order. Parts that have begun already are left out
 *: they can't be kept, so they can't count as moved.
 */
export function previousParts(model: Model): Interval[][] {
  const parts: [number, number][][] = model.tasks.map(() => []);
  for (const block of model.problem.previous ?? []) {
    const task = model.indexOf.get(block.taskId);
    if (task === undefined) continue;
    const start = model.timeline.minuteOf(block.start);
    if (start >= 0) parts[task]!.push([start, model.timeline.minuteOf(block.end)]);
  }
  for (const list of parts) list.sort((a, b) => a[0] - b[0]);
  return parts;
}
