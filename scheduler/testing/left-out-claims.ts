import type { Message } from '../../core/messages/message.ts';
import type { Plan, ProblemTask } from '../../core/problem.ts';
import { MinuteGrid } from './minute-grid.ts';

/**
 * Whether what a plan says of tasks without a place is true: why they have none, what would let them in, and what speaks
 * against pins that stand all the same. Written from what the sentences mean, on minutes of the wall clock; shares nothing with
 * what makes them. A key without a clause here is a mistake.
 */

type Params = Message['params'];

/** A plan, looked at for one task. */
export interface LeftOutContext {
  grid: MinuteGrid;
  plan: Pick<Plan, 'blocks' | 'collisions'>;
  /** Titles of tasks that are on hold; the problem does not have them. */
  onHold?: ReadonlySet<unknown>;
}
type Clause = (context: LeftOutContext, task: ProblemTask, params: Params) => boolean;

/** What is false of the sentences about tasks that are left out, and about pins that collide; empty when all are true. */
export function falseLeftOut(context: LeftOutContext, plan: Plan): string[] {
  const statements = [
    ...plan.unscheduled.flatMap(({ taskId, why, remedy }) => [
      { taskId, message: why },
      { taskId, message: remedy },
    ]),
    ...(plan.collisions ?? []).map(({ taskId, why }) => ({ taskId, message: why })),
  ];
  return statements.flatMap(({ taskId, message }) =>
    message && !isTrue(context, taskId, message)
      ? [`${message.key} ${JSON.stringify(message.params)} of ${taskId}`]
      : [],
  );
}

function isTrue(context: LeftOutContext, taskId: string, { key, params }: Message): boolean {
  const task = context.grid.problem.tasks.find(({ id }) => id === taskId);
  return task !== undefined && leftOutClauses[key]?.(context, task, params) === true;
}

/** A task with other requirements, and time that others give up. */
interface Trial {
  task: ProblemTask;
  without?: ReadonlySet<string>;
  /** Its hard deadline counts; it does unless told otherwise. */
  dueCounts?: boolean;
  seriesCounts?: boolean;
}

const lengthOf = (task: ProblemTask): number => Math.ceil(task.durationMin);
const isPlanned = ({ grid }: LeftOutContext, id: string): boolean => grid.blocksOf(id).length > 0;

function pinSpan(
  { grid }: LeftOutContext,
  { pinnedStart, durationMin }: ProblemTask,
): [number, number] | null {
  if (pinnedStart === undefined) return null;
  const from = grid.at(pinnedStart);
  return [from, from + Math.ceil(durationMin)];
}

function earliestOf({ grid }: LeftOutContext, { earliest, dependsOn }: ProblemTask): number {
  const own = earliest === undefined ? 0 : grid.at(earliest.length > 10 ? earliest : `${earliest}T00:00`);
  return Math.max(0, own, ...(dependsOn ?? []).map((id) => grid.endOf(id)).filter(Number.isFinite));
}

/** Pins that stand although what they wait for is not done by then. */
function unmetPins({ grid }: LeftOutContext): Set<string> {
  const unmet = grid.problem.tasks.filter(({ pinnedStart, dependsOn }) =>
    dependsOn?.some((id) => {
      const end = grid.endOf(id);
      return pinnedStart !== undefined && (!Number.isFinite(end) || end > grid.at(pinnedStart));
    }),
  );
  return new Set(unmet.map(({ id }) => id));
}

/** By when it has to be done for pinned tasks that wait for it, directly or through others. */
function pinLimit(context: LeftOutContext, { id }: ProblemTask): number {
  const unmet = unmetPins(context);
  const after = context.grid.problem.tasks.filter(({ dependsOn }) => dependsOn?.includes(id));
  return Math.min(
    Number.POSITIVE_INFINITY,
    ...after.map((one) => {
      const pin = pinSpan(context, one);
      if (pin) return isPlanned(context, one.id) && !unmet.has(one.id) ? pin[0] : Number.POSITIVE_INFINITY;
      return pinLimit(context, one) - lengthOf(one);
    }),
  );
}

function limitOf(context: LeftOutContext, task: ProblemTask, dueCounts = true): number {
  const due = task.dueHard && dueCounts ? context.grid.dueOf(task) : Number.POSITIVE_INFINITY;
  return Math.min(context.grid.minutes, due, pinLimit(context, task));
}

/** When the trial could end at the earliest, by growing the time it may use; undefined when it can't. */
function earliestEnd(context: LeftOutContext, trial: Trial): number | undefined {
  const { task, without = new Set(), dueCounts = true, seriesCounts = true } = trial;
  const { problem, plan } = context.grid;
  const left = plan.blocks.filter(({ taskId }) => !without.has(taskId) && taskId !== task.id);
  const grid = without.size === 0 ? context.grid : new MinuteGrid(problem, { blocks: left });
  const taken = new Set(seriesCounts ? grid.seriesDays(task) : []);
  const limit = limitOf(context, task, dueCounts);
  const runs = grid.freeRuns(task, earliestOf(context, task), limit);
  const within = (end: number): boolean =>
    fits(clipped(runs, end), task, (minute) => taken.has(grid.local(minute).slice(0, 10)));
  if (!within(limit)) return undefined;
  let [low, high] = [0, limit];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (within(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

type Run = [number, number];
const clipped = (runs: readonly Run[], end: number): Run[] =>
  runs.flatMap(([from, to]): Run[] => (from < end ? [[from, Math.min(to, end)]] : []));

/** Whether runs of free minutes hold a task, whose first minute may not be on some days. */
function fits(runs: readonly Run[], task: ProblemTask, isTaken: (minute: number) => boolean): boolean {
  const duration = lengthOf(task);
  return runs.some(([from, to], i) => {
    let begin = from;
    while (begin < to && isTaken(begin)) begin++;
    if (begin === to) return false;
    if (to - begin >= duration) return true;
    if (!task.splittable) return false;
    const smallest = Math.min(Math.ceil(task.minChunkMin), duration);
    if (to - begin < smallest) return false;
    const others = runs.slice(i + 1).map(([a, b]) => b - a);
    const usable = others.filter((minutes) => minutes >= smallest).toSorted((a, b) => b - a);
    let room = to - begin;
    for (let pieces = 1; pieces * smallest <= duration; pieces++) {
      if (room >= duration) return true;
      room += usable[pieces - 1] ?? 0;
      if (usable[pieces - 1] === undefined) return false;
    }
    return false;
  });
}

const canBe = (context: LeftOutContext, trial: Trial): boolean => earliestEnd(context, trial) !== undefined;
const longest = (runs: readonly Run[]): number => Math.max(0, ...runs.map(([from, to]) => to - from));
const freeTo = (context: LeftOutContext, task: ProblemTask): Run[] =>
  context.grid.freeRuns(task, earliestOf(context, task), limitOf(context, task));

/** The hours of a task as they would be without any plan or event. */
function everOpen(context: LeftOutContext, task: ProblemTask): Run[] {
  const { problem } = context.grid;
  const bare = new MinuteGrid({ ...problem, events: [] }, { blocks: [] });
  return bare.freeRuns(task, earliestOf(context, task), limitOf(context, task));
}

/** Another task by its name, of which something holds. */
const named =
  (holds: (context: LeftOutContext, task: ProblemTask, other: ProblemTask) => boolean): Clause =>
  (context, task, { other }) =>
    context.grid.named(other).some((one) => one.id !== task.id && holds(context, task, one));

const overlap = (a: Run | null, b: Run | null): boolean =>
  a !== null && b !== null && a[0] < b[1] && b[0] < a[1];

function overlapsEvent(context: LeftOutContext, task: ProblemTask): boolean {
  const { grid } = context;
  return grid.problem.events.some(({ start, end, travelBeforeMin = 0, travelAfterMin = 0 }) => {
    if (end < start) return false;
    const travel = end > start;
    const from = grid.at(start) - (travel ? Math.ceil(travelBeforeMin) : 0);
    const to = grid.at(end) + (travel ? Math.ceil(travelAfterMin) : 0);
    const pin = pinSpan(context, task);
    return pin !== null && pin[0] < Math.max(to, from) && from < pin[1];
  });
}

const isTooEarly = ({ grid }: LeftOutContext, { pinnedStart, earliest }: ProblemTask): boolean =>
  earliest !== undefined &&
  pinnedStart !== undefined &&
  grid.at(pinnedStart) < grid.at(earliest.length > 10 ? earliest : `${earliest}T00:00`);

const isPinnedLate = (context: LeftOutContext, task: ProblemTask): boolean =>
  task.dueHard === true && (pinSpan(context, task)?.[1] ?? 0) > context.grid.dueOf(task);

const pinsOverlap = named((context, task, other) => overlap(pinSpan(context, task), pinSpan(context, other)));
const waitsForUnplanned = named((context, task, other) => {
  if (!task.dependsOn?.includes(other.id)) return false;
  return !isPlanned(context, other.id) || context.grid.endOf(other.id) > context.grid.at(task.pinnedStart!);
});
const isUnplannedDependency = named(
  (context, task, other) => task.dependsOn?.includes(other.id) === true && !isPlanned(context, other.id),
);
const sharesDay = named(
  ({ grid }, task, other) =>
    task.series !== undefined &&
    other.series === task.series &&
    grid.blocksOf(other.id).some(({ start }) => start.slice(0, 10) === task.pinnedStart?.slice(0, 10)),
);
/** Only the days of its series are in the way. */
const isSeriesAlone = (context: LeftOutContext, task: ProblemTask): boolean =>
  task.series !== undefined && !canBe(context, { task }) && canBe(context, { task, seriesCounts: false });

/** What each sentence claims. */
export const leftOutClauses: Readonly<Record<string, Clause>> = {
  'plan.unscheduled.doesNotFit': (context, task, { neededMin, longestMin, from }) => {
    const earliest = earliestOf(context, task);
    return (
      lengthOf(task) === neededMin &&
      (from === null ? earliest === 0 : context.grid.at(String(from)) === earliest) &&
      longest(freeTo(context, task)) === longestMin &&
      Number(longestMin) < Number(neededMin) &&
      !canBe(context, { task })
    );
  },
  'plan.unscheduled.later': (context, task) => !canBe(context, { task }),
  'plan.unscheduled.wouldBeLate': (context, task, { due, end }) => {
    if (!task.dueHard || task.due !== due) return false;
    if (end === null || end === undefined) return isPinnedLate(context, task);
    const could = earliestEnd(context, { task, dueCounts: false });
    return could === context.grid.at(String(end)) && could > context.grid.dueOf(task);
  },
  'plan.unscheduled.dependencyUnscheduled': isUnplannedDependency,
  'plan.unscheduled.dependencyOnHold': ({ onHold }, _, { other }) => onHold?.has(other) === true,
  'plan.unscheduled.pinConflict': (context, task, params) => {
    if (params['with'] === 'event') return overlapsEvent(context, task);
    if (params['with'] === 'earliest') return isTooEarly(context, task);
    return pinsOverlap(context, task, params) || waitsForUnplanned(context, task, params);
  },
  'plan.unscheduled.seriesDayTaken': (context, task, { other }) => {
    const { grid } = context;
    const names = grid.problem.tasks.filter(
      ({ id, series }) => id !== task.id && series === task.series && isPlanned(context, id),
    );
    return isSeriesAlone(context, task) && names.every(({ id, title }) => (title ?? id) === other);
  },
  'plan.unscheduled.seriesDaysTaken': isSeriesAlone,
  'plan.unscheduled.seriesPin': sharesDay,
  'plan.unscheduled.beyondHorizon': (context, task, { from }) => {
    const { grid } = context;
    if (from === null || from === undefined) return (pinSpan(context, task)?.[0] ?? 0) >= grid.minutes;
    return earliestOf(context, task) === grid.at(String(from)) && grid.at(String(from)) >= grid.minutes;
  },

  'plan.collision.task': pinsOverlap,
  'plan.collision.event': overlapsEvent,
  'plan.collision.earliest': isTooEarly,
  'plan.collision.late': (context, task, { due }) => task.due === due && isPinnedLate(context, task),
  'plan.collision.waits': waitsForUnplanned,
  'plan.collision.sameDay': sharesDay,

  'plan.remedy.allowSplitting': (context, task, { chunkMin }) =>
    !task.splittable &&
    canBe(context, { task: { ...task, splittable: true, minChunkMin: Number(chunkMin) } }),
  'plan.remedy.shorten': (context, task, { toMin }) =>
    Number(toMin) < lengthOf(task) && canBe(context, { task: { ...task, durationMin: Number(toMin) } }),
  'plan.remedy.moveDue': (context, task, { due }) =>
    task.dueHard === true && canBe(context, { task: { ...task, due: String(due) } }),
  'plan.remedy.postpone': named((context, task, other) => {
    const unmet = unmetPins(context);
    const awaited = context.grid.problem.tasks.some(
      ({ id, dependsOn }) => dependsOn?.includes(other.id) && isPlanned(context, id) && !unmet.has(id),
    );
    return (
      other.pinnedStart === undefined && !awaited && canBe(context, { task, without: new Set([other.id]) })
    );
  }),
  'plan.remedy.moreTime': (context, task, { neededMin }) =>
    lengthOf(task) === neededMin && longest(everOpen(context, task)) >= lengthOf(task),
  'plan.remedy.moreHours': (context, task, { missingMin }) =>
    Number(missingMin) > 0 &&
    Number(missingMin) <= lengthOf(task) &&
    limitOf(context, task) - earliestOf(context, task) >= lengthOf(task),
  'plan.remedy.longerHorizon': (context, task, { days }) => {
    const { problem, plan } = context.grid;
    if (Number(days) <= problem.horizonDays || Number(days) > 366) return false;
    const grid = new MinuteGrid({ ...problem, horizonDays: Number(days) }, plan);
    const pin = pinSpan(context, task);
    return pin === null ? canBe({ ...context, grid }, { task }) : pin[0] < grid.minutes;
  },
  'plan.remedy.anotherDay': (context, task) =>
    task.series !== undefined && context.grid.seriesDays(task).length > 0 && !canBe(context, { task }),
  'plan.remedy.dependencyFirst': isUnplannedDependency,
  'plan.remedy.bringBack': ({ onHold }, _, { other }) => onHold?.has(other) === true,
  'plan.remedy.unpin': (_, task) => task.pinnedStart !== undefined,
};
