import type { Settings } from '../../core/domain/settings.ts';
import type { Task } from '../../core/domain/task.ts';
import { taskId, type TaskId } from '../../core/ids.ts';
import type { DayForecast, PlannedBlock, PlanView, Slack } from '../../core/domain/views.ts';
import type * as outlook from '../../core/forecast.ts';
import type { Plan, PlanBlock, Problem, WorkingHours } from '../../core/problem.ts';
import { addDays, instantOf, localOf } from '../../core/time/zoned.ts';
import type { StoredPlan } from '../../db/index.ts';
import type { ServiceContext, RequestTime } from '../context.ts';
import { workingMinutes } from './hours.ts';
import { meanwhile } from './meanwhile.ts';
import { problemEvents } from './problem.ts';

/** A stored plan as the views show it: titles, slack, what moved, how full the days are. */

/** Working minutes between the end of a task and its deadline below which it counts as tight. */
const TIGHT_MIN = 120;
const MAX_SLACK_DAYS = 30;

export interface ViewParts {
  stored: StoredPlan | undefined;
  before: StoredPlan | undefined;
  stale: boolean;
  forecast: {
    /** Made for the plan before this one. */
    isOld?: boolean;
    days: readonly outlook.DayForecast[];
    tasks: readonly outlook.TaskForecast[];
  };
  /** Minutes usually worked on that day of the week; undefined until known. */
  capacityOf: (day: string) => number | undefined;
  /** What is kept for focus from a day on. */
  focusFrom: (day: string, problem: Problem) => NonNullable<PlanView['focus']>;
  /** A plan that waits for the person's word, and whether a task was changed since the stored one. */
  pending: {
    plan: Plan;
    isOwn: (taskId: string, since: StoredPlan) => boolean;
    isPinned: (taskId: string) => boolean;
  } | null;
  requestTime: RequestTime;
}

const EMPTY: PlanView = {
  revision: 0,
  computedAt: null,
  stale: true,
  blocks: [],
  unscheduled: [],
  forecasts: [],
  score: null,
  solveMs: null,
  moved: [],
  canUndo: false,
};

export function planView(ctx: ServiceContext, parts: ViewParts): PlanView {
  const { stored, before, requestTime, pending } = parts;
  const done = doneBlocks(ctx, requestTime);
  const settings = ctx.db.settings.get();
  if (!stored) {
    const forecasts = forecastsOf(parts, [], new Map(), settings);
    return { ...EMPTY, stale: parts.stale, blocks: done, forecasts };
  }
  const plan = pending ? shownMeanwhile(stored, pending) : { ...stored.plan, parked: [] };
  const leaving = pending ? leavingToday(stored, pending, requestTime) : [];
  const ids = [
    ...new Set(
      [...plan.blocks, ...plan.unscheduled, ...plan.parked, ...leaving].map((one) =>
        taskId.parse(one.taskId),
      ),
    ),
  ];
  const tasks = new Map<string, Task>(ctx.db.tasks.getMany(ids).map((task) => [task.id, task]));
  const open = plan.blocks.filter((block) => isPlanned(tasks.get(block.taskId)));
  const slacks = slackByTask(open, tasks, settings.workingHours);
  const under = appointmentsOver(ctx, open, requestTime);
  const blocks = [
    ...done,
    ...open.map((block, at) => ({ ...plannedBlock(block, tasks, slacks), under: under[at] ?? null })),
  ];
  blocks.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  return {
    revision: stored.revision,
    computedAt: stored.computedAt,
    stale: parts.stale,
    blocks,
    unscheduled: plan.unscheduled.flatMap((entry) => {
      const task = tasks.get(entry.taskId);
      if (!isPlanned(task) || isOfLaterWeek(task, requestTime)) return [];
      return [{ ...entry, taskId: task.id, title: task.title }];
    }),
    collisions: ((pending?.plan ?? stored.plan).collisions ?? []).flatMap((one) => {
      const task = tasks.get(one.taskId);
      return isPlanned(task) ? [{ ...one, taskId: task.id, title: task.title }] : [];
    }),
    forecasts: forecastsOf(parts, open, tasks, settings),
    forecastsAreOld: parts.forecast.isOld === true,
    outlook: parts.forecast.tasks.flatMap((one) => {
      const task = tasks.get(one.taskId);
      return isPlanned(task) ? [{ ...one, taskId: task.id, onTime: task.deadline ? one.onTime : null }] : [];
    }),
    proposal: pending
      ? {
          moved: movedBlocks(leaving, placesOf(pending, leaving), tasks, pending.plan.blocks),
          parked: plan.parked.flatMap(({ taskId: id, ...place }) => {
            const task = tasks.get(id);
            return isPlanned(task) ? [{ taskId: task.id, title: task.title, ...place }] : [];
          }),
        }
      : null,
    focus: parts.focusFrom(requestTime.local.slice(0, 10), stored.problem),
    score: stored.plan.score,
    solveMs: stored.plan.solveMs,
    moved: movedBlocks(before?.plan.blocks ?? [], stored.plan.blocks, tasks),
    canUndo: before !== undefined,
  };
}

/** Whether a task has a place in a plan at all. */
function isPlanned(task: Task | undefined): task is Task {
  return task?.status === 'open' && task.onHold === null;
}

function shownMeanwhile(stored: StoredPlan, pending: NonNullable<ViewParts['pending']>) {
  return meanwhile({
    seen: stored.plan,
    proposed: pending.plan,
    isOwn: (id) => pending.isOwn(id, stored),
    isPinned: pending.isPinned,
  });
}

/** All that a proposal would move of today, whether or not its time has begun: an answer is to the whole of it. */
function leavingToday(
  stored: StoredPlan,
  pending: NonNullable<ViewParts['pending']>,
  { local }: RequestTime,
): PlanBlock[] {
  const starts = new Map(pending.plan.blocks.map((block) => [`${block.taskId} ${block.part}`, block.start]));
  return stored.plan.blocks.filter(
    (block) =>
      block.start.slice(0, 10) === local.slice(0, 10) &&
      block.end > local &&
      starts.get(`${block.taskId} ${block.part}`) !== block.start &&
      !pending.isOwn(block.taskId, stored),
  );
}

/** Where a proposal puts the blocks that it moves. */
function placesOf({ plan }: NonNullable<ViewParts['pending']>, moving: readonly PlanBlock[]): PlanBlock[] {
  const keys = new Set(moving.map((block) => `${block.taskId} ${block.part}`));
  return plan.blocks.filter((block) => keys.has(`${block.taskId} ${block.part}`));
}

/** A session of a later week that has no room yet is no news: the week will look different when it comes. */
function isOfLaterWeek({ habitWeek }: Task, { local }: RequestTime): boolean {
  return habitWeek !== null && habitWeek > local.slice(0, 10);
}

function plannedBlock(
  block: PlanBlock,
  tasks: ReadonlyMap<string, Task>,
  slacks: ReadonlyMap<string, Slack>,
): PlannedBlock {
  const task = tasks.get(block.taskId)!;
  return {
    ...block,
    taskId: task.id,
    title: task.title,
    projectId: task.projectId,
    pinned: task.pinnedStart !== null || task.start !== null,
    done: false,
    running: task.runningSince !== null && block.part === 1,
    slack: slacks.get(task.id) ?? 'none',
  };
}

/**
 * Of each block the appointment that lies over it, if one does: it was entered after the plan was made, or a pin stands
 * there all the same. Ways to and from it count.
 */
function appointmentsOver(
  ctx: ServiceContext,
  blocks: readonly PlanBlock[],
  { tz }: RequestTime,
): (string | undefined)[] {
  const days = blocks.map(({ start }) => start.slice(0, 10)).toSorted();
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  // Where an event was entered it may be another day already.
  const events = problemEvents(ctx.db.events.between(addDays(first, -1), addDays(last, 2)), tz).map(
    ({ title, start, end, travelBeforeMin = 0, travelAfterMin = 0 }) => ({
      title,
      from: instantOf(start.length > 10 ? start : `${start}T00:00`, tz) - travelBeforeMin * 60_000,
      to: instantOf(end.length > 10 ? end : `${end}T00:00`, tz) + travelAfterMin * 60_000,
    }),
  );
  return blocks.map(({ start, end }) => {
    const [from, to] = [instantOf(start, tz), instantOf(end, tz)];
    return events.find((event) => event.from < to && event.to > from)?.title;
  });
}

/** What was worked on today and is finished, from tracked time: it stays on the timeline. */
function doneBlocks(ctx: ServiceContext, requestTime: RequestTime): PlannedBlock[] {
  const dayStart = instantOf(`${requestTime.local.slice(0, 10)}T00:00`, requestTime.tz);
  const dayEnd = instantOf(`${addDays(requestTime.local.slice(0, 10), 1)}T00:00`, requestTime.tz);
  const entries = ctx.db.timeEntries.between(dayStart, dayEnd).filter((entry) => entry.end !== null);
  const tasks = new Map(
    ctx.db.tasks.getMany([...new Set(entries.map((entry) => entry.taskId))]).map((task) => [task.id, task]),
  );
  const seen = new Map<TaskId, number>();
  return entries.flatMap((entry) => {
    const task = tasks.get(entry.taskId);
    const start = localOf(entry.start, requestTime.tz);
    const end = localOf(entry.end ?? entry.start, requestTime.tz);
    if (task?.status !== 'done' || end <= start) return [];
    const part = (seen.get(task.id) ?? 0) + 1;
    seen.set(task.id, part);
    const parts = entries.filter((other) => other.taskId === task.id).length;
    const { id, title, projectId } = task;
    return [
      {
        taskId: id,
        title,
        projectId,
        start,
        end,
        part,
        parts,
        pinned: false,
        done: true,
        running: false,
        slack: 'none' as const,
      },
    ];
  });
}

function slackByTask(
  blocks: readonly PlanBlock[],
  tasks: ReadonlyMap<string, Task>,
  hours: WorkingHours,
): Map<string, Slack> {
  const ends = new Map<string, string>();
  for (const block of blocks) {
    const known = ends.get(block.taskId);
    if (known === undefined || block.end > known) ends.set(block.taskId, block.end);
  }
  const slacks = new Map<string, Slack>();
  for (const [id, end] of ends) {
    const deadline = tasks.get(id)?.deadline;
    if (deadline) slacks.set(id, slackOf(end, deadline, hours));
  }
  return slacks;
}

/** How much working time lies between the end of a task and its deadline. */
export function slackOf(end: string, deadline: string, hours: WorkingHours): Slack {
  const due = deadline.length > 10 ? deadline : `${addDays(deadline, 1)}T00:00`;
  if (end > due) return 'late';
  if (due.slice(0, 10) > addDays(end.slice(0, 10), MAX_SLACK_DAYS)) return 'good';
  return workingMinutes(end, due, hours) < TIGHT_MIN ? 'tight' : 'good';
}

function forecastsOf(
  parts: ViewParts,
  blocks: readonly PlanBlock[],
  tasks: ReadonlyMap<string, Task>,
  settings: Settings,
): DayForecast[] {
  const today = parts.requestTime.local.slice(0, 10);
  const odds = new Map(parts.forecast.days.map((one) => [one.day, one]));
  return Array.from({ length: settings.horizonDays }, (_, ahead): DayForecast => {
    const day = addDays(today, ahead);
    const { doneBy = null, probability = null, promise = null, without, byHour } = odds.get(day) ?? {};
    const task = without ? tasks.get(without.taskId) : undefined;
    const learned = parts.capacityOf(day);
    const from = day === today ? parts.requestTime.local : `${day}T00:00`;
    return {
      day,
      doneBy,
      probability,
      // A moment that has passed promises nothing.
      promise: promise && promise.by > parts.requestTime.local ? promise : null,
      without:
        without && task ? { taskId: task.id, title: task.title, probability: without.probability } : null,
      plannedMin: plannedOn(day, blocks),
      capacityMin: capacityOn(day, from, settings.workingHours, learned),
      capacityLearned: learned !== undefined,
      ...(byHour ? { byHour } : {}),
    };
  });
}

/**
 * Minutes the person gets through in what is left of a day after `from`: the working time, or, once learned, that share
 * of what they usually do on such a day.
 */
export function capacityOn(
  day: string,
  from: string,
  hours: WorkingHours,
  learned: number | undefined,
): number {
  const end = `${addDays(day, 1)}T00:00`;
  const left = workingMinutes(from, end, hours);
  const whole = workingMinutes(`${day}T00:00`, end, hours);
  if (learned === undefined || whole === 0) return left;
  return Math.round(Math.min(left, (learned * left) / whole));
}

/** Minutes planned on a day. */
export function plannedOn(day: string, blocks: readonly Pick<PlanBlock, 'start' | 'end'>[]): number {
  return blocks
    .filter((block) => block.start.slice(0, 10) === day)
    .reduce((sum, block) => sum + lengthOf(block), 0);
}

function lengthOf(block: Pick<PlanBlock, 'start' | 'end'>): number {
  return (Date.parse(`${block.end}Z`) - Date.parse(`${block.start}Z`)) / 60_000;
}

/**
 * Blocks that stand elsewhere than in the plan before; finished tasks have not moved, they are gone. One session of a habit is as
 * good as another: where one lost its place and another got one, which `places` tells, the habit has moved.
 */
export function movedBlocks(
  before: readonly PlanBlock[],
  after: readonly PlanBlock[],
  tasks: ReadonlyMap<string, Task>,
  places: readonly PlanBlock[] = after,
): PlanView['moved'] {
  const keyOf = (block: PlanBlock): string => `${block.taskId} ${block.part}`;
  const known = new Set(before.map(keyOf));
  const starts = new Map(before.map((block) => [keyOf(block), block]));
  const moved: PlanView['moved'] = [];
  for (const block of after) {
    const key = keyOf(block);
    const from = starts.get(key)?.start ?? null;
    starts.delete(key);
    const task = tasks.get(block.taskId);
    if (isPlanned(task) && from !== block.start)
      moved.push({ taskId: task.id, title: task.title, part: block.part, from, to: block.start });
  }
  for (const block of starts.values()) {
    const task = tasks.get(block.taskId);
    if (!isPlanned(task)) continue;
    const other = places.find(
      (place) =>
        task.habitId !== null &&
        tasks.get(place.taskId)?.habitId === task.habitId &&
        !known.has(keyOf(place)),
    );
    if (other) {
      known.add(keyOf(other));
      const fresh = moved.findIndex((one) => one.taskId === other.taskId && one.part === other.part);
      if (fresh !== -1) moved.splice(fresh, 1);
      if (other.start === block.start) continue;
    }
    const { id, title } = task;
    moved.push({ taskId: id, title, part: block.part, from: block.start, to: other?.start ?? null });
  }
  return moved;
}
