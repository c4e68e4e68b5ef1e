import type { Task } from '../../core/domain/task.ts';
import type { ChoiceMoment, OrderChoice, OrderedTask } from '../../core/ml-contract/index.ts';
import type { HistoryTask } from '../../core/replay.ts';
import { DAY_MS } from '../../core/time/units.ts';
import { daysBetween, instantOf, weekdayOf } from '../../core/time/zoned.ts';
import type { PastTask } from '../../db/index.ts';
import type { RequestTime, ServiceContext } from '../context.ts';
import { VECTOR_WIDTH } from '../../core/vector.ts';

/** Tasks in the words of the learners. */

const ENERGY = { low: 1, medium: 2, high: 3 } as const;

/** A task of the past as a line of a history, as `replay` reads one. */
export function lineOfPast(task: PastTask): HistoryTask {
  const { taskId, title, project, tags, estimateMin, actualMin, status, closedAt, tz } = task;
  return {
    id: taskId,
    title,
    project,
    tags,
    estimateMin,
    actualMin,
    priority: labelOf(task.priority),
    createdAt: iso(task.createdAt),
    completedAt: closedAt === null ? null : iso(closedAt),
    done: status === 'open' ? null : status === 'done',
    due: momentIn(task.deadline, tz),
    plannedStart: momentIn(task.planned, tz),
    startedAt: task.startedAt === null ? null : iso(task.startedAt),
    deferrals: task.deferrals,
  };
}

/**
 * A task as it stands; a dropped one was so at its last change.
 *
 * @param startedAt when it was first worked on, epoch ms; null when that isn't known
 */
export function lineOfTask(task: Task, startedAt: number | null = null): HistoryTask {
  const { id, durationMin, createdAt, pinnedStart, start, date, ...rest } = task;
  const planned = pinnedStart ?? start ?? date;
  const closedAt = closedAtOf(task);
  return lineOfPast({
    ...rest,
    taskId: id,
    estimateMin: durationMin,
    createdAt,
    closedAt,
    planned,
    startedAt,
  });
}

/** The same with when its work began, as far as that was tracked. */
export function lineOf({ db }: ServiceContext, task: Task): HistoryTask {
  return lineOfTask(task, db.timeEntries.forTask(task.id)[0]?.start ?? null);
}

/** A whole day stays one, and lasts as long as it does where it is read; a local time is an instant. */
function momentIn(local: string | null, tz: string): string | null {
  return local === null || local.length <= 10 ? local : iso(instantOf(local, tz));
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** When a task was done or given up, epoch ms; null while it is open. */
export function closedAtOf({ status, updatedAt, completedAt }: Task): number | null {
  return status === 'dropped' ? updatedAt : completedAt;
}

/** 4 is what a task has when no one said anything. */
function labelOf(priority: number): number | null {
  return priority === 4 ? null : priority;
}

/** Vectors as the learners' contract takes them: one a line, zeros for none. */
export function packVectors(vectors: readonly (Float32Array | null | undefined)[]): string {
  const all = new Float32Array(vectors.length * VECTOR_WIDTH);
  for (const [i, vector] of vectors.entries()) if (vector) all.set(vector, i * VECTOR_WIDTH);
  return Buffer.from(all.buffer).toString('base64');
}

/** What is open at a moment, as the order learner sees it. */
export function orderedTasks(tasks: readonly Task[], requestTime: RequestTime): OrderedTask[] {
  const open = new Set(tasks.map((task) => task.id));
  const waitedFor = new Map<string, number>();
  for (const task of tasks) {
    for (const id of task.dependsOn) waitedFor.set(id, (waitedFor.get(id) ?? 0) + 1);
  }
  const today = requestTime.local.slice(0, 10);
  return tasks.map((task) => ({
    id: task.id,
    project: task.project,
    tags: task.tags,
    priority: task.priority,
    dueInDays: daysUntil(task.deadline, requestTime),
    scheduledInDays: task.date === null ? null : daysBetween(today, task.date),
    ageDays: Math.max(0, (requestTime.at - task.createdAt) / DAY_MS),
    blocked: task.dependsOn.some((id) => open.has(id)),
    blocking: waitedFor.get(task.id) ?? 0,
    active: task.runningSince !== null,
    next: false,
    waiting: isAhead(task.earliest, requestTime),
    durationMin: task.durationMin ?? task.predicted?.p50 ?? null,
    energy: task.energy === null ? null : ENERGY[task.energy],
    deferrals: task.deferrals,
  }));
}

/** Whole days for a day, fractions for a moment; negative when it is past. */
function daysUntil(deadline: string | null, requestTime: RequestTime): number | null {
  if (deadline === null) return null;
  if (deadline.length <= 10) return daysBetween(requestTime.local.slice(0, 10), deadline);
  return (instantOf(deadline, requestTime.tz) - requestTime.at) / DAY_MS;
}

function isAhead(earliest: string | null, requestTime: RequestTime): boolean {
  return earliest !== null && earliest > requestTime.local.slice(0, earliest.length);
}

/** When a choice is made, in the words of the learners. */
export function momentOf(requestTime: RequestTime, lastProject: string | null): ChoiceMoment {
  const { local } = requestTime;
  return { hour: Number(local.slice(11, 13)), weekday: weekdayOf(local.slice(0, 10)), lastProject };
}

/** How many of the open tasks a choice is remembered with. */
const MAX_REMEMBERED = 25;

/**
 * What the person chose among when they took `chosen`; null when it was no choice: nothing else could be done, or the
 * task had its fixed time.
 */
export function choiceOf(
  chosen: Task,
  tasks: readonly Task[],
  requestTime: RequestTime,
  lastProject: string | null,
): OrderChoice | null {
  if (chosen.start !== null || chosen.pinnedStart !== null) return null;
  const all = orderedTasks(tasks, requestTime);
  const possible = all.filter(
    (task) => task.id !== chosen.id && !task.blocked && !task.waiting && !task.active,
  );
  const own = all.find((task) => task.id === chosen.id);
  if (!own || possible.length === 0) return null;
  // Running as it is by now would give it away.
  const others = possible.toSorted((a, b) => nearness(a) - nearness(b)).slice(0, MAX_REMEMBERED - 1);
  return {
    open: [{ ...own, active: false }, ...others],
    moment: momentOf(requestTime, lastProject),
    chosenId: chosen.id,
  };
}

/** What is due or meant soon competes first for a place among the remembered. */
function nearness(task: OrderedTask): number {
  const days = Math.min(task.dueInDays ?? 30, task.scheduledInDays ?? 30);
  return days + task.priority * 3 + Math.min(task.ageDays, 30) / 100;
}
