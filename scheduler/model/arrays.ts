import type { Problem } from '../../core/problem.ts';
import type { Timeline } from './timeline.ts';

/** Stands for "never" on the minute axis; far enough for any horizon, small enough to add durations to. */
export const NEVER = 1_000_000_000;

/** Tardiness weight of a task that has none of its own, by priority 1–4. */
const weightOfPriority: readonly number[] = [0, 8, 4, 2, 1];

/** What each task needs and may, as numbers on the minute axis. */
export function taskArrays(problem: Problem, timeline: Timeline) {
  const { tasks } = problem;
  const series = new Map<string, number>();
  for (const task of tasks) {
    if (task.series !== undefined && !series.has(task.series)) series.set(task.series, series.size);
  }
  const weight = Float64Array.from(tasks, (task) => task.weight ?? weightOfPriority[task.priority ?? 4]!);
  const duration = Int32Array.from(tasks, (task) => Math.ceil(task.durationMin));
  return {
    duration,
    release: Int32Array.from(tasks, (task) =>
      Math.max(0, task.earliest ? momentOf(task.earliest, timeline) : 0),
    ),
    due: Int32Array.from(tasks, (task) => (task.due ? dueOf(task.due, timeline) : NEVER)),
    limit: Int32Array.from(tasks, (task) => {
      return task.dueHard && task.due ? Math.min(timeline.end, dueOf(task.due, timeline)) : timeline.end;
    }),
    weight,
    importance: Float64Array.from(tasks, (task, i) => task.importance ?? weight[i]!),
    minChunk: Int32Array.from(tasks, (task, i) => Math.min(Math.ceil(task.minChunkMin), duration[i]!)),
    splittable: Uint8Array.from(tasks, (task) => (task.splittable ? 1 : 0)),
    pinStart: Int32Array.from(tasks, (task) =>
      task.pinnedStart ? timeline.minuteOf(task.pinnedStart) : NEVER,
    ),
    series: Int32Array.from(tasks, (task) => (task.series === undefined ? -1 : series.get(task.series)!)),
  };
}
export type TaskArrays = ReturnType<typeof taskArrays>;

/** First minute of a day, or the moment itself. */
function momentOf(local: string, timeline: Timeline): number {
  return clamp(local.length === 10 ? timeline.dayBegin(local) : timeline.minuteOf(local));
}

function dueOf(local: string, timeline: Timeline): number {
  return clamp(local.length === 10 ? timeline.dayAfter(local) : timeline.minuteOf(local));
}

/** Keeps dates decades away inside the integers of the search. */
function clamp(minute: number): number {
  return Math.max(-NEVER, Math.min(NEVER, minute));
}
