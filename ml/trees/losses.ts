/** The loss functions that trees can be fitted to. */
export type LossName = 'squared' | 'absolute' | 'quantile' | 'logistic' | 'softmax' | 'listwise';

/** A loss over raw scores. `scores` is rows × outputs, row-major; `output` says which column is asked for. */
export interface Loss {
  readonly outputs: number;
  /** Raw scores before the first tree. */
  baseline(targets: Float64Array, weights: Float64Array | undefined): Float64Array;
  derivatives(
    targets: Float64Array,
    scores: Float64Array,
    weights: Float64Array | undefined,
    output: number,
    gradients: Float64Array,
    hessians: Float64Array,
  ): void;
  /** Mean loss of the given rows. */
  mean(
    targets: Float64Array,
    scores: Float64Array,
    rows: Int32Array,
    weights: Float64Array | undefined,
  ): number;
  /** Losses with a jump in the derivative set leaf values from residuals: the quantile to take. */
  readonly residualQuantile?: number;
}

/** Makes a loss. `quantile` counts for `quantile`, `classes` for `softmax`, `groups` for `listwise`. */
export function makeLoss(name: LossName, quantile = 0.5, classes = 2, groups?: Int32Array): Loss {
  if (name === 'squared') return squared;
  if (name === 'logistic') return logistic;
  if (name === 'softmax') return softmax(classes);
  if (name === 'listwise') return listwise(groups ?? new Int32Array(0));
  return pinball(name === 'absolute' ? 0.5 : quantile);
}

/** The probability of a log-odds. */
export function sigmoid(raw: number): number {
  return raw >= 0 ? 1 / (1 + Math.exp(-raw)) : Math.exp(raw) / (1 + Math.exp(raw));
}

function averageOver(
  rows: Int32Array,
  weights: Float64Array | undefined,
  one: (row: number) => number,
): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const w = weights ? weights[row]! : 1;
    sum += w * one(row);
    total += w;
  }
  return total > 0 ? sum / total : 0;
}

const squared: Loss = {
  outputs: 1,
  baseline(targets, weights) {
    const rows = Int32Array.from(targets, (_, i) => i);
    return Float64Array.of(averageOver(rows, weights, (r) => targets[r]!));
  },
  derivatives(targets, scores, weights, _output, gradients, hessians) {
    for (let r = 0; r < targets.length; r++) {
      const w = weights ? weights[r]! : 1;
      gradients[r] = w * (scores[r]! - targets[r]!);
      hessians[r] = w;
    }
  },
  mean: (targets, scores, rows, weights) =>
    averageOver(rows, weights, (r) => (scores[r]! - targets[r]!) ** 2),
};

function pinball(quantile: number): Loss {
  return {
    outputs: 1,
    residualQuantile: quantile,
    baseline: (targets, weights) => Float64Array.of(weightedQuantile(targets, weights, quantile)),
    derivatives(targets, scores, weights, _output, gradients, hessians) {
      for (let r = 0; r < targets.length; r++) {
        const w = weights ? weights[r]! : 1;
        const residual = targets[r]! - scores[r]!;
        gradients[r] = residual === 0 ? 0 : residual > 0 ? -w * quantile : w * (1 - quantile);
        hessians[r] = w;
      }
    },
    mean: (targets, scores, rows, weights) =>
      averageOver(rows, weights, (r) => {
        const residual = targets[r]! - scores[r]!;
        return residual >= 0 ? quantile * residual : (quantile - 1) * residual;
      }),
  };
}

const logistic: Loss = {
  outputs: 1,
  baseline(targets, weights) {
    const rows = Int32Array.from(targets, (_, i) => i);
    const p = Math.min(
      1 - 1e-6,
      Math.max(
        1e-6,
        averageOver(rows, weights, (r) => targets[r]!),
      ),
    );
    return Float64Array.of(Math.log(p / (1 - p)));
  },
  derivatives(targets, scores, weights, _output, gradients, hessians) {
    for (let r = 0; r < targets.length; r++) {
      const w = weights ? weights[r]! : 1;
      const p = sigmoid(scores[r]!);
      gradients[r] = w * (p - targets[r]!);
      hessians[r] = w * Math.max(1e-9, p * (1 - p));
    }
  },
  mean: (targets, scores, rows, weights) =>
    averageOver(rows, weights, (r) => {
      const s = scores[r]!;
      return Math.max(s, 0) - s * targets[r]! + Math.log1p(Math.exp(-Math.abs(s)));
    }),
};

function softmax(classes: number): Loss {
  const probability = (scores: Float64Array, row: number, output: number): number => {
    let top = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < classes; k++) top = Math.max(top, scores[row * classes + k]!);
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += Math.exp(scores[row * classes + k]! - top);
    return Math.exp(scores[row * classes + output]! - top) / sum;
  };
  return {
    outputs: classes,
    baseline(targets, weights) {
      const rows = Int32Array.from(targets, (_, i) => i);
      const share = (k: number): number => averageOver(rows, weights, (r) => (targets[r] === k ? 1 : 0));
      return Float64Array.from({ length: classes }, (_, k) => Math.log(Math.max(1e-6, share(k))));
    },
    derivatives(targets, scores, weights, output, gradients, hessians) {
      for (let r = 0; r < targets.length; r++) {
        const w = weights ? weights[r]! : 1;
        const p = probability(scores, r, output);
        gradients[r] = w * (p - (targets[r] === output ? 1 : 0));
        hessians[r] = w * Math.max(1e-9, p * (1 - p));
      }
    },
    mean: (targets, scores, rows, weights) =>
      averageOver(rows, weights, (r) => -Math.log(Math.max(1e-15, probability(scores, r, targets[r]!)))),
  };
}

/**
 * Which one of a group is taken: softmax over the rows of the group (conditional logit; ListNet's top-one loss,
 * Cao et al. 2007). `groups` holds the first row of each group and, last, the number of rows.
 */
function listwise(groups: Int32Array): Loss {
  const shares = (scores: Float64Array, from: number, to: number): Float64Array => {
    const raw = scores.slice(from, to);
    const top = raw.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const powers = raw.map((s) => Math.exp(s - top));
    const total = powers.reduce((a, b) => a + b, 0);
    return powers.map((p) => p / total);
  };
  return {
    outputs: 1,
    baseline: () => new Float64Array(1),
    derivatives(targets, scores, weights, _output, gradients, hessians) {
      for (let g = 0; g + 1 < groups.length; g++) {
        const from = groups[g]!;
        const p = shares(scores, from, groups[g + 1]!);
        for (let i = 0; i < p.length; i++) {
          const w = weights ? weights[from + i]! : 1;
          gradients[from + i] = w * (p[i]! - targets[from + i]!);
          hessians[from + i] = w * Math.max(1e-6, p[i]! * (1 - p[i]!));
        }
      }
    },
    mean(targets, scores, rows) {
      const first = rows[0] ?? 0;
      let sum = 0;
      let count = 0;
      for (let g = 0; g + 1 < groups.length; g++) {
        const from = groups[g]!;
        if (from < first) continue;
        const p = shares(scores, from, groups[g + 1]!);
        p.forEach((share, i) => {
          if (targets[from + i]! > 0) sum -= Math.log(Math.max(1e-12, share));
        });
        count++;
      }
      return count > 0 ? sum / count : 0;
    },
  };
}

/** The value below which `quantile` of the weight lies, midway between neighbours on a tie. */
export function weightedQuantile(
  values: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
  quantile: number,
): number {
  const n = values.length;
  if (n === 0) return 0;
  if (!weights) {
    const sorted = Float64Array.from(values).sort();
    const at = quantile * (n - 1);
    const low = Math.floor(at);
    const high = Math.min(n - 1, low + 1);
    return sorted[low]! + (at - low) * (sorted[high]! - sorted[low]!);
  }
  const order = Int32Array.from({ length: n }, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  let total = 0;
  for (let i = 0; i < n; i++) total += weights[i]!;
  let seen = 0;
  for (const i of order) {
    seen += weights[i]!;
    if (seen >= quantile * total) return values[i]!;
  }
  return values[order[n - 1]!]!;
}
