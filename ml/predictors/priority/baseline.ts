import type { OrderedTask } from '../../../core/ml-contract/index.ts';

/** Points for each of the priorities 1 to 4. */
const PRIORITY = [6, 3.9, 1.8, 0];

/** What each property of a task adds to its urgency. */
export function urgencyTerms(
  task: OrderedTask,
): Record<'due' | 'priority' | 'age' | 'state' | 'labels' | 'blocking' | 'scheduled', number> {
  return {
    due: 12 * dueFactor(task.dueInDays),
    priority: PRIORITY[task.priority - 1] ?? 0,
    age: 2 * Math.min(1, Math.max(0, task.ageDays) / 365),
    state: (task.next ? 15 : 0) + (task.active ? 4 : 0) - (task.waiting ? 3 : 0) - (task.blocked ? 5 : 0),
    labels:
      (task.project === null ? 0 : 1) +
      [0, 0.8, 0.9][Math.min(2, task.tags.length)]! +
      (task.tags.length > 2 ? 0.1 : 0),
    blocking: task.blocking > 0 ? 8 : 0,
    scheduled: task.scheduledInDays !== null && task.scheduledInDays <= 0 ? 5 : 0,
  };
}

/**
 * Taskwarrior's urgency (its documented default coefficients): the order before anything is learned, and the
 * baseline afterwards.
 */
export function urgency(task: OrderedTask): number {
  return Object.values(urgencyTerms(task)).reduce((a, b) => a + b, 0);
}

/** 0.2 beyond 14 days ahead, rising to 1 at 7 days overdue; 0 without a due date. */
function dueFactor(days: number | null): number {
  if (days === null) return 0;
  if (days <= -7) return 1;
  if (days >= 14) return 0.2;
  return 0.2 + (0.8 * (14 - days)) / 21;
}
