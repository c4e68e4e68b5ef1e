import type { ProblemTask } from '../../core/problem.ts';
import type { Interval } from './intervals.ts';
import { NEVER, type TaskArrays } from './arrays.ts';
import type { Timeline } from './timeline.ts';

/** Why a task can't take part in the search at all. */
export interface PinConflict {
  reason: 'pinConflict' | 'wouldBeLate' | 'beyondHorizon' | 'dependencyUnscheduled';
  /** What stands in the way: an event's or another task's id, `earliest`, or nothing. */
  with?: string;
  /** Whether that other task should have been done before. */
  waits?: boolean;
  /** Whether that other task is in the way by its day alone: both belong to one series. */
  sameDay?: boolean;
}

interface PinInput extends TaskArrays {
  tasks: readonly ProblemTask[];
  timeline: Timeline;
  busy: readonly Interval[];
  dropped: ReadonlyMap<number, PinConflict>;
  /** Whether pins stand whatever they collide with. */
  firm: boolean;
}

/**
 * Decides which pins hold. A pin beats working hours and the task's own windows: the person said so. It can't
 * beat an event, the task's earliest start, a hard deadline or another pin; of two that overlap, or that belong to one
 * series and one day, the more important one stays, then the earlier one. A pin may lie in the past (a block already begun).
 * Firm pins all stand.
 */
export function placePins(input: PinInput): PlacedPins {
  if (input.firm) return firmPins(input);
  const { tasks, pinStart, duration } = input;
  const refused = new Map<number, PinConflict>(input.dropped);
  const pinned: number[] = [];
  const candidates = tasks
    .map((_, index) => index)
    .filter((index) => pinStart[index] !== NEVER && !refused.has(index))
    .sort((a, b) => importance(input, b) - importance(input, a) || pinStart[a]! - pinStart[b]! || a - b);
  for (const task of candidates) {
    const from = pinStart[task]!;
    const to = from + duration[task]!;
    const conflict = alone(input, task, from, to) ?? withOthers(input, pinned, task);
    if (conflict) refused.set(task, conflict);
    else pinned.push(task);
  }
  dropUnmetDependencies(input, pinned, refused);
  pinned.sort((a, b) => pinStart[a]! - pinStart[b]!);
  return { pinned, refused, loose: new Set(), collisions: new Map() };
}

/** What became of the pins. */
interface PlacedPins {
  pinned: number[];
  refused: Map<number, PinConflict>;
  /** Firm pins that what they wait for can't be done before; it is planned as if they did not wait. */
  loose: Set<number>;
  /** What speaks against a firm pin. */
  collisions: Map<number, PinConflict>;
}

/** Every pin within the horizon stands; the lighter one of two, or the later one, is told to collide with the other. */
function firmPins(input: PinInput): PlacedPins {
  const { tasks, pinStart, duration, dropped, timeline } = input;
  const refused = new Map<number, PinConflict>();
  const collisions = new Map<number, PinConflict>(dropped);
  const pinned: number[] = [];
  const all = tasks.flatMap((_, task) => (pinStart[task] === NEVER ? [] : [task]));
  for (const task of all) {
    if (pinStart[task]! >= timeline.end) refused.set(task, { reason: 'beyondHorizon' });
    else pinned.push(task);
  }
  pinned.sort((a, b) => importance(input, b) - importance(input, a) || pinStart[a]! - pinStart[b]! || a - b);
  const before: number[] = [];
  for (const task of pinned) {
    const from = pinStart[task]!;
    const conflict = alone(input, task, from, from + duration[task]!) ?? withOthers(input, before, task);
    if (conflict) collisions.set(task, conflict);
    before.push(task);
  }
  const loose = new Set(dropped.keys());
  const ids = new Map(tasks.map((task, index) => [task.id, index]));
  for (const task of pinned) {
    for (const id of tasks[task]!.dependsOn ?? []) {
      const pred = ids.get(id)!;
      const ends = pinStart[pred] === NEVER ? 0 : pinStart[pred]! + duration[pred]!;
      if (!refused.has(pred) && ends <= pinStart[task]!) continue;
      loose.add(task);
      collisions.set(task, { reason: 'pinConflict', with: id, waits: true });
    }
  }
  return { pinned: pinned.sort((a, b) => pinStart[a]! - pinStart[b]!), refused, loose, collisions };
}

function importance(input: PinInput, task: number): number {
  return input.weight[task]!;
}

function alone(input: PinInput, task: number, from: number, to: number): PinConflict | undefined {
  if (from >= input.timeline.end) return { reason: 'beyondHorizon' };
  const { earliest, dueHard, due } = input.tasks[task]!;
  if (earliest && from < earliestOf(input, task)) return { reason: 'pinConflict', with: 'earliest' };
  if (dueHard && due && to > input.due[task]!) return { reason: 'wouldBeLate' };
  if (input.busy.some(([start, end]) => start < to && end > from))
    return { reason: 'pinConflict', with: 'event' };
  return undefined;
}

function earliestOf(input: PinInput, task: number): number {
  const { earliest } = input.tasks[task]!;
  const { timeline } = input;
  return earliest!.length === 10 ? timeline.dayBegin(earliest!) : timeline.minuteOf(earliest!);
}

function withOthers(input: PinInput, pinned: readonly number[], task: number): PinConflict | undefined {
  const { pinStart, duration, series, tasks } = input;
  const from = pinStart[task]!;
  const to = from + duration[task]!;
  const other = pinned.find((pin) => pinStart[pin]! < to && pinStart[pin]! + duration[pin]! > from);
  if (other !== undefined) return { reason: 'pinConflict', with: tasks[other]!.id };
  const day = (pin: number): string => input.timeline.localOf(pinStart[pin]!).slice(0, 10);
  const sibling = pinned.find(
    (pin) => series[task]! >= 0 && series[pin] === series[task] && day(pin) === day(task),
  );
  return sibling === undefined
    ? undefined
    : { reason: 'pinConflict', with: tasks[sibling]!.id, sameDay: true };
}

/** A pinned task that waits for a pinned task which ends after it starts, or for a refused one, can't hold. */
function dropUnmetDependencies(input: PinInput, pinned: number[], refused: Map<number, PinConflict>): void {
  const ids = new Map(input.tasks.map((task, index) => [task.id, index]));
  for (let changed = true; changed;) {
    changed = false;
    for (const pin of pinned) {
      for (const id of input.tasks[pin]!.dependsOn ?? []) {
        const pred = ids.get(id)!;
        const late =
          pinned.includes(pred) && input.pinStart[pred]! + input.duration[pred]! > input.pinStart[pin]!;
        if (!late && !refused.has(pred)) continue;
        refused.set(
          pin,
          late ? { reason: 'pinConflict', with: id } : { reason: 'dependencyUnscheduled', with: id },
        );
        pinned.splice(pinned.indexOf(pin), 1);
        changed = true;
        break;
      }
      if (changed) break;
    }
  }
}
