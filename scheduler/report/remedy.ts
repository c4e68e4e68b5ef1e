import type { Message } from '../../core/messages/message.ts';
import { addDays } from '../../core/time/zoned.ts';
import type { Placement } from '../constraints/index.ts';
import { intersect, subtract, union, type Interval } from '../model/intervals.ts';
import { busyTime, NEVER, taskHours, type Model } from '../model/model.ts';
import { Timeline } from '../model/timeline.ts';
import { daysTaken, firstEnd, longest, onOpenDays, openings, splitEnd } from './openings.ts';
import { message } from './words.ts';

/** A finished plan, as its gaps are explained. */
export interface Left {
  model: Model;
  at: Placement;
  free: readonly Interval[];
  /** Who could wait, the least important first; undefined when no remedy is wanted. */
  others: readonly number[] | undefined;
}

/** Others that are tried as the one to wait, the least important first. */
const MAX_OTHERS = 40;

/**
 * The changes that would let a task in, the cheapest first, counted in minutes of someone's plans: cut it into pieces,
 * make it shorter, move its hard deadline, let a less important task wait; failing all that, find more time. Empty when
 * nothing helps.
 */
export function remediesFor(
  { model, at, free }: Left,
  others: readonly number[],
  task: number,
  { earliest, end }: { earliest: number; end: number | undefined },
): Message[] {
  const latest = model.limit[task]!;
  const taken = daysTaken(model, at, task);
  const open = onOpenDays(model, openings(model, free, task, earliest, latest), taken);
  const duration = model.duration[task]!;
  const smallest = model.minChunk[task]!;
  const longestMin = longest(open);
  const options: { cost: number; remedy: Message }[] = [];
  if (!model.splittable[task] && splitEnd(open, duration, smallest) !== undefined) {
    const pieces = piecesFor(open, duration, smallest);
    options.push({ cost: 10, remedy: message('plan.remedy.allowSplitting', { chunkMin: smallest, pieces }) });
  }
  if (longestMin >= duration / 2) {
    const remedy = message('plan.remedy.shorten', { toMin: longestMin });
    options.push({ cost: 2 * (duration - longestMin), remedy });
  }
  if (end !== undefined && isOwnLimit(model, task)) {
    options.push({
      cost: end - latest,
      remedy: message('plan.remedy.moveDue', { due: model.timeline.localOf(end) }),
    });
  }
  const other = whoCouldWait({ model, at, free, others }, task, earliest);
  if (other !== undefined) {
    const { id, title } = model.tasks[other]!;
    const cost = (model.duration[other]! * model.weight[other]!) / Math.max(0.1, model.weight[task]!);
    const params = { other: title ?? id, with: id, day: laterDay(model, at, free, other) };
    options.push({ cost, remedy: message('plan.remedy.postpone', params) });
  }
  if (options.length === 0 && taken.size > 0) return [message('plan.remedy.anotherDay', {})];
  options.sort((a, b) => a.cost - b.cost);
  if (options.length > 0) return options.map(({ remedy }) => remedy);
  const more = moreTime(model, task, open, earliest);
  return more ? [more] : [];
}

/** What is left when no change to tasks helps: later days where the usual week has room, else more room. */
function moreTime(
  model: Model,
  task: number,
  open: readonly Interval[],
  earliest: number,
): Message | undefined {
  const neededMin = model.duration[task]!;
  const latest = model.limit[task]!;
  // Too short a time between two moments is made longer by neither hours nor free time.
  if (latest - earliest < neededMin) return undefined;
  const ever = openings(model, model.hours, task, earliest, latest);
  if (ever.length === 0)
    return (
      longerHorizon(model, task, earliest) ?? message('plan.remedy.moreHours', { missingMin: neededMin })
    );
  const usable = open.filter(([from, to]) => to - from >= model.minChunk[task]!);
  const room = usable.reduce((sum, [from, to]) => sum + to - from, 0);
  if (model.splittable[task] && room < neededMin) {
    return message('plan.remedy.moreHours', { missingMin: neededMin - room });
  }
  const longestEver = longest(ever);
  if (longestEver < neededMin)
    return message('plan.remedy.moreHours', { missingMin: neededMin - longestEver });
  return message('plan.remedy.moreTime', { neededMin, longestMin: longest(open) });
}

/** Days after the first one that could hold a task at which to stop looking: a week has all its hours in it. */
const DAYS_LOOKED_AT = 15;
const MAX_DAYS = 366;

/** So many days ahead would have to be planned for a task to find room after the present horizon; undefined when that is no help. */
export function longerHorizon(model: Model, task: number, earliest: number): Message | undefined {
  const { problem, timeline, tasks, duration, splittable, minChunk } = model;
  if (model.limit[task]! < timeline.end) return undefined;
  const from = Math.max(earliest, timeline.end);
  const until = tasks[task]!.dueHard ? model.due[task]! : NEVER;
  if (from >= until) return undefined;
  const first = timeline.days.length + Math.floor((from - timeline.end) / 1440);
  for (let days = first + 1; days <= Math.min(MAX_DAYS, first + DAYS_LOOKED_AT); days++) {
    const longer = new Timeline(problem.now, problem.tz, days);
    const hours = taskHours(problem, longer, task);
    const open = intersect(subtract(hours, [...busyTime(problem, longer), ...longer.unnameable()]), [
      [from, Math.min(longer.end, until)],
    ]);
    const fits = splittable[task]
      ? splitEnd(open, duration[task]!, minChunk[task]!) !== undefined
      : longest(open) >= duration[task]!;
    if (fits) return message('plan.remedy.longerHorizon', { days });
  }
  return undefined;
}

/** Whether a hard deadline, and nothing else, says until when a task has to be done. */
export function isOwnLimit({ tasks, due, limit, timeline }: Model, task: number): boolean {
  return tasks[task]!.dueHard === true && limit[task] === due[task] && limit[task]! < timeline.end;
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

/** The first later day on which a task that gives up its time could be done as the plan stands; the day after the plan else. */
function laterDay(model: Model, at: Placement, free: readonly Interval[], task: number): string {
  const { days, dayStart, end } = model.timeline;
  const after = model.timeline.dayIndexOf(at.nodeStart[at.firstNode[task]!]!) + 1;
  for (let day = after; day < days.length; day++) {
    const open = openings(model, free, task, Math.max(dayStart[day]!, model.release[task]!), end);
    if (firstEnd(model, task, open.slice(0, 1)) !== undefined && open[0]![0] < (dayStart[day + 1] ?? end))
      return days[day]!;
  }
  return addDays(days.at(-1)!, 1);
}

/** The fewest openings of which pieces would add up to a duration. */
function piecesFor(open: readonly Interval[], duration: number, smallest: number): number {
  const lengths = open.map(([from, to]) => to - from).filter((length) => length >= smallest);
  lengths.sort((a, b) => b - a);
  let room = 0;
  let pieces = 0;
  while (pieces < lengths.length && room < duration) room += lengths[pieces++]!;
  return pieces;
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
