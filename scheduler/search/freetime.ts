import type { Interval } from '../model/intervals.ts';

/**
 * Free time as a sorted list of gaps. Lives in one buffer of equal rows: row 0 is the working state, the others
 * are checkpoints, so that saving, restoring and comparing a state are short copies without allocation.
 */
export class FreeTime {
  /** Gaps in the working row. */
  count = 0;
  /** Starts from 0, ends from `endAt`. */
  readonly cells: Int32Array;
  readonly endAt: number;
  readonly #row: number;
  readonly #counts: Int32Array;

  /**
   * @param maxGaps most gaps that can ever exist at once
   * @param checkpoints rows to keep beside the working one
   */
  constructor(maxGaps: number, checkpoints: number) {
    this.endAt = maxGaps;
    this.#row = 2 * maxGaps;
    this.cells = new Int32Array(this.#row * (checkpoints + 1));
    this.#counts = new Int32Array(checkpoints + 1);
  }

  /** Fills the working row. */
  start(gaps: readonly Interval[]): void {
    this.count = gaps.length;
    gaps.forEach(([from, to], i) => {
      this.cells[i] = from;
      this.cells[this.endAt + i] = to;
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
    this.#copy(0, (checkpoint + 1) * this.#row);
  }

  restore(checkpoint: number): void {
    this.count = this.#counts[checkpoint + 1]!;
    this.#copy((checkpoint + 1) * this.#row, 0);
  }

  /** Whether the free time is the same as at a checkpoint. */
  equals(checkpoint: number): boolean {
    const { cells, endAt, count } = this;
    if (this.#counts[checkpoint + 1] !== count) return false;
    const other = (checkpoint + 1) * this.#row;
    for (let i = 0; i < count; i++) {
      if (cells[i] !== cells[other + i] || cells[endAt + i] !== cells[other + endAt + i]) return false;
    }
    return true;
  }

  /** Takes `[from, to)` out of gap `gap`, which must hold it. */
  take(gap: number, from: number, to: number): void {
    const { cells, endAt } = this;
    const start = cells[gap]!;
    const end = cells[endAt + gap]!;
    if (from === start) {
      if (to === end) this.#remove(gap);
      else cells[gap] = to;
      return;
    }
    cells[endAt + gap] = from;
    if (to < end) this.#insert(gap + 1, to, end);
  }

  /** Takes `[from, to)` out of whichever gap holds it. */
  takeSpan(from: number, to: number): void {
    let gap = 0;
    while (this.cells[this.endAt + gap]! < to) gap++;
    this.take(gap, from, to);
  }

  /** Gives `[from, to)` back, joined to the gaps that it touches. */
  give(from: number, to: number): void {
    const { cells, endAt } = this;
    let gap = 0;
    while (gap < this.count && cells[endAt + gap]! < from) gap++;
    const before = gap < this.count && cells[endAt + gap] === from;
    const after = before ? gap + 1 : gap;
    const joins = after < this.count && cells[after] === to;
    if (before && joins) {
      cells[endAt + gap] = cells[endAt + after]!;
      this.#remove(after);
    } else if (before) cells[endAt + gap] = to;
    else if (joins) cells[after] = from;
    else this.#insert(gap, from, to);
  }

  #remove(gap: number): void {
    const { cells, endAt } = this;
    const last = --this.count;
    for (let i = gap; i < last; i++) {
      cells[i] = cells[i + 1]!;
      cells[endAt + i] = cells[endAt + i + 1]!;
    }
  }

  #insert(gap: number, from: number, to: number): void {
    const { cells, endAt } = this;
    for (let i = this.count++; i > gap; i--) {
      cells[i] = cells[i - 1]!;
      cells[endAt + i] = cells[endAt + i - 1]!;
    }
    cells[gap] = from;
    cells[endAt + gap] = to;
  }

  #copy(from: number, to: number): void {
    const { cells, endAt, count } = this;
    if (count > 24) {
      cells.copyWithin(to, from, from + count);
      cells.copyWithin(to + endAt, from + endAt, from + endAt + count);
      return;
    }
    for (let i = 0; i < count; i++) {
      cells[to + i] = cells[from + i]!;
      cells[to + endAt + i] = cells[from + endAt + i]!;
    }
  }
}
