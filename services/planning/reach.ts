import type { Task } from '../../core/domain/task.ts';
import type { Plan } from '../../core/problem.ts';
import { compareText } from '../../core/text-order.ts';

/** Up to so many tasks the solver gets all of them. */
const ALL_UP_TO = 1_000;
/** Of a longer list it gets the most important: so many times the working hours of the days planned, and at least so many. */
const ROOM_FACTOR = 2;
const MIN_HEAVIEST = 500;
/** And the shortest of the others, which may fit into gaps. */
const SHORTEST = 200;

/** How a task counts when not all can be looked at. */
export interface TaskRank {
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
  rankOf: (task: Task) => TaskRank,
  roomMin: number,
): { near: Task[]; later: Task[] } {
  if (tasks.length <= ALL_UP_TO) return { near: [...tasks], later: [] };
  const known = tasks.map((task) => ({ task, ...rankOf(task) }));
  const near = new Set<string>(known.filter(({ placed }) => placed).map(({ task }) => task.id));
  const others = known.filter(({ placed }) => !placed);
  others.sort((a, b) => b.importance - a.importance || compareText(dayOf(a.task), dayOf(b.task)));
  let minutes = 0;
  let at = 0;
  for (; at < others.length && (at < MIN_HEAVIEST || minutes < ROOM_FACTOR * roomMin); at += 1) {
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

/** A task that the solver never sees, with why it is not planned. */
export type LeftOut = Plan['unscheduled'][number];

/** Those out of reach, as the plan lists them. */
export function outOfReach(later: readonly Task[]): LeftOut[] {
  const why = { key: 'plan.unscheduled.later', params: {} };
  return later.map(({ id }) => ({ taskId: id, reason: 'doesNotFit', why }));
}

/**
 * Tasks that can't be begun while what they wait for is on hold, directly or through others. One with a place of its own (a
 * pin, a running clock) keeps it.
 *
 * @param held pairs of an open task and one on hold that it waits for
 */
export function blockedByHeld(
  tasks: readonly Task[],
  held: readonly { taskId: string; dependsOn: string; title: string }[],
): LeftOut[] {
  if (held.length === 0) return [];
  const isFree = (task: Task): boolean =>
    task.runningSince === null && (task.pinnedStart ?? task.start) === null;
  const byId = new Map<string, Task>(tasks.filter(isFree).map((task) => [task.id, task]));
  const blocked = new Map<string, LeftOut>();
  for (const { taskId, dependsOn, title } of held) {
    if (!byId.has(taskId) || blocked.has(taskId)) continue;
    const why = { key: 'plan.unscheduled.dependencyOnHold', params: { with: dependsOn, other: title } };
    const remedy = { key: 'plan.remedy.bringBack', params: { other: title } };
    blocked.set(taskId, { taskId, reason: 'dependencyUnscheduled', why, remedy });
  }
  for (let grown = true; grown;) {
    grown = false;
    for (const task of byId.values()) {
      const other = blocked.has(task.id) ? undefined : task.dependsOn.find((id) => blocked.has(id));
      if (other === undefined) continue;
      const params = { with: other, other: byId.get(other)!.title };
      const why = { key: 'plan.unscheduled.dependencyUnscheduled', params };
      const remedy = { key: 'plan.remedy.dependencyFirst', params: { other: params.other } };
      blocked.set(task.id, { taskId: task.id, reason: 'dependencyUnscheduled', why, remedy });
      grown = true;
    }
  }
  return [...blocked.values()];
}

/** A plan with what the solver never saw listed as left out. */
export function withLeftOut(plan: Plan, leftOut: readonly LeftOut[]): Plan {
  if (leftOut.length === 0) return plan;
  return { ...plan, unscheduled: [...plan.unscheduled, ...leftOut] };
}

/** What is due or wanted sooner comes first, then what was there first. */
function dayOf({ deadline, date, id }: Task): string {
  return `${deadline ?? date ?? '9'} ${id}`;
}
