import type { Plan } from '../../core/problem.ts';
import type { Placement } from '../constraints/index.ts';
import type { Interval } from '../model/intervals.ts';
import { NEVER, type Model } from '../model/model.ts';
import { daysTaken, firstEnd, longest, openings } from './openings.ts';
import { isOwnLimit, longerHorizon, remediesFor, type Left } from './remedy.ts';
import { message, titleOf } from './words.ts';

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
  const heaviest = missing.toSorted((a, b) => model.penalty[b]! - model.penalty[a]! || a - b);
  const advised = new Set(heaviest.slice(0, remedies));
  const others = advised.size > 0 ? leastFirst(model, at) : [];
  return missing.map((task) =>
    explainMissing({ model, at, free, others: advised.has(task) ? others : undefined }, task),
  );
}

/** What pins that stand all the same collide with, in words. */
export function collisionsOf(model: Model, at: Placement): NonNullable<Plan['collisions']> {
  const { collisions, tasks, indexOf, pinStart } = model;
  // A dependency that was refused before the search may have found a place after all, and in time.
  const isInTime = (task: number, id: string | undefined): boolean => {
    const dependency = id === undefined ? undefined : indexOf.get(id);
    return dependency !== undefined && at.end[dependency] !== NEVER && at.end[dependency]! <= pinStart[task]!;
  };
  const real = [...collisions].filter(([task, { waits, with: id }]) => !waits || !isInTime(task, id));
  return real.map(([task, conflict]) => {
    const other = conflict.with === undefined ? undefined : tasks[indexOf.get(conflict.with) ?? -1];
    const against =
      conflict.waits || other === undefined ? (conflict.waits ? 'waits' : conflict.with) : undefined;
    const kind =
      conflict.reason === 'wouldBeLate' ? 'late' : (against ?? (conflict.sameDay ? 'sameDay' : 'task'));
    const params = {
      with: other?.id ?? null,
      other: other?.title ?? other?.id ?? '',
      due: tasks[task]!.due ?? null,
    };
    return { taskId: tasks[task]!.id, why: message(`plan.collision.${kind}`, params) };
  });
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
    const kind = refusal.sameDay ? 'seriesPin' : refusal.reason;
    const remedy =
      refusal.reason === 'dependencyUnscheduled'
        ? message('plan.remedy.dependencyFirst', { other: titleOf(model, refusal.with) })
        : message('plan.remedy.unpin', {});
    return {
      taskId,
      reason: refusal.reason,
      why: message(`plan.unscheduled.${kind}`, params),
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
    const remedy = longerHorizon(model, task, earliest);
    return {
      taskId,
      reason: 'beyondHorizon',
      why: message('plan.unscheduled.beyondHorizon', { from: timeline.localOf(earliest) }),
      ...(remedy ? { remedy } : {}),
    };
  }
  const within = openings(model, free, task, earliest, limit[task]!);
  const taken = daysTaken(model, at, task);
  const end = firstEnd(model, task, openings(model, free, task, earliest, timeline.end), taken);
  const longestMin = longest(within);
  const remedies = left.others ? remediesFor(left, left.others, task, { earliest, end }) : [];
  const advice = remedies[0] ? { remedy: remedies[0], remedies } : {};
  if (end !== undefined && isOwnLimit(model, task)) {
    const params = { end: timeline.localOf(end), due: model.tasks[task]!.due ?? null };
    return { taskId, reason: 'wouldBeLate', why: message('plan.unscheduled.wouldBeLate', params), ...advice };
  }
  if (taken.size > 0 && firstEnd(model, task, within) !== undefined) {
    const [other, another] = siblingsPlanned(model, at, task);
    const why =
      another === undefined
        ? message('plan.unscheduled.seriesDayTaken', { other: other ?? '' })
        : message('plan.unscheduled.seriesDaysTaken', {});
    return { taskId, reason: 'seriesDayTaken', why, ...advice };
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

/** The names of what is planned of a task's series, each once. */
function siblingsPlanned(model: Model, at: Placement, task: number): string[] {
  const { series, tasks } = model;
  const planned = tasks.filter((_, other) => series[other] === series[task] && at.end[other] !== NEVER);
  return [...new Set(planned.map(({ id }) => titleOf(model, id)))];
}
