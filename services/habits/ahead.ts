import type { Habit } from '../../core/domain/habit.ts';
import type { Task } from '../../core/domain/task.ts';
import { dayOf } from '../../core/time/zoned.ts';
import { requestTimeOf, type RequestTime, type ServiceContext } from '../context.ts';
import { runIntent } from '../intent.ts';
import { horizonOf } from '../planning/problem.ts';
import { fillWeek, putWeek } from './sessions.ts';
import { aimOf, mondayOf, weeksAhead } from './weeks.ts';

/** Which weeks are in sight at a moment, what is wanted of them, and what is over. */

/** Mondays of the weeks that a plan made then covers. */
export function weeksFrom(ctx: ServiceContext, requestTime: RequestTime): string[] {
  const settings = ctx.db.settings.get();
  return weeksAhead(requestTime.local.slice(0, 10), horizonOf(settings, requestTime).to);
}

/** How many sessions a week has room for. On a day on which a session was done already there is no room for another one. */
export function freshAim(
  ctx: ServiceContext,
  habit: Habit,
  week: string,
  { local, tz }: RequestTime,
  settled = 0,
): number {
  const today = local.slice(0, 10);
  const done = ctx.db.tasks
    .sessions(habit.id, week)
    .some(({ completedAt }) => completedAt !== null && dayOf(completedAt, tz) === today);
  return aimOf(habit, ctx.db.settings.get().workingHours, week, done ? `${today}T23:59` : local, settled);
}

/** Whether a session's week is over, with no one at it and no later day chosen for it. */
export function isOver(task: Task, monday: string, today: string): boolean {
  if (task.habitWeek === null || task.runningSince !== null) return false;
  const day = [task.date, task.start, task.pinnedStart].find((one) => one !== null)?.slice(0, 10) ?? '';
  return task.habitWeek < monday && day < today;
}

/**
 * Makes the sessions that come into sight for a caller in another moment. A week still to come gets what it will get anyway. One
 * that is over gets sessions for that caller alone: what was wanted of it stays as it is, and they go when time is next
 * let pass.
 */
export function lookAhead(ctx: ServiceContext, then: RequestTime): void {
  const now = requestTimeOf(ctx);
  const monday = mondayOf(now.local.slice(0, 10));
  const missing = ctx.db.habits
    .list()
    .filter(({ state }) => state === 'active')
    .flatMap((habit) => {
      const known = new Set(ctx.db.habits.weeks(habit.id).map(({ week }) => week));
      const weeks = weeksFrom(ctx, then).filter((week) => week < monday || !known.has(week));
      return weeks.map((week) => ({ habit, week }));
    });
  if (missing.length === 0) return;
  runIntent(ctx, { name: 'habits.roll', requestTime: now, undoable: false }, (intent) => {
    for (const { habit, week } of missing) {
      const aim = freshAim(ctx, habit, week, week < monday ? then : now);
      if (week >= monday) putWeek(ctx, { habitId: habit.id, week, aim, closed: false });
      fillWeek(ctx, intent, habit, week, aim);
    }
  });
}
