import type { Random } from '../../core/random.ts';
import { NEVER, type Model } from '../model/model.ts';
import type { Budget } from './budget.ts';
import type { Decoder } from './decoder.ts';
import type { Genome } from './genome.ts';
import type { GeneValues } from './gene-values.ts';

/** Smallest gain that counts, absolute and as a share, so that rounding can't make the search go round in circles. */
const MIN_GAIN = 1e-7;
const MIN_SHARE = 1e-13;
/** Orders up to this length are tried at every position. */
const SHORT_ORDER = 40;
/** Positions that one look at a task tries in longer ones, and how many of them lie around its own. */
const TRIES = 32;
const NEAR_TRIES = 16;

/**
 * Improves one genome by single moves until none helps: a task to another position, two tasks swapped, a task
 * claiming its time in another way. Tasks whose surroundings have not changed since they last found nothing
 * are not looked at again.
 */
export class LocalSearch {
  readonly #model: Model;
  readonly #decoder: Decoder;
  readonly #values: readonly GeneValues[];
  readonly #random: Random;
  readonly #budget: Budget;
  readonly #position: Int32Array;
  readonly #queue: Int32Array;
  readonly #queued: Uint8Array;
  readonly #dependent: boolean;
  readonly #kept: Int32Array;
  readonly #moving: Int32Array;
  readonly #mark: Int32Array;
  #stamp = 0;
  readonly #onGain: (genome: Genome, cost: number) => void;
  #genome!: Genome;

  /** @param onGain hears of every improvement, so that a long search has something to show */
  constructor(
    decoder: Decoder,
    values: readonly GeneValues[],
    random: Random,
    budget: Budget,
    onGain: (genome: Genome, cost: number) => void,
  ) {
    this.#onGain = onGain;
    this.#model = decoder.model;
    this.#decoder = decoder;
    this.#values = values;
    this.#random = random;
    this.#budget = budget;
    this.#position = new Int32Array(this.#model.tasks.length).fill(-1);
    this.#queue = Int32Array.from(this.#model.movable);
    this.#queued = new Uint8Array(this.#model.tasks.length);
    this.#kept = new Int32Array(this.#model.movable.length);
    this.#moving = new Int32Array(this.#model.movable.length);
    this.#mark = new Int32Array(this.#model.tasks.length);
    this.#dependent = this.#model.preds.some((list) => list.length > 0);
  }

  /**
   * Runs to a local optimum or the end of the budget; `genome` is changed in place. Returns its price.
   *
   * @param dirty tasks to look at first when the rest is known to be settled; all tasks when left out
   */
  improve(genome: Genome, dirty?: Iterable<number>): number {
    this.#genome = genome;
    this.#sortByTime(genome);
    this.#queued.fill(dirty ? 0 : 1);
    for (const task of dirty ?? []) this.#queueAround(this.#position[task]!);
    let rounds = 0;
    for (let improved = true; improved;) {
      if (improved && rounds++ > 0) this.#sortByTime(genome);
      improved = false;
      this.#shuffleQueue();
      for (const task of this.#queue) {
        if (this.#queued[task] === 0) continue;
        this.#queued[task] = 0;
        if (this.#budget.spent()) return this.#decoder.baseCost;
        while (this.#improveTask(task)) {
          improved = true;
          this.#onGain(genome, this.#decoder.baseCost);
          if (this.#budget.spent()) return this.#decoder.baseCost;
        }
      }
    }
    return this.#decoder.baseCost;
  }

  /**
   * Brings the order into the order of starts, which decodes to the same plan or a tighter one, so that
   * neighbours in the order are neighbours in time. Left as it is where cut tasks make that worse.
   */
  #sortByTime(genome: Genome): void {
    const { end, firstNode, nodeStart } = this.#decoder.placement;
    const cost = this.#decoder.rebase(genome);
    const before = genome.order.slice();
    const start = (task: number): number => (end[task] === NEVER ? NEVER : nodeStart[firstNode[task]!]!);
    const position = new Int32Array(this.#model.tasks.length);
    before.forEach((task, i) => (position[task] = i));
    genome.order.set([...before].sort((a, b) => start(a) - start(b) || position[a]! - position[b]!));
    if (this.#decoder.rebase(genome) > cost + MIN_GAIN + MIN_SHARE * cost) {
      genome.order.set(before);
      this.#decoder.rebase(genome);
    }
    genome.order.forEach((task, i) => (this.#position[task] = i));
  }

  /** Finds the best single move of one task and makes it. */
  #improveTask(task: number): boolean {
    const { order } = this.#genome;
    const at = this.#position[task]!;
    let best = this.#bound();
    let kind = 0;
    let target = -1;
    const tries = order.length <= SHORT_ORDER ? order.length : TRIES;
    for (let i = 0; i < tries; i++) {
      const j = this.#candidate(at, i, tries);
      if (j === at) continue;
      if (this.#budget.spent()) break;
      const alone = this.#mayInsert(at, j);
      const price = alone ? this.#tryInsert(at, j, best) : this.#tryDrag(at, j, best);
      if (price < best) {
        best = price;
        kind = alone ? 1 : 3;
        target = j;
      }
      if (Math.abs(j - at) > 1 && this.#maySwap(at, j)) {
        const price = this.#trySwap(at, j, best);
        if (price < best) {
          best = price;
          kind = 2;
          target = j;
        }
      }
    }
    if (kind > 0) {
      if (kind === 1) this.#insert(at, target);
      else if (kind === 3) this.#drag(at, target);
      else this.#swap(at, target);
      this.#settle(Math.min(at, target), Math.max(at, target));
      return true;
    }
    return this.#improveGenes(task);
  }

  /** The i-th position to try for a task: all of them in short orders, else near ones and some anywhere. */
  #candidate(at: number, i: number, tries: number): number {
    const count = this.#genome.order.length;
    if (tries === count) return i;
    if (i >= NEAR_TRIES) return Math.floor(this.#random() * count);
    const j = at + i - NEAR_TRIES / 2;
    return Math.max(0, Math.min(count - 1, j));
  }

  #improveGenes(task: number): boolean {
    const { notBefore, lead, chunk, canKeep } = this.#values[task]!;
    const genome = this.#genome;
    if (this.#tryGene(task, genome.notBefore, notBefore)) return true;
    if (genome.notBefore[task] !== 0 && this.#tryValue(task, genome.notBefore, 0)) return true;
    if (this.#tryGene(task, genome.lead, lead)) return true;
    if (this.#tryGene(task, genome.chunk, chunk)) return true;
    return canKeep && this.#tryValue(task, genome.keep, 1 - genome.keep[task]!);
  }

  #tryGene(task: number, gene: Int32Array, values: Int32Array): boolean {
    const offset = Math.floor(this.#random() * values.length);
    for (let i = 0; i < values.length; i++) {
      if (this.#tryValue(task, gene, values[(i + offset) % values.length]!)) return true;
    }
    return false;
  }

  /** Tries a gene's value where the task stands, and then with the task at the front of the order. */
  #tryValue(task: number, gene: Int32Array | Uint8Array, value: number): boolean {
    const old = gene[task]!;
    if (old === value) return false;
    const at = this.#position[task]!;
    const bound = this.#bound();
    gene[task] = value;
    const price = this.#decoder.price(this.#genome, at, at, bound);
    this.#decoder.undo(this.#genome);
    if (price < bound) {
      this.#settle(at, at);
      return true;
    }
    const front = this.#earliestPosition(task);
    if (front < at && this.#tryInsert(at, front, bound) < bound) {
      this.#insert(at, front);
      this.#settle(front, at);
      return true;
    }
    gene[task] = old;
    return false;
  }

  /** What a change has to come below to count as a gain. */
  #bound(): number {
    const cost = this.#decoder.baseCost;
    return cost - MIN_GAIN - MIN_SHARE * cost;
  }

  /** First position the task may take without overtaking what it waits for. */
  #earliestPosition(task: number): number {
    let front = 0;
    for (const pred of this.#model.preds[task]!) front = Math.max(front, this.#position[pred]! + 1);
    return front;
  }

  #tryInsert(from: number, to: number, bound: number): number {
    this.#insert(from, to);
    const price = this.#decoder.price(this.#genome, Math.min(from, to), Math.max(from, to), bound);
    this.#decoder.undo(this.#genome);
    this.#insert(to, from);
    return price;
  }

  #trySwap(i: number, j: number, bound: number): number {
    this.#swap(i, j);
    const price = this.#decoder.price(this.#genome, Math.min(i, j), Math.max(i, j), bound);
    this.#decoder.undo(this.#genome);
    this.#swap(i, j);
    return price;
  }

  #tryDrag(from: number, to: number, bound: number): number {
    const { order } = this.#genome;
    const low = Math.min(from, to);
    const high = Math.max(from, to);
    for (let i = low; i <= high; i++) this.#kept[i] = order[i]!;
    if (this.#drag(from, to) >= high - low) return Number.POSITIVE_INFINITY;
    const price = this.#decoder.price(this.#genome, low, high, bound);
    this.#decoder.undo(this.#genome);
    for (let i = low; i <= high; i++) order[i] = this.#kept[i]!;
    return price;
  }

  /**
   * Moves a task and, with it, whatever on the way has to stay before it (or behind it), so that a chain goes as one.
   * Returns how many tasks went along.
   */
  #drag(from: number, to: number): number {
    const { order } = this.#genome;
    const ahead = to < from;
    const step = ahead ? -1 : 1;
    const bound = ahead ? this.#model.succs : this.#model.preds;
    const stamp = ++this.#stamp;
    const moving = this.#moving;
    moving[0] = order[from]!;
    this.#mark[order[from]!] = stamp;
    let count = 1;
    let free = from;
    for (let i = from + step; i !== to + step; i += step) {
      const task = order[i]!;
      const others = bound[task]!;
      let held = false;
      for (let k = 0; k < others.length && !held; k++) held = this.#mark[others[k]!] === stamp;
      if (held) {
        this.#mark[task] = stamp;
        moving[count++] = task;
      } else {
        order[free] = task;
        free += step;
      }
    }
    for (let i = 0; i < count; i++, free += step) order[free] = moving[i]!;
    return count - 1;
  }

  #insert(from: number, to: number): void {
    const { order } = this.#genome;
    const task = order[from]!;
    if (from < to) for (let i = from; i < to; i++) order[i] = order[i + 1]!;
    else for (let i = from; i > to; i--) order[i] = order[i - 1]!;
    order[to] = task;
  }

  #swap(i: number, j: number): void {
    const { order } = this.#genome;
    const task = order[i]!;
    order[i] = order[j]!;
    order[j] = task;
  }

  /** Makes the changed genome the new base and queues the tasks it may have helped. */
  #settle(from: number, to: number): void {
    const { order } = this.#genome;
    for (let i = from; i <= to; i++) {
      this.#position[order[i]!] = i;
      this.#queued[order[i]!] = 1;
    }
    if (from > 0) this.#queued[order[from - 1]!] = 1;
    if (to + 1 < order.length) this.#queued[order[to + 1]!] = 1;
    this.#decoder.rebase(this.#genome, from);
  }

  #queueAround(position: number): void {
    const { order } = this.#genome;
    for (let i = Math.max(0, position - 1); i <= Math.min(order.length - 1, position + 1); i++) {
      this.#queued[order[i]!] = 1;
    }
  }

  #mayInsert(from: number, to: number): boolean {
    if (!this.#dependent) return true;
    const task = this.#genome.order[from]!;
    return from < to ? this.#succsAfter(task, to) : this.#predsBefore(task, to);
  }

  #maySwap(i: number, j: number): boolean {
    if (!this.#dependent) return true;
    const { order } = this.#genome;
    const low = Math.min(i, j);
    const high = Math.max(i, j);
    return this.#succsAfter(order[low]!, high) && this.#predsBefore(order[high]!, low);
  }

  #succsAfter(task: number, position: number): boolean {
    for (const succ of this.#model.succs[task]!) {
      const at = this.#position[succ]!;
      if (at >= 0 && at <= position) return false;
    }
    return true;
  }

  #predsBefore(task: number, position: number): boolean {
    for (const pred of this.#model.preds[task]!) if (this.#position[pred]! >= position) return false;
    return true;
  }

  #shuffleQueue(): void {
    const queue = this.#queue;
    for (let i = queue.length - 1; i > 0; i--) {
      const j = Math.floor(this.#random() * (i + 1));
      const task = queue[i]!;
      queue[i] = queue[j]!;
      queue[j] = task;
    }
  }
}
