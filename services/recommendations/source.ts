import type { Task } from '../../core/domain/task.ts';
import type { TaskId } from '../../core/ids.ts';
import { addDays } from '../../core/time/zoned.ts';
import type { RequestTime, ServiceContext } from '../context.ts';
import type { Planner } from '../planning/planner.ts';
import type { OfferSource } from './offers.ts';

/** Weeks of a habit that say whether it is liked. */
const HABIT_DAYS = 56;
/** Tasks of a project that are looked through for people. */
const LOOKED_AT = 200;

/** Gathers what offers for one task are made from. */
export function offerSource(
  ctx: ServiceContext,
  planner: Pick<Planner, 'state' | 'workProfile'>,
  task: Task,
  { local }: RequestTime,
): OfferSource {
  const { db } = ctx;
  const planState = planner.state();
  const planned = planState ? { problem: { ...planState.problem, now: local }, plan: planState.seen } : null;
  const since = addDays(local.slice(0, 10), -HABIT_DAYS);
  const habits = db.habits.list().map((habit) => {
    const weeks = db.habits.tallies(habit.id).filter(({ week }) => week >= since);
    const count = weeks.reduce((all, { done }) => all + done, 0);
    const of = count + weeks.reduce((all, { skipped }) => all + skipped, 0);
    return [habit.id as string, { habit, done: { count, of } }] as const;
  });
  return {
    task,
    planState: planned,
    profile: planner.workProfile.view(),
    habits: new Map(habits),
    habitOf: (id) => db.tasks.get(id as TaskId)?.habitId ?? undefined,
    people: peopleOf(ctx, task),
  };
}

function peopleOf({ db }: ServiceContext, { id, projectId }: Task): OfferSource['people'] {
  if (projectId === null) return [];
  const { tasks } = db.tasks.list({ status: 'any', projectId, order: 'created', limit: LOOKED_AT });
  const counts = new Map<string, number>();
  for (const other of tasks)
    if (other.id !== id) for (const name of other.people) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count);
}
