import type { Random } from '../../core/random.ts';
import { NEVER, type Model } from '../model/model.ts';
import { previousParts } from '../model/previous.ts';
import { listOrder } from './construct.ts';
import { cloneGenome, emptyGenome, type Genome } from './genome.ts';
import type { Layout } from './layout.ts';
import type { GeneValues } from './gene-values.ts';

/**
 * Order crossover (Davis, 1985): a slice of the first parent stays in place, the rest follows in the order of the
 * second. The way a task claims its time comes from the parent its place came from. Dependencies are restored after.
 */
export function crossOver(model: Model, first: Genome, second: Genome, random: Random): Genome {
  const count = first.order.length;
  const child = emptyGenome(model);
  const a = Math.floor(random() * count);
  const b = Math.floor(random() * count);
  const from = Math.min(a, b);
  const to = Math.max(a, b);
  const fromFirst = new Uint8Array(model.tasks.length);
  for (let i = from; i <= to; i++) {
    const task = first.order[i]!;
    child.order[i] = task;
    fromFirst[task] = 1;
  }
  let at = 0;
  for (const task of second.order) {
    if (fromFirst[task]) continue;
    if (at === from) at = to + 1;
    child.order[at++] = task;
  }
  for (const task of child.order) {
    const parent = fromFirst[task] ? first : second;
    child.notBefore[task] = parent.notBefore[task]!;
    child.lead[task] = parent.lead[task]!;
    child.chunk[task] = parent.chunk[task]!;
    child.keep[task] = parent.keep[task]!;
  }
  restoreDependencies(model, child);
  return child;
}

/** How far from its centre a local perturbation reaches, positions. */
const NEAR = 8;

/**
 * Perturbs a genome with `times` random moves: insert, swap, move a block, change a claim. Returns the tasks it
 * moved.
 */
export function perturb(
  model: Model,
  genome: Genome,
  values: readonly GeneValues[],
  random: Random,
  times: number,
): Set<number> {
  const touched = new Set<number>();
  const { order } = genome;
  const count = order.length;
  const below = (limit: number): number => Math.floor(random() * limit);
  // Half the time everything happens in one neighbourhood, where local search must undo it all at once or not.
  const together = random() < 0.5;
  const centre = below(count);
  const anywhere = (): number => below(count);
  const near = (): number => Math.max(0, Math.min(count - 1, centre - NEAR + below(2 * NEAR + 1)));
  const position = together ? near : anywhere;
  for (let i = 0; i < times; i++) {
    const kind = random();
    const at = position();
    const to = position();
    touched.add(order[at]!).add(order[to]!);
    if (kind < 0.3) moveBlock(order, at, 1, to);
    else if (kind < 0.6) swap(order, at, to);
    else if (kind < 0.75) moveBlock(order, at, 1 + below(Math.min(5, count)), to);
    else if (!changeClaim(genome, order[at]!, values[order[at]!]!, below))
      swap(order, at, Math.min(count - 1, at + 1));
  }
  restoreDependencies(model, genome);
  return touched;
}

function changeClaim(
  genome: Genome,
  task: number,
  values: GeneValues,
  below: (limit: number) => number,
): boolean {
  const kind = below(4);
  if (kind === 0 && values.notBefore.length > 0) {
    genome.notBefore[task] = below(3) === 0 ? 0 : values.notBefore[below(values.notBefore.length)]!;
  } else if (kind === 1 && values.lead.length > 0) {
    genome.lead[task] = values.lead[below(values.lead.length)]!;
  } else if (kind === 2 && values.chunk.length > 0) {
    genome.chunk[task] = values.chunk[below(values.chunk.length)]!;
  } else if (kind === 3 && values.canKeep) {
    genome.keep[task] = 1 - genome.keep[task]!;
  } else {
    return false;
  }
  return true;
}

function moveBlock(order: Int32Array, from: number, length: number, to: number): void {
  const block = order.slice(from, from + length);
  const rest = [...order.subarray(0, from), ...order.subarray(from + block.length)];
  rest.splice(Math.min(to, rest.length), 0, ...block);
  order.set(rest);
}

function swap(order: Int32Array, i: number, j: number): void {
  const task = order[i]!;
  order[i] = order[j]!;
  order[j] = task;
}

/** A genome of the same problem compiled with other tasks left aside: same order, same claims. */
export function fitGenome(model: Model, genome: Genome): Genome {
  const fitted = emptyGenome(model);
  const movable = new Set(model.movable);
  const known = new Set(genome.order);
  const order = [...genome.order, ...model.movable.filter((task) => !known.has(task))];
  fitted.order.set(order.filter((task) => movable.has(task)));
  fitted.notBefore.set(genome.notBefore);
  fitted.lead.set(genome.lead);
  fitted.chunk.set(genome.chunk);
  fitted.keep.set(genome.keep);
  restoreDependencies(model, fitted);
  return fitted;
}

/**
 * A plan as it lies in time as a genome: tasks in the order of their starts, those left out at the end, the heaviest
 * first. Decodes to the same plan when `exact`, unless tasks in pieces lie where no order puts them; else with the claims
 * that `from` makes, which lets tasks close up.
 */
export function layoutGenome(layout: Layout, from: Genome, exact: boolean): Genome {
  const { model } = layout;
  const genome = cloneGenome(from);
  const before = previousParts(model);
  const starts = new Float64Array(model.tasks.length);
  for (const task of model.movable) {
    const parts = layout.parts(task);
    const start = parts[0]?.[0];
    starts[task] = start ?? NEVER + 1 / model.penalty[task]!;
    const stays = start !== undefined && parts.every(([at], i) => at === before[task]![i]?.[0]);
    genome.keep[task] = stays && parts.length === before[task]!.length ? 1 : 0;
    if (!exact) continue;
    genome.notBefore[task] = start ?? 0;
    genome.lead[task] = 0;
    genome.chunk[task] = model.minChunk[task]!;
  }
  genome.order.set([...genome.order].sort((a, b) => starts[a]! - starts[b]! || a - b));
  restoreDependencies(model, genome);
  return genome;
}

/** Puts every task behind what it waits for, changing the order as little as the ranks allow. */
function restoreDependencies(model: Model, genome: Genome): void {
  if (model.preds.every((list) => list.length === 0)) return;
  const rank = new Int32Array(model.tasks.length);
  genome.order.forEach((task, position) => (rank[task] = position));
  genome.order.set(listOrder(model, (task) => rank[task]!));
}
