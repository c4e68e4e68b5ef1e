import type { ResolvedTask } from '../time/history.ts';
import type { PredictionTarget } from './target.ts';

/** Begun this much later than planned is still as planned. */
const GRACE_MS = 3_600_000;

/**
 * Whether a task is put off: deferred, given up, begun later than planned, or done after its deadline: 1 or 0. Null where nothing says
 * when it was meant to begin. Moments are instants.
 */
export const procrastination: PredictionTarget = {
  name: 'procrastination',
  needed: 30,
  error: 'squared',
  calibration: 'probability',
  outcomeOf: (task) => {
    const isLate = startedLate(task);
    if (task.done === false || timesPutOff(task) > 0) return 1;
    if (isLate !== null) return Number(isLate);
    return typeof task.deferrals === 'number' || Array.isArray(task.deferrals) ? 0 : null;
  },
  whenGivenUp: 1,
};

function timesPutOff({ deferrals }: ResolvedTask): number {
  return Array.isArray(deferrals) ? deferrals.length : (deferrals ?? 0);
}

function startedLate({
  plannedStart,
  plannedEnd,
  startedAt,
  completedAt,
  due,
}: ResolvedTask): boolean | null {
  if (plannedStart && startedAt) return Date.parse(startedAt) > Date.parse(plannedStart) + GRACE_MS;
  const planned = plannedEnd ?? plannedStart;
  if (planned && completedAt) return Date.parse(completedAt) > Date.parse(planned);
  return due && completedAt ? Date.parse(completedAt) > Date.parse(due) : null;
}
