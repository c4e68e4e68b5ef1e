import type { Placement } from '../constraints/index.ts';
import { intersect, union, type Interval } from '../model/intervals.ts';
import { NEVER, type Model } from '../model/model.ts';

/** Where a task without a place could go: its openings in a finished plan, and when it could end in them. */

export function openings(
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
export function firstEnd(
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
export function daysTaken(model: Model, at: Placement, task: number): ReadonlySet<number> {
  const series = model.series[task]!;
  const days = new Set<number>();
  if (series < 0) return days;
  for (let other = 0; other < model.tasks.length; other++) {
    if (model.series[other] !== series || at.end[other] === NEVER) continue;
    days.add(model.timeline.dayIndexOf(at.nodeStart[at.firstNode[other]!]!));
  }
  return days;
}

/** Openings without what lies before the first day on which the task may begin. */
export function onOpenDays(model: Model, open: readonly Interval[], taken: ReadonlySet<number>): Interval[] {
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
 * The first minute at which pieces of at least `smallest` minutes could add up to `duration`, looking at ever more openings;
 * the first `fixed` ones must hold a piece.
 */
export function splitEnd(
  open: readonly Interval[],
  duration: number,
  smallest: number,
  fixed = 0,
): number | undefined {
  const usable = open.filter(([from, to]) => to - from >= smallest);
  for (let last = 0; last < usable.length; last++) {
    const [start, until] = usable[last]!;
    const lengths = usable.slice(0, last).map(([from, to]) => to - from);
    lengths.splice(fixed, last, ...lengths.slice(fixed).sort((a, b) => b - a));
    const least = Math.min(fixed, last);
    let piece = Number.POSITIVE_INFINITY;
    let room = 0;
    for (let count = 0; count <= last; count++) {
      const rest = Math.max(smallest, duration - room);
      if (count >= least && count * smallest + rest <= duration) piece = Math.min(piece, rest);
      room += lengths[count] ?? 0;
    }
    if (piece <= until - start) return start + piece;
  }
  return undefined;
}

export function longest(open: readonly Interval[]): number {
  return open.reduce((most, [from, to]) => Math.max(most, to - from), 0);
}
