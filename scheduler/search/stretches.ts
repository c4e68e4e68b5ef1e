import type { Placement } from '../constraints/index.ts';
import type { Model } from '../model/model.ts';
import { NEVER } from '../model/model.ts';
import type { Nodes } from './nodes.ts';

/** A constraint on what follows what, with its weight. */
export interface StretchTerm {
  weight: number;
  of: (head: number, at: Placement) => number;
}

/** What the base placed: ends and parts by task, starts and ends by node. */
export interface BasePlaces {
  readonly end: Int32Array;
  readonly parts: Int32Array;
  readonly nodeStart: Int32Array;
  readonly nodeEnd: Int32Array;
}

/**
 * Prices what happens between neighbours in time. Remembers, for the base, which nodes each uninterrupted
 * stretch holds and what it costs; a changed placement only re-prices the stretches it touched.
 */
export class Stretches {
  readonly #model: Model;
  readonly #nodes: Nodes;
  readonly #at: Placement;
  readonly #base: BasePlaces;
  readonly #terms: readonly StretchTerm[];
  /** Stretch of each minute from `now` to the end of the horizon. */
  readonly #ofMinute: Int16Array;
  /** Nodes of the base by stretch, in time order, and where each stretch's list begins. */
  readonly #list: Int32Array;
  readonly #listFrom: Int32Array;
  readonly #baseCost: Float64Array;
  #baseTotal = 0;
  readonly #mark: Int32Array;
  readonly #dirtyMark: Int32Array;
  readonly #dirty: Int32Array;
  readonly #incoming: Int32Array;
  readonly #incomingNext: Int32Array;
  readonly #row: Int32Array;
  #stamp = 0;

  constructor(model: Model, nodes: Nodes, at: Placement, base: BasePlaces, terms: readonly StretchTerm[]) {
    this.#model = model;
    this.#nodes = nodes;
    this.#at = at;
    this.#base = base;
    this.#terms = terms;
    const stretches = model.stretches.length;
    this.#ofMinute = new Int16Array(model.timeline.end);
    model.stretches.forEach(([from, to], stretch) =>
      this.#ofMinute.fill(stretch, Math.max(0, from), Math.max(0, to)),
    );
    this.#list = new Int32Array(nodes.total);
    this.#listFrom = new Int32Array(stretches + 1);
    this.#baseCost = new Float64Array(stretches);
    this.#mark = new Int32Array(model.tasks.length);
    this.#dirtyMark = new Int32Array(stretches);
    this.#dirty = new Int32Array(stretches);
    this.#incoming = new Int32Array(stretches);
    this.#incomingNext = new Int32Array(nodes.total);
    this.#row = new Int32Array(nodes.total);
  }

  /** Takes the current placement as the base. Returns its price. */
  rebase(): number {
    const { end, parts, firstNode, nodeStart } = this.#at;
    const from = this.#listFrom;
    from.fill(0);
    for (let task = 0; task < end.length; task++) {
      if (end[task] === NEVER) continue;
      for (let node = firstNode[task]!; node < firstNode[task]! + parts[task]!; node++)
        from[this.#stretchOf(node) + 1]!++;
    }
    for (let stretch = 0; stretch < from.length - 1; stretch++) from[stretch + 1]! += from[stretch]!;
    const fill = from.slice();
    for (let task = 0; task < end.length; task++) {
      if (end[task] === NEVER) continue;
      for (let node = firstNode[task]!; node < firstNode[task]! + parts[task]!; node++) {
        const stretch = this.#stretchOf(node);
        let at = fill[stretch]!++;
        while (at > from[stretch]! && nodeStart[this.#list[at - 1]!]! > nodeStart[node]!) {
          this.#list[at] = this.#list[at - 1]!;
          at--;
        }
        this.#list[at] = node;
      }
    }
    this.#baseTotal = 0;
    for (let stretch = 0; stretch < from.length - 1; stretch++) {
      const count = from[stretch + 1]! - from[stretch]!;
      for (let i = 0; i < count; i++) this.#row[i] = this.#list[from[stretch]! + i]!;
      this.#baseCost[stretch] = this.#priceRow(stretch, count);
      this.#baseTotal += this.#baseCost[stretch]!;
    }
    return this.#baseTotal;
  }

  /**
   * Price when the tasks at these positions of the order may stand elsewhere than in the base; infinity as soon
   * as it is sure to reach `bound`.
   */
  price(order: Int32Array, from: number, to: number, bound: number): number {
    const stamp = ++this.#stamp;
    let dirtyCount = 0;
    const { firstNode, parts, nodeStart } = this.#at;
    const touch = (stretch: number): void => {
      if (this.#dirtyMark[stretch] === stamp) return;
      this.#dirtyMark[stretch] = stamp;
      this.#dirty[dirtyCount++] = stretch;
      this.#incoming[stretch] = -1;
    };
    for (let position = from; position < to; position++) {
      const task = order[position]!;
      if (stayed(task, this.#at, this.#base)) continue;
      this.#mark[task] = stamp;
      const first = firstNode[task]!;
      for (let node = first; node < first + this.#base.parts[task]!; node++)
        touch(this.#ofMinute[this.#base.nodeStart[node]!]!);
      for (let node = first; node < first + parts[task]!; node++) {
        const stretch = this.#ofMinute[nodeStart[node]!]!;
        touch(stretch);
        this.#incomingNext[node] = this.#incoming[stretch]!;
        this.#incoming[stretch] = node;
      }
    }
    let total = this.#baseTotal;
    for (let i = 0; i < dirtyCount; i++) total -= this.#baseCost[this.#dirty[i]!]!;
    for (let i = 0; i < dirtyCount && total < bound; i++) total += this.#repriced(this.#dirty[i]!);
    return total < bound ? total : Number.POSITIVE_INFINITY;
  }

  /** What stayed in a stretch and what came in, merged in time order, and priced. */
  #repriced(stretch: number): number {
    const row = this.#row;
    const { nodeStart, nodeTask } = this.#at;
    let count = 0;
    for (let i = this.#listFrom[stretch]!; i < this.#listFrom[stretch + 1]!; i++) {
      const node = this.#list[i]!;
      if (this.#mark[nodeTask[node]!] !== this.#stamp) row[count++] = node;
    }
    for (let node = this.#incoming[stretch]!; node >= 0; node = this.#incomingNext[node]!) {
      let at = count++;
      while (at > 0 && nodeStart[row[at - 1]!]! > nodeStart[node]!) {
        row[at] = row[at - 1]!;
        at--;
      }
      row[at] = node;
    }
    return this.#priceRow(stretch, count);
  }

  #priceRow(stretch: number, count: number): number {
    const { next } = this.#at;
    const head = this.#nodes.firstHead + stretch;
    let before = head;
    for (let i = 0; i < count; i++) {
      next[before] = this.#row[i]!;
      before = this.#row[i]!;
    }
    next[before] = -1;
    let cost = 0;
    for (const term of this.#terms) cost += term.weight * term.of(head, this.#at);
    return cost;
  }

  #stretchOf(node: number): number {
    const start = this.#at.nodeStart[node]!;
    if (start >= 0) return this.#ofMinute[start]!;
    return this.#model.stretches.findIndex(([from, to]) => from <= start && start < to);
  }
}

/** Whether a task stands exactly where the base has it. */
export function stayed(task: number, at: Placement, base: BasePlaces): boolean {
  const { end, parts, firstNode, nodeStart, nodeEnd } = at;
  if (end[task] !== base.end[task] || parts[task] !== base.parts[task]) return false;
  const first = firstNode[task]!;
  for (let node = first; node < first + parts[task]!; node++) {
    if (nodeStart[node] !== base.nodeStart[node] || nodeEnd[node] !== base.nodeEnd[node]) return false;
  }
  return true;
}
