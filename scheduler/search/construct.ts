import type { Model } from '../model/model.ts';
import { NEVER } from '../model/model.ts';
import { chainPlaces, mirroredPlaces } from './chains.ts';

/** Longest list for which the quadratic apparent-tardiness rule is worth its time. */
const ATC_LIMIT = 400;

/** Longest list for which chains of tasks are looked for. */
const CHAIN_LIMIT = 2000;

/** Orders that the classic construction rules give, cheapest first. Every order respects the dependencies. */
export function constructedOrders(model: Model): Int32Array[] {
  const urgency = effective(model);
  // By importance first: where there is time for one order only, it leaves out the right tasks.
  const orders = [
    listOrder(model, (task) => -model.chainPenalty[task]! + urgency.due[task]! * 1e-9),
    listOrder(model, (task) => urgency.due[task]! - urgency.weight[task]! * 1e-3),
    listOrder(model, (task) => -urgency.weight[task]! / model.duration[task]!),
  ];
  if (model.movable.length <= CHAIN_LIMIT && model.movable.some((task) => model.preds[task]!.length > 0)) {
    const byRate = listOrder(model, (task) => -urgency.weight[task]! / model.duration[task]!);
    for (const places of [chainPlaces(model, byRate), mirroredPlaces(model, byRate)]) {
      orders.push(listOrder(model, (task) => places[task]!));
    }
  }
  if (model.movable.length <= ATC_LIMIT) {
    for (const lookahead of [0.5, 1, 2, 4]) orders.push(apparentTardiness(model, urgency, lookahead));
  }
  return orders;
}

/** Order by the start of the last plan; tasks it did not have come last, by due date. */
export function lastPlanOrder(model: Model, firstStart: readonly number[]): Int32Array {
  return listOrder(
    model,
    (task) => Math.min(firstStart[task]!, NEVER) + Math.min(model.due[task]!, NEVER) * 1e-6,
  );
}

/** Decoding an order costs about its length; together the insertions cost no more than this many tasks. */
const INSERTION_EFFORT = 6_000;
/** More newcomers than this are a new plan, not a change. */
const MAX_NEWCOMERS = 4;

/**
 * Ways to let new tasks into a plan that was seen: everybody keeps their place, but for one task or two neighbours that
 * make room and go where time is left. In a full plan that moves one or two blocks where shifting would move all.
 * Empty when nothing is new, or too much.
 */
export function insertions(
  model: Model,
  firstStart: readonly number[],
): { order: Int32Array; released: readonly number[] }[] {
  const kept = Array.from(model.movable).filter((task) => firstStart[task]! < NEVER);
  const newcomers = model.movable.length - kept.length;
  if (newcomers === 0 || newcomers > MAX_NEWCOMERS) return [];
  kept.sort((a, b) => firstStart[a]! - firstStart[b]!);
  const most = Math.floor(INSERTION_EFFORT / model.movable.length / 2);
  return kept.slice(0, most).flatMap((task, i) => {
    const next = kept[i + 1];
    const choices = next === undefined ? [[task]] : [[task], [task, next]];
    return choices.map((released) => ({
      released,
      order: listOrder(model, (one) => {
        if (released.includes(one)) return 3 * NEVER + firstStart[one]!;
        return firstStart[one]! < NEVER ? firstStart[one]! : NEVER + Math.min(model.due[one]!, NEVER);
      }),
    }));
  });
}

/** Due dates and weights that a task inherits from what waits for it. */
function effective(model: Model): { due: Float64Array; weight: Float64Array } {
  const due = Float64Array.from(model.due, (minute, task) => Math.min(minute, model.limit[task]! + 1));
  const weight = model.weight.slice();
  const order = listOrder(model, () => 0);
  for (let i = order.length - 1; i >= 0; i--) {
    const task = order[i]!;
    for (const succ of model.succs[task]!) {
      due[task] = Math.min(due[task]!, due[succ]! - model.duration[succ]!);
      weight[task] = Math.max(weight[task]!, 0.9 * weight[succ]!);
    }
  }
  return { due, weight };
}

/**
 * Movable tasks by ascending key, each after what it waits for. A binary heap over the ready tasks: n log n.
 */
export function listOrder(model: Model, key: (task: number) => number): Int32Array {
  const waiting = new Int32Array(model.tasks.length);
  const movable = new Set(model.movable);
  const heap: { key: number; task: number }[] = [];
  for (const task of model.movable) {
    for (const pred of model.preds[task]!) if (movable.has(pred)) waiting[task]!++;
    if (waiting[task] === 0) push(heap, { key: key(task), task });
  }
  const order = new Int32Array(model.movable.length);
  for (let i = 0; i < order.length; i++) {
    const { task } = pop(heap);
    order[i] = task;
    for (const succ of model.succs[task]!) {
      if (!movable.has(succ)) continue;
      waiting[succ]!--;
      if (waiting[succ] === 0) push(heap, { key: key(succ), task: succ });
    }
  }
  return order;
}

/**
 * Apparent tardiness cost (Vepsalainen and Morton, 1987): weight per minute of work, discounted by the slack
 * measured in `lookahead` average tasks.
 */
function apparentTardiness(
  model: Model,
  urgency: { due: Float64Array; weight: Float64Array },
  lookahead: number,
): Int32Array {
  const { movable, duration } = model;
  let total = 0;
  for (const task of movable) total += duration[task]!;
  const scale = (lookahead * total) / Math.max(1, movable.length);
  const left = new Set(movable);
  const order: number[] = [];
  let clock = 0;
  while (left.size > 0) {
    let best = -1;
    let bestIndex = -1;
    for (const task of left) {
      if (model.preds[task]!.some((pred) => left.has(pred))) continue;
      const slack = Math.max(0, urgency.due[task]! - duration[task]! - clock);
      const index = ((urgency.weight[task]! + 1e-6) / duration[task]!) * Math.exp(-slack / scale) + 1e-12;
      if (index > bestIndex) {
        bestIndex = index;
        best = task;
      }
    }
    left.delete(best);
    order.push(best);
    clock += duration[best]!;
  }
  return Int32Array.from(order);
}

interface Entry {
  key: number;
  task: number;
}

function before(a: Entry, b: Entry): boolean {
  return a.key < b.key || (a.key === b.key && a.task < b.task);
}

function push(heap: Entry[], entry: Entry): void {
  let at = heap.length;
  heap.push(entry);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!before(entry, heap[parent]!)) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = entry;
}

function pop(heap: Entry[]): Entry {
  const top = heap[0]!;
  const last = heap.pop()!;
  if (heap.length === 0) return top;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
    if (!before(heap[child]!, last)) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
  return top;
}
