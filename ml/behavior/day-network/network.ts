import { sigmoid } from '../../trees/index.ts';
import { FORECAST_WIDTH } from './baselines.ts';
import { CONTEXT_WIDTH, INPUT_WIDTH, SEQUENCE_DAYS, type Sequence } from './sequences.ts';

/** Cells of the recurrent layer. */
export const UNITS = 12;

/** Shapes of the weights, in the order in which they are kept: of the input, of the state, biases; then of the answer. */
export const WEIGHT_SHAPES: readonly (readonly [rows: number, cols: number])[] = [
  [INPUT_WIDTH, 4 * UNITS],
  [UNITS, 4 * UNITS],
  [1, 4 * UNITS],
  [UNITS + CONTEXT_WIDTH, FORECAST_WIDTH],
  [1, FORECAST_WIDTH],
];

/** Numbers in all weights together. */
export const WEIGHTS = WEIGHT_SHAPES.reduce((sum, [rows, cols]) => sum + rows * cols, 0);

/**
 * A trained recurrent network (long short-term memory: Hochreiter and Schmidhuber 1997) answers without the library that trained
 * it: a forecast is a few thousand multiplications. What it says is added to a simple rule's forecast.
 */
export class DayNetwork {
  readonly weights: Float32Array;
  readonly #parts: readonly Float32Array[];

  /** @param weights as `WEIGHT_SHAPES` says, one after the other */
  constructor(weights: Float32Array) {
    this.weights = weights;
    let at = 0;
    this.#parts = WEIGHT_SHAPES.map(([rows, cols]) => weights.subarray(at, (at += rows * cols)));
  }

  /** What is to be added to the rule's forecast. */
  correction({ days, context }: Sequence): Float32Array {
    const state = new Float32Array(UNITS + CONTEXT_WIDTH);
    state.set(this.#stateAfter(days));
    state.set(context, UNITS);
    const [, , , kernel, bias] = this.#parts;
    const answer = Float32Array.from(bias!);
    addProduct(answer, state, kernel!);
    return answer;
  }

  /** The recurrent state after the last of the days; gates in the order input, forget, candidate, output. */
  #stateAfter(days: Float32Array): Float32Array {
    const [kernel, recurrent, bias] = this.#parts;
    let hidden = new Float32Array(UNITS);
    const cell = new Float32Array(UNITS);
    for (let day = 0; day < SEQUENCE_DAYS; day++) {
      const gates = Float32Array.from(bias!);
      addProduct(gates, days.subarray(day * INPUT_WIDTH, (day + 1) * INPUT_WIDTH), kernel!);
      addProduct(gates, hidden, recurrent!);
      const next = new Float32Array(UNITS);
      for (let i = 0; i < UNITS; i++) {
        const [input, forget, candidate, output] = [0, 1, 2, 3].map((gate) => gates[gate * UNITS + i]!);
        cell[i] = sigmoid(forget!) * cell[i]! + sigmoid(input!) * Math.tanh(candidate!);
        next[i] = sigmoid(output!) * Math.tanh(cell[i]!);
      }
      hidden = next;
    }
    return hidden;
  }
}

/** sum += row · matrix, which is row-major and as wide as the sum. */
function addProduct(sum: Float32Array, row: Float32Array, matrix: Float32Array): void {
  const width = sum.length;
  for (let i = 0; i < row.length; i++) {
    const value = row[i]!;
    if (value === 0) continue;
    for (let k = 0; k < width; k++) sum[k]! += value * matrix[i * width + k]!;
  }
}
