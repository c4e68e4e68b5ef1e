import type { Matrix } from './matrix.ts';

/** The bin of missing values and of categories never seen in training. */
export const MISSING_BIN = 255;

/** A table of bins: one column after another, each `rows` bytes long. */
export interface BinnedMatrix {
  readonly rows: number;
  readonly cols: number;
  readonly columns: readonly Uint8Array[];
}

interface FeatureBins {
  /** Numeric: ascending cut points, value ≤ cut[i] falls into bin i. Categorical: the code of each bin, ascending. */
  readonly cuts: Float64Array;
  readonly categorical: boolean;
}

/** Rows looked at when cut points are chosen; more adds time and no accuracy. */
const SAMPLE_ROWS = 20_000;

/**
 * Maps each column to at most 255 bins: midpoints between distinct values where they are few, quantiles
 * where they are many (the split into binning, growing and predicting follows scikit-learn's
 * HistGradientBoosting).
 */
export class BinMapper {
  readonly features: readonly FeatureBins[];

  constructor(features: readonly FeatureBins[]) {
    this.features = features;
  }

  /** Learns the cut points; `maxBins` 2–254. */
  static fit(matrix: Matrix, maxBins = 254): BinMapper {
    const step = Math.max(1, matrix.rows / SAMPLE_ROWS);
    const sampled = Math.floor(matrix.rows / step);
    const buffer = new Float64Array(sampled);
    const features: FeatureBins[] = [];
    for (let c = 0; c < matrix.cols; c++) {
      let n = 0;
      for (let i = 0; i < sampled; i++) {
        const v = matrix.values[Math.floor(i * step) * matrix.cols + c]!;
        if (Number.isFinite(v)) buffer[n++] = v;
      }
      const sorted = buffer.slice(0, n).sort();
      const categorical = matrix.categorical?.[c] === 1;
      features.push({
        categorical,
        cuts: categorical ? commonest(sorted, maxBins) : cutPoints(sorted, maxBins),
      });
    }
    return new BinMapper(features);
  }

  get cols(): number {
    return this.features.length;
  }

  /** Bins in use of a column, the missing bin not counted. */
  binCount(feature: number): number {
    const { cuts, categorical } = this.features[feature]!;
    return categorical ? cuts.length : cuts.length + 1;
  }

  binOf(feature: number, value: number): number {
    const { cuts, categorical } = this.features[feature]!;
    return binIn(cuts, categorical, value);
  }

  transform(matrix: Matrix): BinnedMatrix {
    const columns: Uint8Array[] = [];
    for (let c = 0; c < matrix.cols; c++) {
      const column = new Uint8Array(matrix.rows);
      const { cuts, categorical } = this.features[c]!;
      for (let r = 0; r < matrix.rows; r++)
        column[r] = binIn(cuts, categorical, matrix.values[r * matrix.cols + c]!);
      columns.push(column);
    }
    return { rows: matrix.rows, cols: matrix.cols, columns };
  }

  /** Bins every row into a row-major table. */
  transformRows(matrix: Matrix): Uint8Array {
    const bins = new Uint8Array(matrix.rows * matrix.cols);
    for (let c = 0; c < matrix.cols; c++) {
      const { cuts, categorical } = this.features[c]!;
      let at = c;
      const step = matrix.cols * 4;
      if (cuts.length > 0 && !categorical)
        for (; at + step <= bins.length + c; at += step) binFour(cuts, matrix.values, at, matrix.cols, bins);
      for (; at < bins.length; at += matrix.cols) bins[at] = binIn(cuts, categorical, matrix.values[at]!);
    }
    return bins;
  }

  /** Bins one row, starting at `offset` of a row-major array, into `out`. */
  transformRow(values: Float64Array, offset: number, out: Uint8Array): void {
    for (let c = 0; c < this.features.length; c++) out[c] = this.binOf(c, values[offset + c]!);
  }
}

function binIn(cuts: Float64Array, categorical: boolean, value: number): number {
  if (!Number.isFinite(value)) return MISSING_BIN;
  let base = 0;
  let length = cuts.length;
  if (length === 0) return categorical ? MISSING_BIN : 0;
  // Halving without a branch to mispredict: `base` never passes the first cut that is ≥ value.
  while (length > 1) {
    const half = length >>> 1;
    base += half & -Number(cuts[base + half - 1]! < value);
    length -= half;
  }
  base += Number(cuts[base]! < value);
  return categorical && cuts[base] !== value ? MISSING_BIN : base;
}

/** The same for four rows of a numeric column: no step waits for the one before it in another row. */
function binFour(cuts: Float64Array, values: Float64Array, at: number, cols: number, out: Uint8Array): void {
  const a = values[at]!;
  const b = values[at + cols]!;
  const c = values[at + cols * 2]!;
  const d = values[at + cols * 3]!;
  let atA = 0;
  let atB = 0;
  let atC = 0;
  let atD = 0;
  let length = cuts.length;
  while (length > 1) {
    const half = length >>> 1;
    const last = half - 1;
    atA += half & -Number(cuts[atA + last]! < a);
    atB += half & -Number(cuts[atB + last]! < b);
    atC += half & -Number(cuts[atC + last]! < c);
    atD += half & -Number(cuts[atD + last]! < d);
    length -= half;
  }
  out[at] = Number.isFinite(a) ? atA + Number(cuts[atA]! < a) : MISSING_BIN;
  out[at + cols] = Number.isFinite(b) ? atB + Number(cuts[atB]! < b) : MISSING_BIN;
  out[at + cols * 2] = Number.isFinite(c) ? atC + Number(cuts[atC]! < c) : MISSING_BIN;
  out[at + cols * 3] = Number.isFinite(d) ? atD + Number(cuts[atD]! < d) : MISSING_BIN;
}

function cutPoints(sorted: Float64Array, maxBins: number): Float64Array {
  const distinct: number[] = [];
  for (let i = 0; i < sorted.length; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) distinct.push(sorted[i]!);
    if (distinct.length > maxBins) break;
  }
  if (distinct.length <= maxBins) {
    const cuts = new Float64Array(Math.max(0, distinct.length - 1));
    for (let i = 0; i < cuts.length; i++) cuts[i] = between(distinct[i]!, distinct[i + 1]!);
    return cuts;
  }
  const cuts: number[] = [];
  for (let b = 1; b < maxBins; b++) {
    const at = Math.floor((b * sorted.length) / maxBins);
    const cut = between(sorted[at - 1]!, sorted[at]!);
    if (cut > (cuts.at(-1) ?? Number.NEGATIVE_INFINITY) && cut < sorted.at(-1)!) cuts.push(cut);
  }
  return Float64Array.from(cuts);
}

/** A cut that keeps `low` on the left (≤) and, where doubles allow, `high` on the right. */
function between(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  return middle < high && middle >= low ? middle : low;
}

/** The commonest codes, in ascending order; the rest share the missing bin. */
function commonest(sorted: Float64Array, maxBins: number): Float64Array {
  const counts = new Map<number, number>();
  for (const v of sorted) counts.set(v, (counts.get(v) ?? 0) + 1);
  const kept = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, maxBins);
  return Float64Array.from(kept.map(([code]) => code)).sort();
}
