const SEGMENT_ROWS = 256;

/**
 * Rows of equal width as float32, oldest first, in segments: adding one never copies the others, and the oldest go
 * in whole segments once there are more than `most`.
 */
export class RowTable {
  readonly cols: number;
  readonly #most: number;
  readonly #segments: Float32Array[] = [];
  #count = 0;

  constructor(cols: number, most: number = Number.POSITIVE_INFINITY) {
    this.cols = cols;
    this.#most = most;
  }

  get length(): number {
    return this.#count;
  }

  /** Adds a row; answers how many of the oldest had to go for it. */
  push(row: ArrayLike<number>): number {
    const at = this.#count % SEGMENT_ROWS;
    if (at === 0) this.#segments.push(new Float32Array(SEGMENT_ROWS * this.cols));
    this.#segments.at(-1)!.set(row, at * this.cols);
    this.#count++;
    if (this.#count - SEGMENT_ROWS < this.#most) return 0;
    this.#segments.shift();
    this.#count -= SEGMENT_ROWS;
    return SEGMENT_ROWS;
  }

  /** A copy of one row; values stored as float32 come back exactly. */
  row(index: number): Float64Array {
    const from = (index % SEGMENT_ROWS) * this.cols;
    const segment = this.#segments[Math.floor(index / SEGMENT_ROWS)]!;
    return Float64Array.from(segment.subarray(from, from + this.cols));
  }

  /** All rows in one row-major table. */
  table(): Float32Array {
    const all = new Float32Array(this.#count * this.cols);
    this.#segments.forEach((segment, s) => {
      const rows = Math.min(SEGMENT_ROWS, this.#count - s * SEGMENT_ROWS);
      all.set(segment.subarray(0, rows * this.cols), s * SEGMENT_ROWS * this.cols);
    });
    return all;
  }
}
