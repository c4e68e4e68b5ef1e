import { constraints, type Placement, type Term } from '../constraints/index.ts';
import type { Interval } from '../model/intervals.ts';
import type { Model } from '../model/model.ts';
import { NEVER } from '../model/model.ts';
import { previousParts } from '../model/previous.ts';
import { DayLoads, type DayTerm } from './dayloads.ts';
import { FreeTime } from './freetime.ts';
import { listOrder } from './construct.ts';
import { emptyGenome, type Genome } from './genome.ts';
import { layNodes, type Nodes } from './nodes.ts';
import { Placer } from './placer.ts';
import { SeriesDays } from './seriesdays.ts';
import { Stretches, type BasePlaces, type StretchTerm } from './stretches.ts';

/** At most this many checkpoints; longer orders keep one every few tasks. */
const MAX_CHECKPOINTS = 128;

/** Most prices of single tasks, by start, to remember; and priced orders before it is worth to begin. */
const MAX_REMEMBERED = 4_000_000;
const REMEMBER_AFTER = 200;

/** Price of a task in one piece by its start; −1 where it has not been asked for yet. */
interface RememberedCosts {
  costs: Float64Array;
  /** Column of a start minute: free minutes are numbered without the gaps between them. */
  column: Int32Array;
  width: number;
}

interface TaskTerm {
  weight: number;
  of: (task: number, at: Placement) => number;
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
  /** Price of the base: soft score plus penalties for movable tasks left out. */
  baseCost = Number.POSITIVE_INFINITY;
  /** The part of it that tasks cost by themselves. */
  #baseTasks = Number.POSITIVE_INFINITY;
  /** Orders priced so far. */
  evaluations = 0;
  readonly #free: FreeTime;
  readonly #days: SeriesDays;
  readonly #placer: Placer;
  readonly #taskTerms: readonly TaskTerm[];
  readonly #stretches: Stretches | undefined;
  readonly #loads: DayLoads | undefined;
  readonly #fixedCost: number;
  readonly #stride: number;
  readonly #prefixCost: Float64Array;
  /** What the base placed, to undo a trial. */
  readonly #base: BasePlaces;
  /** Whether anything reads placements of earlier tasks, so that trials must be undone. */
  readonly #remembers: boolean;
  #remembered: RememberedCosts | undefined;
  #touchedFrom = 0;
  #touchedTo = 0;

  constructor(model: Model) {
    this.model = model;
    const nodes = layNodes(model);
    this.nodes = nodes;
    const count = model.movable.length;
    this.#stride = Math.max(1, Math.ceil(count / MAX_CHECKPOINTS));
    const terms = boundTerms(model);
    this.#taskTerms = terms.ofTask;
    const checkpoints = Math.floor(count / this.#stride) + 1;
    this.#free = new FreeTime(model.free.length + nodes.capacity + 1, checkpoints);
    this.#free.start(model.free);
    this.#days = new SeriesDays(model, checkpoints);
    this.#save(0);
    this.placement = { ...nodes, next: new Int32Array(nodes.total).fill(-1) };
    this.#placer = new Placer(model, this.placement, this.#free, this.#days, previousParts(model));
    this.#base = {
      end: nodes.end.slice(),
      parts: nodes.parts.slice(),
      nodeStart: nodes.nodeStart.slice(),
      nodeEnd: nodes.nodeEnd.slice(),
    };
    if (terms.ofStretch.length > 0) {
      this.#stretches = new Stretches(model, nodes, this.placement, this.#base, terms.ofStretch);
    }
    if (terms.ofDay.length > 0) {
      this.#loads = new DayLoads(model, this.placement, this.#base, terms.ofDay);
    }
    const between = this.#stretches !== undefined || this.#loads !== undefined;
    this.#remembers = between || model.preds.some((list) => list.length > 0);
    this.#prefixCost = new Float64Array(count + 1);
    let fixed = 0;
    for (const task of model.pinned) fixed += this.#taskCost(task);
    this.#fixedCost = fixed;
  }

  /** Decodes a whole genome, or its part from position `from` on, and makes it the base. Returns its price. */
  rebase(genome: Genome, from = 0): number {
    const { order } = genome;
    const row = Math.floor(from / this.#stride);
    let position = row * this.#stride;
    this.#restore(row);
    let cost = position === 0 ? this.#fixedCost : this.#prefixCost[position]!;
    this.#prefixCost[position] = cost;
    for (; position < order.length; position++) {
      const task = order[position]!;
      this.#placer.place(task, genome);
      cost += this.#taskCost(task);
      this.#prefixCost[position + 1] = cost;
      if ((position + 1) % this.#stride === 0) this.#save((position + 1) / this.#stride);
      this.#remember(task);
    }
    this.evaluations++;
    this.#baseTasks = cost;
    this.baseCost = cost + (this.#stretches?.rebase() ?? 0) + (this.#loads?.rebase() ?? 0);
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
    this.#restore(row);
    if (this.evaluations++ === REMEMBER_AFTER)
      this.#remembered = rememberCosts(this.model, this.#taskTerms.length);
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
      if (this.#remembers && this.model.succs[task]!.length > 0) {
        shifted ||= this.placement.end[task] !== this.#base.end[task];
      }
      if (position < to || shifted || (position + 1) % stride !== 0) continue;
      const checkpoint = (position + 1) / stride;
      if (this.#free.equals(checkpoint) && this.#days.equals(checkpoint)) {
        cost += this.#baseTasks - this.#prefixCost[position + 1]!;
        position++;
        break;
      }
    }
    this.#touchedTo = position;
    if (this.#loads && cost < bound) cost += this.#loads.price(order, this.#touchedFrom, position);
    if (!this.#stretches || cost >= bound) return cost;
    return cost + this.#stretches.price(order, this.#touchedFrom, this.#touchedTo, bound - cost);
  }

  /** Puts placements back to the base after a price; `genome` still in its changed form. */
  undo(genome: Genome): void {
    if (!this.#remembers) return;
    const { end, parts, firstNode, nodeStart, nodeEnd } = this.placement;
    for (let position = this.#touchedFrom; position < this.#touchedTo; position++) {
      const task = genome.order[position]!;
      end[task] = this.#base.end[task]!;
      const count = this.#base.parts[task]!;
      parts[task] = count;
      const first = firstNode[task]!;
      for (let node = first; node < first + count; node++) {
        nodeStart[node] = this.#base.nodeStart[node]!;
        nodeEnd[node] = this.#base.nodeEnd[node]!;
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
    this.#restore(0);
    for (const each of listOrder(model, (task) => model.limit[task]!)) {
      if (ancestors.has(each)) this.#placer.place(each, genes);
    }
    return this.placement.end[task] !== NEVER;
  }

  /** Movable tasks that no order can place: they do not fit on an empty calendar, or wait for one that does not. */
  infeasible(): Set<number> {
    const { model } = this;
    const genes = emptyGenome(model);
    const none = new Set<number>();
    this.placement.end.fill(0);
    for (const task of listOrder(model, () => 0)) {
      this.#restore(0);
      this.#placer.place(task, genes);
      if (this.placement.end[task] === NEVER) none.add(task);
      // Only the earliest possible moment is known of what comes before, so it must not hold anything back.
      else this.placement.end[task] = 0;
    }
    return none;
  }

  /** Brings the chain of every stretch up to date with the base, for the next walk over it. */
  link(): void {
    const stretches =
      this.#stretches ?? new Stretches(this.model, this.nodes, this.placement, this.#base, []);
    stretches.rebase();
  }

  /** Free time that the base leaves, right after `rebase`. */
  remaining(): Interval[] {
    return this.#free.gaps();
  }

  #save(checkpoint: number): void {
    this.#free.save(checkpoint);
    this.#days.save(checkpoint);
  }

  #restore(checkpoint: number): void {
    this.#free.restore(checkpoint);
    this.#days.restore(checkpoint);
  }

  #remember(task: number): void {
    if (!this.#remembers) return;
    const { end, parts, firstNode, nodeStart, nodeEnd } = this.placement;
    this.#base.end[task] = end[task]!;
    this.#base.parts[task] = parts[task]!;
    const first = firstNode[task]!;
    for (let node = first; node < first + parts[task]!; node++) {
      this.#base.nodeStart[node] = nodeStart[node]!;
      this.#base.nodeEnd[node] = nodeEnd[node]!;
    }
  }

  #taskCost(task: number): number {
    const { end, parts, firstNode, nodeStart } = this.placement;
    if (end[task] === NEVER) return this.model.penalty[task]!;
    if (this.#remembered === undefined || parts[task] !== 1) return this.#termsOf(task);
    const { costs, column, width } = this.#remembered;
    const cell = task * width + column[nodeStart[firstNode[task]!]!]!;
    const known = costs[cell]!;
    if (known >= 0) return known;
    return (costs[cell] = this.#termsOf(task));
  }

  #termsOf(task: number): number {
    let cost = 0;
    for (const term of this.#taskTerms) cost += term.weight * term.of(task, this.placement);
    return cost;
  }
}

/** Worth it only where several constraints price a task; undefined too when the table would be too large. */
function rememberCosts(model: Model, terms: number): RememberedCosts | undefined {
  const width = model.free.reduce((sum, [from, to]) => sum + to - from, 0);
  if (terms < 2 || width * model.tasks.length > MAX_REMEMBERED) return undefined;
  const column = new Int32Array(model.timeline.end);
  let next = 0;
  for (const [from, to] of model.free) for (let minute = from; minute < to; minute++) column[minute] = next++;
  return { costs: new Float64Array(width * model.tasks.length).fill(-1), column, width };
}

function boundTerms(model: Model): { ofTask: TaskTerm[]; ofStretch: StretchTerm[]; ofDay: DayTerm[] } {
  const ofTask: TaskTerm[] = [];
  const ofStretch: StretchTerm[] = [];
  const ofDay: DayTerm[] = [];
  for (const constraint of constraints) {
    const weight = model.weights[constraint.name];
    const term: Term | undefined = weight > 0 ? constraint.bind(model) : undefined;
    if (term?.ofTask) ofTask.push({ weight, of: term.ofTask });
    if (term?.ofStretch) ofStretch.push({ weight, of: term.ofStretch });
    if (term?.ofDay) ofDay.push({ weight, of: term.ofDay });
  }
  return { ofTask, ofStretch, ofDay };
}
