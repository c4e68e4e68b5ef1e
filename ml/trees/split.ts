/** The best cut found for a node. */
export interface Split {
  feature: number;
  /** Last bin that goes left (numeric). */
  threshold: number;
  missingLeft: boolean;
  gain: number;
  set?: Uint32Array;
}

/** Limits a split must respect. */
export interface SplitLimits {
  /** Least hessian (weight) on either side. */
  readonly minHessian: number;
  /** Least number of rows on either side. */
  readonly minLeaf: number;
  readonly l2: number;
}

/** One column's view of a histogram: gradient and hessian sums interleaved, the missing bin last. */
export interface HistogramSlice {
  readonly sums: Float64Array;
  /** Index of the first sum. */
  readonly offset: number;
  /** Bins without the missing one. */
  readonly bins: number;
}

/** A categorical code needs this many rows before it may be ranked by its mean. */
const CATEGORY_SMOOTHING = 10;

/**
 * Best numeric cut of one column; writes into `best` when it gains more. `rows` and `hessian` are the node's
 * totals: the count on a side is read off its share of the hessian, as LightGBM does.
 */
export function scanNumeric(
  slice: HistogramSlice,
  feature: number,
  node: { gradient: number; hessian: number; rows: number },
  limits: SplitLimits,
  best: Split,
): void {
  const { sums, offset, bins } = slice;
  const { gradient, hessian } = node;
  const { l2 } = limits;
  const least = Math.max(limits.minHessian, (limits.minLeaf - 0.5) * (hessian / node.rows));
  const missingG = sums[offset + bins * 2]!;
  const missingH = sums[offset + bins * 2 + 1]!;
  const parent = (gradient * gradient) / (hessian + l2);
  let bestGain = best.gain;
  let bestBin = -1;
  let bestMissingLeft = false;
  let g = 0;
  let h = 0;
  const limit = hessian - least;
  for (let b = 0; b < bins - 1; b++) {
    g += sums[offset + b * 2]!;
    h += sums[offset + b * 2 + 1]!;
    if (h < least) continue;
    if (h > limit) break;
    const rest = gradient - g;
    const gain = (g * g) / (h + l2) + (rest * rest) / (hessian - h + l2) - parent;
    if (gain > bestGain) {
      bestGain = gain;
      bestBin = b;
    }
  }
  if (missingH > 0) {
    g = missingG;
    h = missingH;
    for (let b = 0; b < bins - 1; b++) {
      g += sums[offset + b * 2]!;
      h += sums[offset + b * 2 + 1]!;
      if (h < least) continue;
      if (h > limit) break;
      const rest = gradient - g;
      const gain = (g * g) / (h + l2) + (rest * rest) / (hessian - h + l2) - parent;
      if (gain > bestGain) {
        bestGain = gain;
        bestBin = b;
        bestMissingLeft = true;
      }
    }
    // All known values left, missing right.
    const known = gradient - missingG;
    const knownH = hessian - missingH;
    if (missingH >= least && knownH >= least) {
      const gain = (known * known) / (knownH + l2) + (missingG * missingG) / (missingH + l2) - parent;
      if (gain > bestGain) {
        bestGain = gain;
        bestBin = bins - 1;
        bestMissingLeft = false;
      }
    }
  }
  if (bestBin < 0) return;
  best.gain = bestGain;
  best.feature = feature;
  best.threshold = bestBin;
  best.missingLeft = missingH > 0 ? bestMissingLeft : h0Left(sums, offset, bestBin, hessian);
  delete best.set;
}

/** With nothing missing in training, missing follows the heavier side. */
function h0Left(sums: Float64Array, offset: number, bin: number, hessian: number): boolean {
  let h = 0;
  for (let b = 0; b <= bin; b++) h += sums[offset + b * 2 + 1]!;
  return h * 2 >= hessian;
}

/**
 * Best grouping of a categorical column: codes ranked by their smoothed mean gradient, then cut like numbers
 * (Fisher 1958; optimal for squared error). Missing and unseen codes go right.
 */
export function scanCategorical(
  slice: HistogramSlice,
  feature: number,
  node: { gradient: number; hessian: number; rows: number },
  limits: SplitLimits,
  best: Split,
): void {
  const { sums, offset, bins } = slice;
  const { gradient, hessian } = node;
  const perRow = hessian / node.rows;
  const least = Math.max(limits.minHessian, (limits.minLeaf - 0.5) * perRow);
  const smooth = CATEGORY_SMOOTHING * perRow;
  const present: { bin: number; rank: number }[] = [];
  for (let b = 0; b < bins; b++) {
    const h = sums[offset + b * 2 + 1]!;
    if (h > 0) present.push({ bin: b, rank: sums[offset + b * 2]! / (h + smooth) });
  }
  present.sort((a, b) => a.rank - b.rank || a.bin - b.bin);
  const parent = (gradient * gradient) / (hessian + limits.l2);
  let bestCount = 0;
  let g = 0;
  let h = 0;
  for (let i = 0; i < present.length; i++) {
    g += sums[offset + present[i]!.bin * 2]!;
    h += sums[offset + present[i]!.bin * 2 + 1]!;
    if (h < least) continue;
    if (h > hessian - least) break;
    const rest = gradient - g;
    const gain = (g * g) / (h + limits.l2) + (rest * rest) / (hessian - h + limits.l2) - parent;
    if (gain > best.gain) {
      best.gain = gain;
      bestCount = i + 1;
    }
  }
  if (bestCount === 0) return;
  const set = new Uint32Array(8);
  for (let i = 0; i < bestCount; i++) {
    const { bin } = present[i]!;
    set[bin >>> 5] = (set[bin >>> 5]! | (1 << (bin & 31))) >>> 0;
  }
  best.feature = feature;
  best.threshold = 0;
  best.missingLeft = false;
  best.set = set;
}
