import type { Message } from '../../core/messages/message.ts';
import { weekday, type Plan, type Problem, type Weekday } from '../../core/problem.ts';
import type { Placement } from '../constraints/index.ts';
import { intersect, union, type Interval } from '../model/intervals.ts';
import { NEVER, type Model } from '../model/model.ts';

type Unscheduled = Plan['unscheduled'][number];

/** Tasks left out for want of room of which each gets its own remedy: looking for one costs far more than the reason. */
const MAX_REMEDIES = 100;

/**
 * Why each left-out task is left out, and for the most important of them the cheapest change that would let it in.
 *
 * @param remedies how many are looked for at most
 */
export function unscheduledOf(
  model: Model,
  at: Placement,
  free: readonly Interval[],
  remedies = MAX_REMEDIES,
): Unscheduled[] {
  const missing = model.tasks.flatMap((_, task) => (at.end[task] === NEVER ? [task] : []));
  const foremost = missing.toSorted((a, b) => model.penalty[b]! - model.penalty[a]! || a - b);
  const advised = new Set(foremost.slice(0, remedies));
  const others = advised.size > 0 ? leastFirst(model, at) : [];
  return missing.map((task) =>
    explainMissing({ model, at, free, others: advised.has(task) ? others : undefined }, task),
  );
}

/** What pins that stand all the same collide with, in words. */
export function collisionsOf({ collisions, tasks, indexOf }: Model): NonNullable<Plan['collisions']> {
  return [...collisions].map(([task, conflict]) => {
    const other = conflict.with === undefined ? undefined : tasks[indexOf.get(conflict.with) ?? -1];
    const kind =
      conflict.waits || other === undefined ? (conflict.waits ? 'waits' : conflict.with) : undefined;
    const said =
      conflict.reason === 'wouldBeLate' ? 'late' : (kind ?? (conflict.sameDay ? 'sameDay' : 'task'));
    const params = {
      with: other?.id ?? null,
      other: other?.title ?? other?.id ?? '',
      due: tasks[task]!.due ?? null,
    };
    return { taskId: tasks[task]!.id, why: message(`plan.collision.${said}`, params) };
  });
}

/** A finished plan, as its gaps are explained. */
interface Left {
  model: Model;
  at: Placement;
  free: readonly Interval[];
  /** Who could wait, the least important first; undefined when no remedy is wanted. */
  others: readonly number[] | undefined;
}

/** Planned tasks that nothing planned waits for, the least important first. */
function leastFirst(model: Model, at: Placement): number[] {
  const cost = (task: number): number => model.penalty[task]! * model.duration[task]!;
  return [...model.movable]
    .filter((task) => at.end[task] !== NEVER)
    .filter((task) => model.succs[task]!.every((succ) => at.end[succ] === NEVER))
    .sort((a, b) => cost(a) - cost(b));
}

function explainMissing(left: Left, task: number): Unscheduled {
  const { model, at } = left;
  const taskId = model.tasks[task]!.id;
  const refusal = model.refused.get(task);
  if (refusal) {
    const waitsFor = refusal.with === undefined ? undefined : model.indexOf.get(refusal.with);
    // The dependency may have found a place after all, once the pin was out of the way: after the pin's time.
    if (refusal.reason === 'dependencyUnscheduled' && waitsFor !== undefined && at.end[waitsFor] !== NEVER) {
      return { ...pinConflict(model, refusal.with), taskId };
    }
    const params = {
      with: refusal.with ?? null,
      other: titleOf(model, refusal.with),
      due: model.tasks[task]!.due ?? null,
    };
    const said = refusal.sameDay ? 'seriesPin' : refusal.reason;
    const remedy =
      refusal.reason === 'dependencyUnscheduled'
        ? message('plan.remedy.dependencyFirst', { other: titleOf(model, refusal.with) })
        : message('plan.remedy.unpin', {});
    return {
      taskId,
      reason: refusal.reason,
      why: message(`plan.unscheduled.${said}`, params),
      remedy,
    };
  }
  const missing = model.preds[task]!.find((pred) => at.end[pred] === NEVER);
  if (missing !== undefined) {
    const other = model.tasks[missing]!;
    const params = { with: other.id, other: other.title ?? other.id };
    return {
      taskId,
      reason: 'dependencyUnscheduled',
      why: message('plan.unscheduled.dependencyUnscheduled', params),
      remedy: message('plan.remedy.dependencyFirst', { other: params.other }),
    };
  }
  return withoutRoom(left, task);
}

function pinConflict(model: Model, id: string | undefined): Omit<Unscheduled, 'taskId'> {
  return {
    reason: 'pinConflict',
    why: message('plan.unscheduled.pinConflict', { with: id ?? null, other: titleOf(model, id) }),
    remedy: message('plan.remedy.unpin', {}),
  };
}

/** A task that the free time can't hold: before its hard deadline, or at all. */
function withoutRoom(left: Left, task: number): Unscheduled {
  const { model, at, free } = left;
  const { timeline, release, duration, limit } = model;
  const taskId = model.tasks[task]!.id;
  let earliest = release[task]!;
  for (const pred of model.preds[task]!) earliest = Math.max(earliest, at.end[pred]!);
  const neededMin = duration[task]!;
  if (earliest >= timeline.end) {
    return {
      taskId,
      reason: 'beyondHorizon',
      why: message('plan.unscheduled.beyondHorizon', { from: timeline.localOf(earliest) }),
      remedy: message('plan.remedy.longerHorizon', { days: horizonFor(model, earliest + neededMin) }),
    };
  }
  const within = openings(model, free, task, earliest, limit[task]!);
  const taken = daysTaken(model, at, task);
  const end = firstEnd(model, task, openings(model, free, task, earliest, timeline.end), taken);
  const longestMin = longest(within);
  const remedy = left.others && remedyFor(left, left.others, task, { earliest, end });
  const advice = remedy ? { remedy } : {};
  if (end !== undefined && limit[task]! < timeline.end) {
    const { due } = model.tasks[task]!;
    const own = due !== undefined && limit[task] === model.due[task];
    const params = { end: timeline.localOf(end), due: own ? due : timeline.localOf(limit[task]!) };
    return { taskId, reason: 'wouldBeLate', why: message('plan.unscheduled.wouldBeLate', params), ...advice };
  }
  if (taken.size > 0 && firstEnd(model, task, within) !== undefined) {
    const other = titleOf(model, siblingPlanned(model, at, task));
    return {
      taskId,
      reason: 'seriesDayTaken',
      why: message('plan.unscheduled.seriesDayTaken', { other }),
      ...advice,
    };
  }
  return {
    taskId,
    reason: 'doesNotFit',
    why: message('plan.unscheduled.doesNotFit', {
      neededMin,
      longestMin,
      from: earliest > 0 ? timeline.localOf(earliest) : null,
    }),
    ...advice,
  };
}

/** Others that are tried as the one to wait, the least important first. */
const MAX_OTHERS = 40;

/**
 * The cheapest change that would let a task in, counted in minutes of somebody's plans: cut it into pieces, make
 * it shorter, move its hard deadline, let a less important task wait; failing all that, find more time.
 */
function remedyFor(
  { model, at, free }: Left,
  others: readonly number[],
  task: number,
  { earliest, end }: { earliest: number; end: number | undefined },
): Message {
  const latest = model.limit[task]!;
  const taken = daysTaken(model, at, task);
  const open = onOpenDays(model, openings(model, free, task, earliest, latest), taken);
  const duration = model.duration[task]!;
  const smallest = model.minChunk[task]!;
  const longestMin = longest(open);
  const options: { cost: number; remedy: Message }[] = [];
  if (!model.splittable[task] && splitEnd(open, duration, smallest) !== undefined) {
    options.push({ cost: 10, remedy: message('plan.remedy.allowSplitting', { chunkMin: smallest }) });
  }
  if (longestMin >= duration / 2) {
    const remedy = message('plan.remedy.shorten', { toMin: longestMin });
    options.push({ cost: 2 * (duration - longestMin), remedy });
  }
  if (end !== undefined && latest < model.timeline.end && model.tasks[task]!.dueHard) {
    options.push({
      cost: end - latest,
      remedy: message('plan.remedy.moveDue', { due: model.timeline.localOf(end) }),
    });
  }
  const other = whoCouldWait({ model, at, free, others }, task, earliest);
  if (other !== undefined) {
    const { id, title } = model.tasks[other]!;
    const cost = (model.duration[other]! * model.weight[other]!) / Math.max(0.1, model.weight[task]!);
    options.push({ cost, remedy: message('plan.remedy.postpone', { other: title ?? id }) });
  }
  if (options.length === 0 && taken.size > 0) return message('plan.remedy.anotherDay', {});
  options.sort((a, b) => a.cost - b.cost);
  return (
    options[0]?.remedy ?? moreTime(model, task, open, openings(model, model.free, task, earliest, latest))
  );
}

/** What is left when no change to tasks helps: later days where the usual week has room, else more room. */
function moreTime(model: Model, task: number, open: readonly Interval[], ever: readonly Interval[]): Message {
  const neededMin = model.duration[task]!;
  if (ever.length === 0 && weekHasRoom(model, task)) {
    return message('plan.remedy.longerHorizon', { days: model.timeline.days.length + 7 });
  }
  const usable = open.filter(([from, to]) => to - from >= model.minChunk[task]!);
  const room = usable.reduce((sum, [from, to]) => sum + to - from, 0);
  if (ever.length === 0 || (model.splittable[task] && room < neededMin)) {
    return message('plan.remedy.moreHours', { missingMin: neededMin - room });
  }
  return message('plan.remedy.moreTime', { neededMin, longestMin: longest(open) });
}

/** Whether the hours of an ordinary week hold a task, whatever the days of this horizon do. */
function weekHasRoom({ problem, tasks, duration, splittable, minChunk }: Model, task: number): boolean {
  const { windows, ownHours } = tasks[task]!;
  const { workingHours } = problem;
  const spans = (hours: Problem['workingHours'], day: Weekday): Interval[] => {
    if (hours === 'always') return [[0, 1440]];
    return union((hours[day] ?? []).map(([from, to]) => [minutesOf(from), minutesOf(to)]));
  };
  const smallest = splittable[task] ? minChunk[task]! : duration[task]!;
  return weekday.options.some((day) => {
    const working = ownHours && windows ? spans(windows, day) : spans(workingHours, day);
    const open = windows ? intersect(working, spans(windows, day)) : working;
    return longest(open) >= smallest;
  });
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** The least important planned task that nothing waits for and whose time would do. */
function whoCouldWait(
  { model, at, free, others = [] }: Left,
  task: number,
  earliest: number,
): number | undefined {
  const taken = daysTaken(model, at, task);
  const latest = model.limit[task]!;
  const least = model.splittable[task] ? model.minChunk[task]! : model.duration[task]!;
  let tried = 0;
  for (const other of others) {
    if (model.penalty[other]! > model.penalty[task]! || model.preds[task]!.includes(other)) continue;
    // One of its own series is no answer: the two would only change places.
    if (model.series[other]! >= 0 && model.series[other] === model.series[task]) continue;
    if (tried++ === MAX_OTHERS) return undefined;
    const first = at.firstNode[other]!;
    const parts = Array.from({ length: at.parts[other]! }, (_, i): Interval => {
      return [at.nodeStart[first + i]!, at.nodeEnd[first + i]!];
    });
    if (!parts.some((part) => roomAround(free, part) >= least)) continue;
    const open = openings(model, union([...free, ...parts]), task, earliest, latest);
    if (firstEnd(model, task, open, taken) !== undefined) return other;
  }
  return undefined;
}

/** Minutes that a part would leave in one stretch together with the free time on both sides of it. */
function roomAround(free: readonly Interval[], [from, to]: Interval): number {
  let low = 0;
  let high = free.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (free[middle]![1] < from) low = middle + 1;
    else high = middle;
  }
  let start = from;
  let end = to;
  for (let i = low; i < free.length && free[i]![0] <= end; i++) {
    start = Math.min(start, free[i]![0]);
    end = Math.max(end, free[i]![1]);
  }
  return end - start;
}

function openings(
  model: Model,
  free: readonly Interval[],
  task: number,
  from: number,
  to: number,
): Interval[] {
  const open = from < to ? intersect(free, [[from, to]]) : [];
  const windows = model.windows[task];
  return windows ? intersect(union(open), windows) : open;
}

const NO_DAYS: ReadonlySet<number> = new Set();

/** When a task could end at the earliest in the openings, not beginning on some days; undefined when it fits nowhere. */
function firstEnd(
  model: Model,
  task: number,
  open: readonly Interval[],
  taken: ReadonlySet<number> = NO_DAYS,
): number | undefined {
  const duration = model.duration[task]!;
  const smallest = model.minChunk[task]!;
  if (!model.splittable[task]) {
    const first = onOpenDays(model, open, taken).find(([from, to]) => to - from >= duration);
    return first && first[0] + duration;
  }
  if (taken.size === 0) return splitEnd(open, duration, smallest);
  let end = NEVER;
  for (let i = 0; i < open.length; i++) {
    const [first] = onOpenDays(model, [open[i]!], taken);
    if (first && first[1] - first[0] >= smallest) {
      end = Math.min(end, splitEnd([first, ...open.slice(i + 1)], duration, smallest, 1) ?? NEVER);
    }
  }
  return end === NEVER ? undefined : end;
}

/** Days on which other tasks of a task's series begin, by number in the horizon. */
function daysTaken(model: Model, at: Placement, task: number): ReadonlySet<number> {
  const series = model.series[task]!;
  const days = new Set<number>();
  if (series < 0) return days;
  for (let other = 0; other < model.tasks.length; other++) {
    if (model.series[other] !== series || at.end[other] === NEVER) continue;
    days.add(model.timeline.dayIndexOf(at.nodeStart[at.firstNode[other]!]!));
  }
  return days;
}

function siblingPlanned({ series, tasks }: Model, at: Placement, task: number): string | undefined {
  return tasks.find((_, other) => series[other] === series[task] && at.end[other] !== NEVER)?.id;
}

/** Openings without what lies before the first day on which the task may begin. */
function onOpenDays(model: Model, open: readonly Interval[], taken: ReadonlySet<number>): Interval[] {
  if (taken.size === 0) return [...open];
  const { timeline } = model;
  return open.flatMap(([from, to]): Interval[] => {
    let day = timeline.dayIndexOf(from);
    let begin = from;
    while (day < timeline.days.length && taken.has(day)) begin = timeline.dayStart[++day]!;
    return begin < to ? [[begin, to]] : [];
  });
}

/**
 * When pieces of at least `smallest` minutes could add up to `duration`, looking at ever more openings; the first `fixed`
 * ones must hold a piece.
 */
function splitEnd(
  open: readonly Interval[],
  duration: number,
  smallest: number,
  fixed = 0,
): number | undefined {
  const usable = open.filter(([from, to]) => to - from >= smallest);
  for (let last = 1; last <= usable.length; last++) {
    const lengths = usable.slice(0, last).map(([from, to]) => to - from);
    lengths.splice(fixed, last, ...lengths.slice(fixed).sort((a, b) => b - a));
    let room = 0;
    let count = 0;
    while (count < last && room < duration) room += lengths[count++]!;
    if (room >= duration && count * smallest <= duration) return usable[last - 1]![1];
  }
  return undefined;
}

function longest(open: readonly Interval[]): number {
  return open.reduce((most, [from, to]) => Math.max(most, to - from), 0);
}

function horizonFor(model: Model, minute: number): number {
  return model.timeline.days.length + Math.ceil((minute - model.timeline.end) / 1440);
}

function titleOf(model: Model, id: string | undefined): string {
  if (id === undefined) return '';
  const index = model.indexOf.get(id);
  return index === undefined ? id : (model.tasks[index]!.title ?? id);
}

export function message(key: string, params: Message['params']): Message {
  return { key, params };
}
