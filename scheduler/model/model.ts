import type { Problem, ProblemTask } from '../../core/problem.ts';
import { presets, type ConstraintName } from '../../core/plan-presets.ts';
import { intersect, subtract, union, type Interval } from './intervals.ts';
import { NEVER, taskArrays, type TaskArrays } from './arrays.ts';
import { placePins, type PinConflict } from './pins.ts';
import { Timeline } from './timeline.ts';

export { NEVER } from './arrays.ts';

/** The problem with all local times turned into minutes after `now`, in the arrays that the search runs on. */
export interface Model {
  readonly problem: Problem;
  readonly timeline: Timeline;
  readonly weights: Readonly<Record<ConstraintName, number>>;
  readonly tasks: readonly ProblemTask[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** Tasks the search may place, and those that a pin holds. Refused tasks are in neither. */
  readonly movable: Int32Array;
  readonly pinned: Int32Array;
  /** Tasks that fit nowhere even on an empty calendar; the search leaves them alone. */
  readonly infeasible: ReadonlySet<number>;
  /** Why a task can't take part at all. */
  readonly refused: ReadonlyMap<number, PinConflict>;
  /** What speaks against pins that stand all the same. */
  readonly collisions: ReadonlyMap<number, PinConflict>;
  /** Per task: minutes needed; first allowed start; due; latest allowed end; tardiness weight. */
  readonly duration: Int32Array;
  readonly release: Int32Array;
  readonly due: Int32Array;
  readonly limit: Int32Array;
  readonly weight: Float64Array;
  readonly minChunk: Int32Array;
  readonly splittable: Uint8Array;
  readonly pinStart: Int32Array;
  /** Per task: number of its series, −1 without one. */
  readonly series: Int32Array;
  readonly preds: readonly Int32Array[];
  readonly succs: readonly Int32Array[];
  /** Where a task may go within the open time; undefined when it may go anywhere in it. */
  readonly windows: readonly (readonly Interval[] | undefined)[];
  /** Time that is open for planning before any task is placed. */
  readonly free: readonly Interval[];
  /** Hours that are open to some task, whatever lies in them. */
  readonly hours: readonly Interval[];
  /** Uninterrupted stretches of open or pinned time; nothing flows across their borders. */
  readonly stretches: readonly Interval[];
  /** The same without what is open only to tasks with hours of their own. */
  readonly workday: readonly Interval[];
  /** Events with travel, merged. */
  readonly busy: readonly Interval[];
  /** Price of leaving a task out; dwarfs every soft score of the problem. */
  readonly penalty: Float64Array;
  /** The highest such price of a task and all that waits for it: what a place for it may open. */
  readonly chainPenalty: Float64Array;
}

/** What is known before compiling. */
export interface CompileOptions {
  /** Pins that can't hold for a reason found outside: what they wait for can't be planned in time. */
  dropped?: ReadonlyMap<number, PinConflict>;
  /** Tasks that fit nowhere even on an empty calendar. */
  infeasible?: ReadonlySet<number>;
  timeline?: Timeline;
}

/** Compiles a checked problem. */
export function compile(problem: Problem, options: CompileOptions = {}): Model {
  const { dropped = new Map(), infeasible = new Set<number>() } = options;
  const timeline = options.timeline ?? new Timeline(problem.now, problem.tz, problem.horizonDays);
  const { tasks } = problem;
  const indexOf = new Map(tasks.map((task, index) => [task.id, index]));
  const busy = busyTime(problem, timeline);
  const closed = [...busy, ...timeline.unnameable()];
  const { working, all, windows } = openTime(problem, timeline);
  const open = subtract(all, closed);
  const arrays = taskArrays(problem, timeline);
  const pins = placePins({ tasks, timeline, busy, dropped, firm: problem.firmPins === true, ...arrays });
  const preds = tasks.map((task, i) => {
    const before = pins.loose.has(i) ? [] : (task.dependsOn ?? []);
    return Int32Array.from(new Set(before.map((id) => indexOf.get(id)!)));
  });
  const succs = invert(preds);
  const pinnedTime = union(pins.pinned.map((task) => span(arrays.pinStart[task]!, arrays.duration[task]!)));
  limitByPins(pins.pinned, preds, arrays);
  const movable = tasks.flatMap((_, i) => {
    return arrays.pinStart[i] === NEVER && !pins.refused.has(i) && !infeasible.has(i) ? [i] : [];
  });
  const weights = weightsOf(problem);
  const penalty = penalties(arrays, timeline, weights);
  return {
    problem,
    timeline,
    weights,
    tasks,
    indexOf,
    movable: Int32Array.from(movable),
    pinned: Int32Array.from(pins.pinned),
    refused: pins.refused,
    collisions: pins.collisions,
    infeasible,
    ...arrays,
    preds,
    succs,
    windows,
    hours: all,
    free: subtract(open, pinnedTime),
    stretches: union([...open, ...pinnedTime]),
    workday: union([...subtract(working, closed), ...pinnedTime]),
    busy,
    penalty,
    chainPenalty: withFollowers(penalty, { preds, succs }),
  };
}

/** Given weights set all others to 0; without weights the preset counts. */
export function weightsOf(problem: Pick<Problem, 'weights' | 'preset'>): Record<ConstraintName, number> {
  const base = presets[problem.preset ?? 'balanced'];
  if (!problem.weights) return { ...base };
  const none = Object.fromEntries(Object.keys(base).map((name) => [name, 0]));
  return { ...none, ...problem.weights } as Record<ConstraintName, number>;
}

function span(start: number, minutes: number): Interval {
  return [start, start + minutes];
}

/** Events with their travel, in minutes after now. */
export function busyTime(problem: Problem, timeline: Timeline): Interval[] {
  return union(
    problem.events.map((event) => {
      const from = timeline.minuteOf(event.start, 'change');
      const to = timeline.minuteOf(event.end);
      if (to <= from) return [from, from];
      return [from - Math.ceil(event.travelBeforeMin ?? 0), to + Math.ceil(event.travelAfterMin ?? 0)];
    }),
  );
}

/**
 * Working hours, all hours that are open to some task, and where each task may go. While no task has hours of its own,
 * most tasks need no windows at all; else those without are held to the working hours by them.
 */
function openTime(
  { workingHours, tasks }: Problem,
  timeline: Timeline,
): { working: Interval[]; all: Interval[]; windows: (Interval[] | undefined)[] } {
  const working = intersect(openHours(workingHours, timeline), [[0, timeline.end]]);
  const own = tasks.map((task) => task.windows && openHours(task.windows, timeline));
  const wider = tasks.flatMap((task, i) => (task.ownHours ? (own[i] ?? []) : []));
  if (wider.length === 0) return { working, all: working, windows: own };
  const all = intersect(union([...working, ...wider]), [[0, timeline.end]]);
  const windows = tasks.map((task, i) => {
    if (!own[i]) return working;
    return task.ownHours ? own[i] : intersect(own[i], working);
  });
  return { working, all, windows };
}

/** When one task may be worked on by the clock, on the days of a timeline that may be longer than the problem's. */
export function taskHours(problem: Problem, timeline: Timeline, task: number): Interval[] {
  const { windows, ownHours } = problem.tasks[task]!;
  const own = windows && openHours(windows, timeline);
  if (own && ownHours) return own;
  const working = openHours(problem.workingHours, timeline);
  return own ? intersect(own, working) : working;
}

function openHours(hours: Problem['workingHours'], timeline: Timeline): Interval[] {
  if (hours === 'always') return [[timeline.dayStart[0]!, timeline.end]];
  const spans: Interval[] = [];
  timeline.weekdays.forEach((weekday, day) => {
    for (const [from, to] of hours[weekday] ?? []) spans.push(timeline.spanOfDay(day, from, to));
  });
  return union(spans);
}

function invert(preds: readonly Int32Array[]): Int32Array[] {
  const lists: number[][] = preds.map(() => []);
  preds.forEach((list, task) => {
    for (const pred of list) lists[pred]!.push(task);
  });
  return lists.map((list) => Int32Array.from(list));
}

/** Whatever a pinned task waits for must end before the pin, and so on backwards. */
function limitByPins(pinned: readonly number[], preds: readonly Int32Array[], arrays: TaskArrays): void {
  const { limit, duration, pinStart } = arrays;
  const tighten = (task: number, end: number): void => {
    if (pinStart[task] !== NEVER || limit[task]! <= end) return;
    limit[task] = end;
    for (const pred of preds[task]!) tighten(pred, end - duration[task]!);
  };
  for (const pin of pinned) {
    for (const pred of preds[pin]!) tighten(pred, pinStart[pin]!);
  }
}

/** What the heaviest task counts for against the number of tasks left out: enough for the lightest to count, too. */
const MIN_SCALE = 1_000;
const MAX_SCALE = 100_000;

/**
 * Leaving a task out must cost more than any lateness that keeping it could cause. What is left out shall weigh as little
 * as can be, so the price is the task's importance; among equals fewer are left out.
 */
function penalties(
  { weight, importance }: TaskArrays,
  timeline: Timeline,
  weights: Record<ConstraintName, number>,
): Float64Array {
  const heaviest = importance.reduce((most, value) => Math.max(most, value), 1e-9);
  const total = weight.reduce((sum, value) => sum + value, 0);
  const days = timeline.end / 1440 + 1;
  const softest = Object.values(weights).reduce((sum, value) => sum + value, 0);
  const worst = weights.tardiness * total * timeline.end + softest * weight.length * days * 60 + 1;
  const lightest = importance.reduce(
    (least, value) => (value > 0 ? Math.min(least, value) : least),
    heaviest,
  );
  const scale = Math.min(MAX_SCALE, Math.max(MIN_SCALE, (2 * heaviest) / lightest));
  return importance.map((value) => worst * (1 + (scale * value) / heaviest));
}

/** For each task the most that it, or anything that waits for it, counts for. Walks backwards from the tasks nothing waits for. */
function withFollowers(own: Float64Array, { preds, succs }: Pick<Model, 'preds' | 'succs'>): Float64Array {
  const most = own.slice();
  const waiting = Int32Array.from(succs, (list) => list.length);
  const ready = [...waiting.keys()].filter((task) => waiting[task] === 0);
  for (let task = ready.pop(); task !== undefined; task = ready.pop()) {
    for (const pred of preds[task]!) {
      most[pred] = Math.max(most[pred]!, most[task]!);
      if (--waiting[pred]! === 0) ready.push(pred);
    }
  }
  return most;
}
