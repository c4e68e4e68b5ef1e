import type { Task } from '../../core/domain/task.ts';
import type { Plan } from '../../core/problem.ts';

/** Up to so many tasks the solver gets all of them. */
const ALL_UP_TO = 1_000;
/** Of a longer list it gets the weightiest: so many times the working hours of the days planned, and at least so many. */
const TIMES_THE_ROOM = 2;
const WEIGHTIEST_LEAST = 500;
/** And the shortest of the others, which may fit into gaps. */
const SHORTEST = 200;

/** How a task counts when not all can be looked at. */
export interface Standing {
  /** What leaving it out weighs. */
  importance: number;
  minutes: number;
  /** Whether it has a place of its own already: a pin, a running clock, a block in the plan. */
  placed: boolean;
}

/**
 * The tasks that can possibly find room in the days planned, and the rest, which only waits. What a task within reach
 * waits for is within reach, too. n log n.
 *
 * @param roomMin working minutes of the days planned
 */
export function withinReach(
  tasks: readonly Task[],
  standing: (task: Task) => Standing,
  roomMin: number,
): { near: Task[]; later: Task[] } {
  if (tasks.length <= ALL_UP_TO) return { near: [...tasks], later: [] };
  const known = tasks.map((task) => ({ task, ...standing(task) }));
  const near = new Set<string>(known.filter(({ placed }) => placed).map(({ task }) => task.id));
  const others = known.filter(({ placed }) => !placed);
  others.sort((a, b) => b.importance - a.importance || compare(dayOf(a.task), dayOf(b.task)));
  let minutes = 0;
  let at = 0;
  for (; at < others.length && (at < WEIGHTIEST_LEAST || minutes < TIMES_THE_ROOM * roomMin); at += 1) {
    minutes += others[at]!.minutes;
    near.add(others[at]!.task.id);
  }
  const shortest = others.slice(at).sort((a, b) => a.minutes - b.minutes);
  for (const { task } of shortest.slice(0, SHORTEST)) near.add(task.id);
  const byId = new Map<string, Task>(tasks.map((task) => [task.id, task]));
  for (const id of near)
    for (const before of byId.get(id)?.dependsOn ?? []) if (byId.has(before)) near.add(before);
  return {
    near: tasks.filter((task) => near.has(task.id)),
    later: tasks.filter((task) => !near.has(task.id)),
  };
}

/** A plan with what was out of reach listed as left out. */
export function withLater(plan: Plan, later: readonly string[]): Plan {
  if (later.length === 0) return plan;
  const why = { key: 'plan.unscheduled.later', params: {} };
  const entries = later.map((taskId) => ({ taskId, reason: 'doesNotFit', why }));
  return { ...plan, unscheduled: [...plan.unscheduled, ...entries] };
}

/** What is due or wanted sooner comes first, then what was there first. */
function dayOf({ deadline, date, id }: Task): string {
  return `${deadline ?? date ?? '9'} ${id}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
