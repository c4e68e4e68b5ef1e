import type { Tally } from '../../core/domain/recommendation.ts';
import type { Task } from '../../core/domain/task.ts';
import { DAY_MS } from '../../core/time/units.ts';
import type { RecommendationRow, SecondDeferral } from '../../db/index.ts';

/** What came of recommendations, and of tasks without. Pure. */

/** A recommendation has helped if the task is done within so long. */
const WITHIN_MS = 7 * DAY_MS;

/**
 * Whether a recommendation that was taken has helped; null while that is open. Doing something for a task has helped when the
 * task is done within a week. Letting go of it, or having someone else do it, has helped when that still stands after a week.
 */
export function outcomeOf({ kind, at }: RecommendationRow, task: Task, now: number): boolean | null {
  const isOver = now >= at + WITHIN_MS;
  const doneInTime = task.status === 'done' && (task.completedAt ?? now) <= at + WITHIN_MS;
  if (kind === 'drop') return task.status === 'dropped' ? isOver || null : false;
  if (kind === 'delegate') {
    if (doneInTime) return true;
    return task.status === 'open' && task.onHold === 'waiting' ? isOver || null : false;
  }
  if (doneInTime) return true;
  return isOver || task.status === 'dropped' ? false : null;
}

/**
 * What becomes of stalled tasks that get no help: of those that were put off a second time and had nothing done for them until a
 * week later, how many were done by then. The same week, and the same end, as with help.
 */
export function withoutHelp(
  stalled: readonly SecondDeferral[],
  answered: readonly RecommendationRow[],
  now: number,
): Tally {
  const taken = Map.groupBy(
    answered.filter(({ answer }) => answer === 'taken'),
    ({ taskId }) => taskId,
  );
  const alone = stalled.filter(
    ({ taskId, at }) =>
      at + WITHIN_MS <= now && !(taken.get(taskId) ?? []).some((row) => row.at <= at + WITHIN_MS),
  );
  const done = alone.filter(
    ({ status, at, completedAt }) =>
      status === 'done' && completedAt !== null && completedAt <= at + WITHIN_MS,
  );
  return { count: done.length, of: alone.length };
}
