import { seededRandom } from '../../core/random.ts';

/**
 * A fixed random rotation onto fewer dimensions (Johnson and Lindenstrauss 1984): it needs no data, so it never
 * changes under a model that was trained on its output. Entries are ±1/√dims.
 */
export class Projection {
  readonly from: number;
  readonly to: number;
  readonly #signs: Float32Array;

  constructor(from: number, to: number, seed = 20_240_101) {
    this.from = from;
    this.to = to;
    const random = seededRandom(seed);
    this.#signs = Float32Array.from({ length: from * to }, () => (random() < 0.5 ? -1 : 1) / Math.sqrt(to));
  }

  apply(vector: Float32Array): Float64Array {
    const out = new Float64Array(this.to);
    for (let k = 0; k < this.to; k++) {
      let sum = 0;
      const row = k * this.from;
      for (let i = 0; i < this.from; i++) sum += this.#signs[row + i]! * vector[i]!;
      out[k] = sum;
    }
    return out;
  }
}

/**
 * Linear regression that learns one example at a time (recursive least squares with a ridge prior and slow
 * forgetting): what the words alone say about how far a task departs from its group.
 */
export class RecursiveRidge {
  readonly #dims: number;
  readonly #forget: number;
  readonly #weights: Float64Array;
  /** Inverse covariance, row-major. */
  readonly #inverse: Float64Array;
  readonly #gain: Float64Array;

  constructor(dims: number, ridge: number, forget: number) {
    this.#dims = dims;
    this.#forget = forget;
    this.#weights = new Float64Array(dims);
    this.#inverse = new Float64Array(dims * dims);
    this.#gain = new Float64Array(dims);
    for (let i = 0; i < dims; i++) this.#inverse[i * dims + i] = 1 / ridge;
  }

  predict(x: Float64Array): number {
    let sum = 0;
    for (let i = 0; i < this.#dims; i++) sum += this.#weights[i]! * x[i]!;
    return sum;
  }

  learn(x: Float64Array, target: number): void {
    const n = this.#dims;
    const p = this.#inverse;
    const gain = this.#gain;
    let denominator = this.#forget;
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += p[i * n + j]! * x[j]!;
      gain[i] = sum;
      denominator += sum * x[i]!;
    }
    // Huber's clip: one absurd duration must not tilt every later one.
    const error = Math.max(-3, Math.min(3, target - this.predict(x)));
    for (let i = 0; i < n; i++) {
      const share = gain[i]! / denominator;
      this.#weights[i]! += share * error;
      for (let j = 0; j < n; j++) p[i * n + j] = (p[i * n + j]! - share * gain[j]!) / this.#forget;
    }
  }
}
