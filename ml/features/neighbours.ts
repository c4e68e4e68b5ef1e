/** A past task found by likeness. */
export interface Neighbour {
  /** Position in the order of `add`. */
  readonly index: number;
  /** Cosine, −1 to 1. */
  readonly similarity: number;
}

/** Vectors of one piece of the index; growing never copies what is there. */
const SEGMENT = 512;
const STEPS = 127;

/**
 * Finished tasks by their title's vector. A plain scan: unlike an approximate index it never misses the one task that
 * is the same. Vectors are kept in one byte a number, with a factor that makes them as long as they were; cosines
 * are then right to about a thousandth, and ten thousand tasks take 4 MB instead of 15.
 */
export class NeighbourIndex {
  readonly #dims: number;
  readonly #segments: Int8Array[] = [];
  readonly #scales: number[] = [];
  #similarities = new Float32Array(0);

  constructor(dims: number) {
    this.#dims = dims;
  }

  get size(): number {
    return this.#scales.length;
  }

  /** Adds an L2-normalised vector; a missing one (all zeros) is like nothing. */
  add(vector: Float32Array): void {
    const dims = this.#dims;
    const place = this.#scales.length % SEGMENT;
    if (place === 0) this.#segments.push(new Int8Array(SEGMENT * dims));
    const segment = this.#segments.at(-1)!;
    let largestPart = 0;
    for (let k = 0; k < dims; k++) largestPart = Math.max(largestPart, Math.abs(vector[k]!));
    let squares = 0;
    const step = largestPart > 0 ? STEPS / largestPart : 0;
    for (let k = 0, at = place * dims; k < dims; k++, at++) {
      const steps = Math.round(vector[k]! * step);
      segment[at] = steps;
      squares += steps * steps;
    }
    this.#scales.push(squares > 0 ? 1 / Math.sqrt(squares) : 0);
  }

  /** Cosine to every task; the array is reused by the next call. */
  similarities(vector: Float32Array): Float32Array {
    const count = this.#scales.length;
    if (this.#similarities.length < count)
      this.#similarities = new Float32Array(this.#segments.length * SEGMENT);
    const out = this.#similarities;
    for (let s = 0; s < this.#segments.length; s++) {
      const first = s * SEGMENT;
      scan(this.#segments[s]!, vector, out, first, Math.min(SEGMENT, count - first));
    }
    for (let i = 0; i < count; i++) out[i]! *= this.#scales[i]!;
    return out.subarray(0, count);
  }
}

/** Inner products of one vector with `rows` vectors of bytes, into `out` from `first` on. */
function scan(bytes: Int8Array, vector: Float32Array, out: Float32Array, first: number, rows: number): void {
  const dims = vector.length;
  for (let i = 0, at = 0; i < rows; i++, at += dims) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let k = 0; k < dims; k += 4) {
      a += bytes[at + k]! * vector[k]!;
      b += bytes[at + k + 1]! * vector[k + 1]!;
      c += bytes[at + k + 2]! * vector[k + 2]!;
      d += bytes[at + k + 3]! * vector[k + 3]!;
    }
    out[first + i] = a + b + c + d;
  }
}

/** The `k` largest of `scores`, best first. */
export function largest(scores: Float32Array, k: number): Neighbour[] {
  const best: Neighbour[] = [];
  let bar = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < scores.length; i++) {
    const similarity = scores[i]!;
    if (best.length === k && similarity <= bar) continue;
    let at = best.length;
    while (at > 0 && best[at - 1]!.similarity < similarity) at--;
    best.splice(at, 0, { index: i, similarity });
    if (best.length > k) best.pop();
    if (best.length === k) bar = best[k - 1]!.similarity;
  }
  return best;
}
