import type { Message } from '../../core/messages/message.ts';
import type { Plan, ProblemTask } from '../../core/problem.ts';
import { World } from './world.ts';

/**
 * Whether what a plan says of tasks without a place is true: why they have none, what would let them in, and what speaks
 * against pins that stand all the same. Written from what the sentences mean, on minutes of the wall clock; shares nothing with
 * what makes them. A key without a clause here is a mistake.
 */

type Params = Message['params'];

/** A plan, looked at for one task. */
export interface LeftOutScene {
  world: World;
  plan: Pick<Plan, 'blocks' | 'collisions'>;
  /** Titles of tasks that are on hold; the problem does not have them. */
  onHold?: ReadonlySet<unknown>;
}
type Clause = (scene: LeftOutScene, task: ProblemTask, params: Params) => boolean;

/** What is false of the sentences about tasks that are left out, and about pins that collide; empty when all are true. */
export function falseLeftOut(scene: LeftOutScene, plan: Plan): string[] {
  const said = [
    ...plan.unscheduled.flatMap(({ taskId, why, remedy }) => [
      { taskId, message: why },
      { taskId, message: remedy },
    ]),
    ...(plan.collisions ?? []).map(({ taskId, why }) => ({ taskId, message: why })),
  ];
  return said.flatMap(({ taskId, message }) =>
    message && !isTrue(scene, taskId, message)
      ? [`${message.key} ${JSON.stringify(message.params)} of ${taskId}`]
      : [],
  );
}

function isTrue(scene: LeftOutScene, taskId: string, { key, params }: Message): boolean {
  const task = scene.world.problem.tasks.find(({ id }) => id === taskId);
  return task !== undefined && leftOutClauses[key]?.(scene, task, params) === true;
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
const isPlanned = ({ world }: LeftOutScene, id: string): boolean => world.blocksOf(id).length > 0;

function pinSpan(
  { world }: LeftOutScene,
  { pinnedStart, durationMin }: ProblemTask,
): [number, number] | null {
  if (pinnedStart === undefined) return null;
  const from = world.at(pinnedStart);
  return [from, from + Math.ceil(durationMin)];
}

function earliestOf({ world }: LeftOutScene, { earliest, dependsOn }: ProblemTask): number {
  const own = earliest === undefined ? 0 : world.at(earliest.length > 10 ? earliest : `${earliest}T00:00`);
  return Math.max(0, own, ...(dependsOn ?? []).map((id) => world.endOf(id)).filter(Number.isFinite));
}

/** Pins that stand although what they wait for is not done by then. */
function looseOf({ world }: LeftOutScene): Set<string> {
  const inVain = world.problem.tasks.filter(({ pinnedStart, dependsOn }) =>
    dependsOn?.some((id) => {
      const end = world.endOf(id);
      return pinnedStart !== undefined && (!Number.isFinite(end) || end > world.at(pinnedStart));
    }),
  );
  return new Set(inVain.map(({ id }) => id));
}

/** By when it has to be done for pinned tasks that wait for it, directly or through others. */
function pinLimit(scene: LeftOutScene, { id }: ProblemTask): number {
  const loose = looseOf(scene);
  const after = scene.world.problem.tasks.filter(({ dependsOn }) => dependsOn?.includes(id));
  return Math.min(
    Number.POSITIVE_INFINITY,
    ...after.map((one) => {
      const pin = pinSpan(scene, one);
      if (pin) return isPlanned(scene, one.id) && !loose.has(one.id) ? pin[0] : Number.POSITIVE_INFINITY;
      return pinLimit(scene, one) - lengthOf(one);
    }),
  );
}

function limitOf(scene: LeftOutScene, task: ProblemTask, dueCounts = true): number {
  const due = task.dueHard && dueCounts ? scene.world.dueOf(task) : Number.POSITIVE_INFINITY;
  return Math.min(scene.world.minutes, due, pinLimit(scene, task));
}

/** When the trial could end at the earliest, by growing the time it may use; undefined when it can't. */
function earliestEnd(scene: LeftOutScene, trial: Trial): number | undefined {
  const { task, without = new Set(), dueCounts = true, seriesCounts = true } = trial;
  const { problem, plan } = scene.world;
  const left = plan.blocks.filter(({ taskId }) => !without.has(taskId) && taskId !== task.id);
  const world = without.size === 0 ? scene.world : new World(problem, { blocks: left });
  const taken = new Set(seriesCounts ? world.seriesDays(task) : []);
  const limit = limitOf(scene, task, dueCounts);
  const runs = world.freeRuns(task, earliestOf(scene, task), limit);
  const within = (end: number): boolean =>
    fits(clipped(runs, end), task, (minute) => taken.has(world.local(minute).slice(0, 10)));
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

const canBe = (scene: LeftOutScene, trial: Trial): boolean => earliestEnd(scene, trial) !== undefined;
const longest = (runs: readonly Run[]): number => Math.max(0, ...runs.map(([from, to]) => to - from));
const freeTo = (scene: LeftOutScene, task: ProblemTask): Run[] =>
  scene.world.freeRuns(task, earliestOf(scene, task), limitOf(scene, task));

/** The hours of a task as they would be without any plan or event. */
function everOpen(scene: LeftOutScene, task: ProblemTask): Run[] {
  const { problem } = scene.world;
  const bare = new World({ ...problem, events: [] }, { blocks: [] });
  return bare.freeRuns(task, earliestOf(scene, task), limitOf(scene, task));
}

/** Another task by its name, of which something holds. */
const named =
  (holds: (scene: LeftOutScene, task: ProblemTask, other: ProblemTask) => boolean): Clause =>
  (scene, task, { other }) =>
    scene.world.named(other).some((one) => one.id !== task.id && holds(scene, task, one));

const overlap = (a: Run | null, b: Run | null): boolean =>
  a !== null && b !== null && a[0] < b[1] && b[0] < a[1];

function overlapsEvent(scene: LeftOutScene, task: ProblemTask): boolean {
  const { world } = scene;
  return world.problem.events.some(({ start, end, travelBeforeMin = 0, travelAfterMin = 0 }) => {
    if (end < start) return false;
    const travel = end > start;
    const from = world.at(start) - (travel ? Math.ceil(travelBeforeMin) : 0);
    const to = world.at(end) + (travel ? Math.ceil(travelAfterMin) : 0);
    const pin = pinSpan(scene, task);
    return pin !== null && pin[0] < Math.max(to, from) && from < pin[1];
  });
}

const isTooEarly = ({ world }: LeftOutScene, { pinnedStart, earliest }: ProblemTask): boolean =>
  earliest !== undefined &&
  pinnedStart !== undefined &&
  world.at(pinnedStart) < world.at(earliest.length > 10 ? earliest : `${earliest}T00:00`);

const isPinnedLate = (scene: LeftOutScene, task: ProblemTask): boolean =>
  task.dueHard === true && (pinSpan(scene, task)?.[1] ?? 0) > scene.world.dueOf(task);

const pinsOverlap = named((scene, task, other) => overlap(pinSpan(scene, task), pinSpan(scene, other)));
const waitsInVain = named((scene, task, other) => {
  if (!task.dependsOn?.includes(other.id)) return false;
  return !isPlanned(scene, other.id) || scene.world.endOf(other.id) > scene.world.at(task.pinnedStart!);
});
const isUnplannedDependency = named(
  (scene, task, other) => task.dependsOn?.includes(other.id) === true && !isPlanned(scene, other.id),
);
const sharesDay = named(
  ({ world }, task, other) =>
    task.series !== undefined &&
    other.series === task.series &&
    world.blocksOf(other.id).some(({ start }) => start.slice(0, 10) === task.pinnedStart?.slice(0, 10)),
);
/** Only the days of its series are in the way. */
const isSeriesAlone = (scene: LeftOutScene, task: ProblemTask): boolean =>
  task.series !== undefined && !canBe(scene, { task }) && canBe(scene, { task, seriesCounts: false });

/** What each sentence claims. */
export const leftOutClauses: Readonly<Record<string, Clause>> = {
  'plan.unscheduled.doesNotFit': (scene, task, { neededMin, longestMin, from }) => {
    const earliest = earliestOf(scene, task);
    return (
      lengthOf(task) === neededMin &&
      (from === null ? earliest === 0 : scene.world.at(String(from)) === earliest) &&
      longest(freeTo(scene, task)) === longestMin &&
      Number(longestMin) < Number(neededMin) &&
      !canBe(scene, { task })
    );
  },
  'plan.unscheduled.later': (scene, task) => !canBe(scene, { task }),
  'plan.unscheduled.wouldBeLate': (scene, task, { due, end }) => {
    if (!task.dueHard || task.due !== due) return false;
    if (end === null || end === undefined) return isPinnedLate(scene, task);
    const could = earliestEnd(scene, { task, dueCounts: false });
    return could === scene.world.at(String(end)) && could > scene.world.dueOf(task);
  },
  'plan.unscheduled.dependencyUnscheduled': isUnplannedDependency,
  'plan.unscheduled.dependencyOnHold': ({ onHold }, _, { other }) => onHold?.has(other) === true,
  'plan.unscheduled.pinConflict': (scene, task, params) => {
    if (params['with'] === 'event') return overlapsEvent(scene, task);
    if (params['with'] === 'earliest') return isTooEarly(scene, task);
    return pinsOverlap(scene, task, params) || waitsInVain(scene, task, params);
  },
  'plan.unscheduled.seriesDayTaken': (scene, task, { other }) => {
    const { world } = scene;
    const names = world.problem.tasks.filter(
      ({ id, series }) => id !== task.id && series === task.series && isPlanned(scene, id),
    );
    return isSeriesAlone(scene, task) && names.every(({ id, title }) => (title ?? id) === other);
  },
  'plan.unscheduled.seriesDaysTaken': isSeriesAlone,
  'plan.unscheduled.seriesPin': sharesDay,
  'plan.unscheduled.beyondHorizon': (scene, task, { from }) => {
    const { world } = scene;
    if (from === null || from === undefined) return (pinSpan(scene, task)?.[0] ?? 0) >= world.minutes;
    return earliestOf(scene, task) === world.at(String(from)) && world.at(String(from)) >= world.minutes;
  },

  'plan.collision.task': pinsOverlap,
  'plan.collision.event': overlapsEvent,
  'plan.collision.earliest': isTooEarly,
  'plan.collision.late': (scene, task, { due }) => task.due === due && isPinnedLate(scene, task),
  'plan.collision.waits': waitsInVain,
  'plan.collision.sameDay': sharesDay,

  'plan.remedy.allowSplitting': (scene, task, { chunkMin }) =>
    !task.splittable && canBe(scene, { task: { ...task, splittable: true, minChunkMin: Number(chunkMin) } }),
  'plan.remedy.shorten': (scene, task, { toMin }) =>
    Number(toMin) < lengthOf(task) && canBe(scene, { task: { ...task, durationMin: Number(toMin) } }),
  'plan.remedy.moveDue': (scene, task, { due }) =>
    task.dueHard === true && canBe(scene, { task: { ...task, due: String(due) } }),
  'plan.remedy.postpone': named((scene, task, other) => {
    const loose = looseOf(scene);
    const awaited = scene.world.problem.tasks.some(
      ({ id, dependsOn }) => dependsOn?.includes(other.id) && isPlanned(scene, id) && !loose.has(id),
    );
    return (
      other.pinnedStart === undefined && !awaited && canBe(scene, { task, without: new Set([other.id]) })
    );
  }),
  'plan.remedy.moreTime': (scene, task, { neededMin }) =>
    lengthOf(task) === neededMin && longest(everOpen(scene, task)) >= lengthOf(task),
  'plan.remedy.moreHours': (scene, task, { missingMin }) =>
    Number(missingMin) > 0 &&
    Number(missingMin) <= lengthOf(task) &&
    limitOf(scene, task) - earliestOf(scene, task) >= lengthOf(task),
  'plan.remedy.longerHorizon': (scene, task, { days }) => {
    const { problem, plan } = scene.world;
    if (Number(days) <= problem.horizonDays || Number(days) > 366) return false;
    const world = new World({ ...problem, horizonDays: Number(days) }, plan);
    const pin = pinSpan(scene, task);
    return pin === null ? canBe({ ...scene, world }, { task }) : pin[0] < world.minutes;
  },
  'plan.remedy.anotherDay': (scene, task) =>
    task.series !== undefined && scene.world.seriesDays(task).length > 0 && !canBe(scene, { task }),
  'plan.remedy.dependencyFirst': isUnplannedDependency,
  'plan.remedy.bringBack': ({ onHold }, _, { other }) => onHold?.has(other) === true,
  'plan.remedy.unpin': (_, task) => task.pinnedStart !== undefined,
};
