import { seededRandom } from '../../core/random.ts';
import type { Matrix } from './matrix.ts';

export interface Sample {
  readonly matrix: Matrix;
  readonly targets: Float64Array;
}

/** Friedman's first function (1991) with unit noise and `cols` − 5 idle columns: what the peers are compared on. */
export function friedman(rows: number, cols: number, seed: number): Sample {
  const random = seededRandom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const values = new Float64Array(rows * cols);
  const targets = new Float64Array(rows);
  for (let r = 0; r < rows; r++) {
    const row = values.subarray(r * cols, (r + 1) * cols);
    for (let c = 0; c < cols; c++) row[c] = random();
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = row;
    targets[r] = 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e + normal();
  }
  return { matrix: { rows, cols, values }, targets };
}

/** The same rows with a class: 1 where Friedman's value is above `threshold`. */
export function friedmanClasses(rows: number, cols: number, seed: number, threshold = 14): Sample {
  const { matrix, targets } = friedman(rows, cols, seed);
  return { matrix, targets: targets.map((y) => (y > threshold ? 1 : 0)) };
}

export function rSquared(predicted: Float64Array, actual: Float64Array): number {
  const mean = actual.reduce((a, b) => a + b, 0) / actual.length;
  let residual = 0;
  let total = 0;
  for (let i = 0; i < actual.length; i++) {
    residual += (predicted[i]! - actual[i]!) ** 2;
    total += (actual[i]! - mean) ** 2;
  }
  return 1 - residual / total;
}

/** Area under the ROC curve, ties counted half. */
export function areaUnderCurve(scores: Float64Array, classes: Float64Array): number {
  const order = Int32Array.from({ length: scores.length }, (_, i) => i).sort(
    (a, b) => scores[a]! - scores[b]!,
  );
  let rankSum = 0;
  let positives = 0;
  for (let i = 0; i < order.length;) {
    let j = i;
    while (j < order.length && scores[order[j]!] === scores[order[i]!]) j++;
    for (let k = i; k < j; k++) {
      if (classes[order[k]!] !== 1) continue;
      rankSum += (i + j + 1) / 2;
      positives++;
    }
    i = j;
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * (order.length - positives));
}
