import type { StallContext } from '../../core/domain/recommendation.ts';
import type { Task } from '../../core/domain/task.ts';
import type { Message } from '../../core/messages/index.ts';
import { dayOf, daysBetween } from '../../core/time/zoned.ts';
import { roundGuess } from '../../core/guess.ts';
import type { RequestTime } from '../context.ts';
import { DEFAULT_DURATION_MIN } from '../planning/problem.ts';

/** When a task counts as stalled. Pure, and by nothing that the person couldn't count themselves. */

const POSTPONED_FROM = 2;
/** A day past its day a task is merely left over; after so many it stalls. */
const LEFT_OVER_FROM = 3;
const OVERDUE_FROM = 1;
const LONG_FROM_MIN = 60;
const OFTEN_FROM = 4;

/** Why a task has stalled; null while it hasn't. Habits and what is on hold or running never have. */
export function stallOf(task: Task, { local }: RequestTime): Message | null {
  if (task.status !== 'open' || task.onHold !== null || task.habitId !== null || task.runningSince !== null)
    return null;
  const today = local.slice(0, 10);
  if (task.deferrals >= POSTPONED_FROM)
    return { key: 'stall.postponed', params: { count: task.deferrals, days: ageDays(task, today) } };
  const overdue = task.deadline ? daysBetween(task.deadline.slice(0, 10), today) : 0;
  if (overdue >= OVERDUE_FROM) return { key: 'stall.overdue', params: { days: overdue } };
  const leftOver = task.date ? daysBetween(task.date, today) : 0;
  return leftOver >= LEFT_OVER_FROM ? { key: 'stall.leftOver', params: { days: leftOver } } : null;
}

/** Days since it was written down, at least one. */
export function ageDays({ createdAt, tz }: Task, today: string): number {
  return Math.max(1, daysBetween(dayOf(createdAt, tz), today));
}

/** Minutes that are left of it, as given or guessed. */
export function minutesLeft({ durationMin, predicted, trackedMin }: Task): number {
  const whole = durationMin ?? roundGuess(predicted?.p50 ?? DEFAULT_DURATION_MIN);
  return Math.max(5, whole - trackedMin);
}

export function contextOf(task: Task): StallContext {
  const often = task.deferrals >= OFTEN_FROM;
  if (minutesLeft(task) >= LONG_FROM_MIN) return often ? 'longOften' : 'long';
  return often ? 'shortOften' : 'short';
}
