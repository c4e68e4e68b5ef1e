import type { Interval } from '../model/intervals.ts';

/**
 * Free time as a sorted list of gaps, and the chain of nodes (parts of tasks) in each uninterrupted stretch.
 * Lives in one buffer of equal rows: row 0 is the working state, the others are checkpoints, so that saving,
 * restoring and comparing a state are short copies without allocation.
 */
export class FreeTime {
  /** Gaps in the working row: start, end, and the node that stands before the gap. */
  count = 0;
  readonly cells: Int32Array;
  /** Offsets of the three columns and of the chain inside a row. */
  readonly endAt: number;
  readonly nodeAt: number;
  readonly chainAt: number;
  readonly #row: number;
  readonly #nodes: number;
  readonly #counts: Int32Array;
  readonly #withChain: boolean;

  /**
   * @param maxGaps most gaps that can ever exist at once
   * @param nodes nodes of the chain, stretch openers included
   * @param checkpoints rows to keep beside the working one
   * @param withChain whether the order inside stretches matters to anyone
   */
  constructor(maxGaps: number, nodes: number, checkpoints: number, withChain: boolean) {
    this.endAt = maxGaps;
    this.nodeAt = 2 * maxGaps;
    this.chainAt = 3 * maxGaps;
    this.#nodes = nodes;
    this.#withChain = withChain;
    this.#row = 3 * maxGaps + nodes;
    this.cells = new Int32Array(this.#row * (checkpoints + 1));
    this.#counts = new Int32Array(checkpoints + 1);
  }

  /** Chain of the working row: next node by node. */
  get chain(): Int32Array {
    return this.cells.subarray(this.chainAt, this.chainAt + this.#nodes);
  }

  /** Fills the working row with the gaps; `before` names the node in front of each. */
  start(gaps: readonly Interval[], before: readonly number[]): void {
    this.count = gaps.length;
    gaps.forEach(([from, to], i) => {
      this.cells[i] = from;
      this.cells[this.endAt + i] = to;
      this.cells[this.nodeAt + i] = before[i]!;
    });
  }

  /** The gaps of the working row. */
  gaps(): Interval[] {
    const gaps: Interval[] = [];
    for (let i = 0; i < this.count; i++) gaps.push([this.cells[i]!, this.cells[this.endAt + i]!]);
    return gaps;
  }

  save(checkpoint: number): void {
    this.#counts[checkpoint + 1] = this.count;
    this.#copy(0, (checkpoint + 1) * this.#row, this.count);
  }

  restore(checkpoint: number): void {
    this.count = this.#counts[checkpoint + 1]!;
    this.#copy((checkpoint + 1) * this.#row, 0, this.count);
  }

  /** Whether the free time is the same as at a checkpoint (the chain is not compared). */
  equals(checkpoint: number): boolean {
    const { cells, endAt, count } = this;
    if (this.#counts[checkpoint + 1] !== count) return false;
    const other = (checkpoint + 1) * this.#row;
    for (let i = 0; i < count; i++) {
      if (cells[i] !== cells[other + i] || cells[endAt + i] !== cells[other + endAt + i]) return false;
    }
    return true;
  }

  /** Takes `[from, to)` out of gap `gap`, which must hold it, and hangs `node` into the chain there. */
  take(gap: number, from: number, to: number, node: number): void {
    const { cells, endAt, nodeAt, chainAt } = this;
    const before = cells[nodeAt + gap]!;
    if (this.#withChain) {
      cells[chainAt + node] = cells[chainAt + before]!;
      cells[chainAt + before] = node;
    }
    const start = cells[gap]!;
    const end = cells[endAt + gap]!;
    if (from === start) {
      if (to === end) {
        this.#remove(gap);
      } else {
        cells[gap] = to;
        cells[nodeAt + gap] = node;
      }
      return;
    }
    cells[endAt + gap] = from;
    if (to < end) this.#insert(gap + 1, to, end, node);
  }

  #remove(gap: number): void {
    const { cells, count } = this;
    for (let column = 0; column < this.chainAt; column += this.endAt) {
      for (let i = column + gap; i < column + count - 1; i++) cells[i] = cells[i + 1]!;
    }
    this.count = count - 1;
  }

  #insert(gap: number, from: number, to: number, before: number): void {
    const { cells, count } = this;
    for (let column = 0; column < this.chainAt; column += this.endAt) {
      for (let i = column + count; i > column + gap; i--) cells[i] = cells[i - 1]!;
    }
    cells[gap] = from;
    cells[this.endAt + gap] = to;
    cells[this.nodeAt + gap] = before;
    this.count = count + 1;
  }

  #copy(from: number, to: number, gaps: number): void {
    const { cells } = this;
    if (gaps > 24) {
      for (let column = 0; column < this.chainAt; column += this.endAt) {
        cells.copyWithin(to + column, from + column, from + column + gaps);
      }
    } else {
      for (let column = 0; column < this.chainAt; column += this.endAt) {
        for (let i = column; i < column + gaps; i++) cells[to + i] = cells[from + i]!;
      }
    }
    if (this.#withChain) cells.copyWithin(to + this.chainAt, from + this.chainAt, from + this.#row);
  }
}
