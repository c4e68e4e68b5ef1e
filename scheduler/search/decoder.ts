import { constraints, type Placement, type Term } from '../constraints/index.ts';
import type { Interval } from '../model/intervals.ts';
import type { Model } from '../model/model.ts';
import { NEVER } from '../model/model.ts';
import { previousParts } from '../model/previous.ts';
import { FreeTime } from './freetime.ts';
import { listOrder } from './construct.ts';
import { emptyGenome, type Genome } from './genome.ts';
import { layNodes, type Nodes } from './nodes.ts';
import { Placer } from './placer.ts';

/** At most this many checkpoints; longer orders keep one every few tasks. */
const MAX_CHECKPOINTS = 128;

interface WeightedTerm {
  weight: number;
  of: (index: number, at: Placement) => number;
}

/**
 * Turns genomes into placements and prices them. A genome is first taken as the *base* (`rebase`), which
 * records the state of the free time along its order. Changed genomes are then priced (`price`) by re-decoding
 * only from the first changed position, and only until the free time is again what it was in the base.
 */
export class Decoder {
  readonly model: Model;
  readonly nodes: Nodes;
  readonly placement: Placement;
  /** Price of the base: soft score plus penalties for tasks left out. */
  baseCost = Number.POSITIVE_INFINITY;
  /** Orders priced so far. */
  evaluations = 0;
  readonly #free: FreeTime;
  readonly #placer: Placer;
  readonly #taskTerms: WeightedTerm[] = [];
  readonly #stretchTerms: WeightedTerm[] = [];
  readonly #fixedCost: number;
  readonly #stride: number;
  readonly #prefixCost: Float64Array;
  /** What the base placed, to undo a trial. */
  readonly #baseEnd: Int32Array;
  readonly #baseParts: Int32Array;
  readonly #baseStart: Int32Array;
  readonly #baseNodeEnd: Int32Array;
  /** Whether anything reads placements of earlier tasks, so that trials must be undone. */
  readonly #remembers: boolean;
  #touchedFrom = 0;
  #touchedTo = 0;

  constructor(model: Model) {
    this.model = model;
    const nodes = layNodes(model);
    this.nodes = nodes;
    const count = model.movable.length;
    this.#stride = Math.max(1, Math.ceil(count / MAX_CHECKPOINTS));
    const bound = boundTerms(model);
    this.#taskTerms = bound.ofTask;
    this.#stretchTerms = bound.ofStretch;
    const chained = bound.ofStretch.length > 0;
    const checkpoints = Math.floor(count / this.#stride) + 1;
    this.#free = new FreeTime(nodes.gaps.length + nodes.capacity + 1, nodes.total, checkpoints, chained);
    this.#free.start(nodes.gaps, nodes.gapNode);
    this.#free.chain.set(nodes.chain);
    this.#free.save(0);
    this.placement = { ...nodes, next: this.#free.chain };
    this.#placer = new Placer(model, this.placement, this.#free, previousParts(model));
    this.#remembers = chained || model.preds.some((list) => list.length > 0);
    this.#prefixCost = new Float64Array(count + 1);
    this.#baseEnd = nodes.end.slice();
    this.#baseParts = nodes.parts.slice();
    this.#baseStart = nodes.nodeStart.slice();
    this.#baseNodeEnd = nodes.nodeEnd.slice();
    let fixed = 0;
    for (const task of model.pinned) fixed += this.#taskCost(task);
    for (const task of model.refused.keys()) fixed += model.penalty[task]!;
    this.#fixedCost = fixed;
  }

  /** Decodes a whole genome, or its part from position `from` on, and makes it the base. Returns its price. */
  rebase(genome: Genome, from = 0): number {
    const { order } = genome;
    const row = Math.floor(from / this.#stride);
    let position = row * this.#stride;
    this.#free.restore(row);
    let cost = position === 0 ? this.#fixedCost : this.#prefixCost[position]!;
    this.#prefixCost[position] = cost;
    for (; position < order.length; position++) {
      const task = order[position]!;
      this.#placer.place(task, genome);
      cost += this.#taskCost(task);
      this.#prefixCost[position + 1] = cost;
      if ((position + 1) % this.#stride === 0) this.#free.save((position + 1) / this.#stride);
      this.#remember(task);
    }
    this.evaluations++;
    this.baseCost = cost + this.#stretchCost();
    return this.baseCost;
  }

  /**
   * Price of a genome that differs from the base only in tasks at positions `from` to `to` (moved among each
   * other, or claiming time differently). Gives up with infinity once the price reaches `bound`.
   * Call `undo` before pricing the next one.
   */
  price(genome: Genome, from: number, to: number, bound: number): number {
    const { order } = genome;
    const stride = this.#stride;
    const row = Math.floor(from / stride);
    let position = row * stride;
    const chained = this.#stretchTerms.length > 0;
    this.#free.restore(row);
    this.evaluations++;
    this.#touchedFrom = position;
    let cost = this.#prefixCost[position]!;
    let shifted = false;
    for (; position < order.length; position++) {
      const task = order[position]!;
      this.#placer.place(task, genome);
      cost += this.#taskCost(task);
      if (cost >= bound) {
        this.#touchedTo = position + 1;
        return Number.POSITIVE_INFINITY;
      }
      if (chained) continue;
      if (this.#remembers && this.model.succs[task]!.length > 0) {
        shifted ||= this.placement.end[task] !== this.#baseEnd[task];
      }
      if (position < to || shifted || (position + 1) % stride !== 0) continue;
      if (this.#free.equals((position + 1) / stride)) {
        this.#touchedTo = position + 1;
        return cost + this.baseCost - this.#prefixCost[position + 1]!;
      }
    }
    this.#touchedTo = position;
    return chained ? cost + this.#stretchCost() : cost;
  }

  /** Puts placements back to the base after a price; `genome` still in its changed form. */
  undo(genome: Genome): void {
    if (!this.#remembers) return;
    const { end, parts, firstNode, nodeStart, nodeEnd } = this.placement;
    for (let position = this.#touchedFrom; position < this.#touchedTo; position++) {
      const task = genome.order[position]!;
      end[task] = this.#baseEnd[task]!;
      const count = this.#baseParts[task]!;
      parts[task] = count;
      const first = firstNode[task]!;
      for (let node = first; node < first + count; node++) {
        nodeStart[node] = this.#baseStart[node]!;
        nodeEnd[node] = this.#baseNodeEnd[node]!;
      }
    }
  }

  /** Price of a task by its own constraints if it ran in one piece from `start`; the base is not touched. */
  priceAt(task: number, start: number): number {
    const { end, parts, firstNode, nodeStart, nodeEnd } = this.placement;
    const node = firstNode[task]!;
    const kept = [end[task]!, parts[task]!, nodeStart[node]!, nodeEnd[node]!] as const;
    nodeStart[node] = start;
    nodeEnd[node] = end[task] = start + this.model.duration[task]!;
    parts[task] = 1;
    const price = this.#taskCost(task);
    [end[task], parts[task], nodeStart[node], nodeEnd[node]] = kept;
    return price;
  }

  /**
   * Whether a task fits into the time that is free before anything movable is placed, given that only what it
   * waits for, directly or not, is placed before it. Spoils the base.
   */
  fitsAlone(task: number): boolean {
    const { model } = this;
    const ancestors = new Set<number>([task]);
    for (const each of ancestors) for (const pred of model.preds[each]!) ancestors.add(pred);
    const genes = emptyGenome(model);
    this.#free.restore(0);
    for (const each of listOrder(model, (task) => model.limit[task]!)) {
      if (ancestors.has(each)) this.#placer.place(each, genes);
    }
    return this.placement.end[task] !== NEVER;
  }

  /** Free time that the base leaves, right after `rebase`. */
  remaining(): Interval[] {
    return this.#free.gaps();
  }

  #remember(task: number): void {
    if (!this.#remembers) return;
    const { end, parts, firstNode, nodeStart, nodeEnd } = this.placement;
    this.#baseEnd[task] = end[task]!;
    this.#baseParts[task] = parts[task]!;
    const first = firstNode[task]!;
    for (let node = first; node < first + parts[task]!; node++) {
      this.#baseStart[node] = nodeStart[node]!;
      this.#baseNodeEnd[node] = nodeEnd[node]!;
    }
  }

  #taskCost(task: number): number {
    if (this.placement.end[task] === NEVER) return this.model.penalty[task]!;
    let cost = 0;
    for (const term of this.#taskTerms) cost += term.weight * term.of(task, this.placement);
    return cost;
  }

  #stretchCost(): number {
    let cost = 0;
    for (const term of this.#stretchTerms) {
      for (let head = this.nodes.firstHead; head < this.nodes.total; head++) {
        cost += term.weight * term.of(head, this.placement);
      }
    }
    return cost;
  }
}

function boundTerms(model: Model): { ofTask: WeightedTerm[]; ofStretch: WeightedTerm[] } {
  const ofTask: WeightedTerm[] = [];
  const ofStretch: WeightedTerm[] = [];
  for (const constraint of constraints) {
    const weight = model.weights[constraint.name];
    const term: Term | undefined = weight > 0 ? constraint.bind(model) : undefined;
    if (term?.ofTask) ofTask.push({ weight, of: term.ofTask });
    if (term?.ofStretch) ofStretch.push({ weight, of: term.ofStretch });
  }
  return { ofTask, ofStretch };
}
