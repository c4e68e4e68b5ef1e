import type { HistoryTask } from '../../core/replay.ts';
import { endOfMoment, readMoment, type HistoryMoment } from '../../core/time/history.ts';
import { DAY_MIN } from '../../core/time/units.ts';
import type { TaskFacts } from '../features/index.ts';

/**
 * When an outcome becomes known: a task counts as known at a moment when this lies strictly before it. A plain day
 * is known once it is over.
 */
export function knownFrom(completed: HistoryMoment): number {
  return completed.hasClock ? completed.epochMs : completed.nextDayMs - 1;
}

/** Facts with when a task is due and planned for. */
export function withPlan(facts: TaskFacts, { due, plannedStart }: HistoryTask, tz: string): TaskFacts {
  const end = due ? endOfMoment(readMoment(due, tz)) : null;
  const planned = plannedStart ? readMoment(plannedStart, tz) : null;
  return {
    ...facts,
    dueInDays: end && (end.localMin - facts.createdLocalMin) / DAY_MIN,
    // A whole day stands for its middle.
    plannedLocalMin: planned && planned.localMin + (planned.hasClock ? 0 : DAY_MIN / 2),
  };
}
