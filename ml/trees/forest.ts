import { seededRandom, type Random } from '../../core/random.ts';
import { BinMapper } from './binning.ts';
import { explainRow, type Explanation } from './explain.ts';
import { addTrees, FlatTreesBuilder, leavesOf, type FlatTrees } from './flat.ts';
import { ForestGrower, type ForestLeaf } from './forest-grower.ts';
import type { Matrix } from './matrix.ts';

/** Size and randomness of a forest. */
export interface ForestParams {
  readonly trees: number;
  /** Share of columns looked at in each node. */
  readonly maxFeatures: number;
  readonly minLeaf: number;
  readonly maxDepth: number;
  readonly maxBins: number;
  /** Rows drawn for each tree, as a share of all. */
  readonly sampleShare: number;
  /** Keep what stood in each leaf, for quantiles. */
  readonly keepLeaves: boolean;
  readonly seed: number;
}

const DEFAULTS: ForestParams = {
  trees: 100,
  maxFeatures: 0.5,
  minLeaf: 5,
  maxDepth: 40,
  maxBins: 128,
  sampleShare: 1,
  keepLeaves: false,
  seed: 1,
};

/** Targets on at most 256 levels; with few distinct values (people's minutes are) nothing is lost. */
export interface LeafSamples {
  /** The level's target value, ascending. */
  readonly levels: Float64Array;
  /** For each node, where its samples start; leaf i ends where node i + 1 starts. */
  readonly starts: Int32Array;
  readonly samples: Uint8Array;
}

export interface ForestModel {
  readonly params: ForestParams;
  readonly mapper: BinMapper;
  readonly trees: FlatTrees;
  readonly leaves: LeafSamples | undefined;
}

/** A weighted set of target values. */
export interface Distribution {
  /** Ascending. */
  readonly values: Float64Array;
  /** Sums to 1. */
  readonly weights: Float64Array;
}

/** A random forest for regression, or for the probability of a 0/1 target (Breiman 2001), with leaf quantiles (Meinshausen 2006). */
export class RandomForest {
  readonly params: ForestParams;
  #model: ForestModel | undefined;

  constructor(params: Partial<ForestParams> = {}) {
    this.params = { ...DEFAULTS, ...params };
  }

  static of(model: ForestModel): RandomForest {
    const made = new RandomForest(model.params);
    made.#model = model;
    return made;
  }

  get model(): ForestModel {
    if (!this.#model) throw new RangeError('this model has not been trained');
    return this.#model;
  }

  /**
   * Trains from scratch. `weights` steer the bootstrap. Rows with a NaN target are left out. `grown` hears after each
   * tree how many stand.
   */
  fit(matrix: Matrix, targets: Float64Array, weights?: Float64Array, grown?: (trees: number) => void): this {
    if (targets.length !== matrix.rows)
      throw new RangeError(`${targets.length} targets for ${matrix.rows} rows`);
    const { params } = this;
    const mapper = BinMapper.fit(matrix, params.maxBins);
    const binned = mapper.transform(matrix);
    const categorical = Uint8Array.from(mapper.features, (f) => (f.categorical ? 1 : 0));
    const mtry = Math.max(1, Math.round(matrix.cols * params.maxFeatures));
    const grower = new ForestGrower(binned, categorical, { ...params, mtry });
    const random = seededRandom(params.seed);
    const rows = Int32Array.from({ length: matrix.rows }, (_, i) => i).filter((r) =>
      Number.isFinite(targets[r]!),
    );
    const draw = new Bootstrap(rows, weights, matrix.rows);
    const builder = new FlatTreesBuilder();
    const collector = params.keepLeaves ? new LeafCollector(targets, rows) : undefined;
    for (let t = 0; t < params.trees && rows.length > 0; t++) {
      const count = draw.next(
        grower.indices,
        Math.max(1, Math.round(rows.length * params.sampleShare)),
        random,
      );
      const { nodes, leaves } = grower.grow(targets, draw.counts, count, random);
      const flat = builder.add(nodes);
      collector?.addTree(leaves, flat, grower.indices);
      grown?.(t + 1);
    }
    this.#model = { params, mapper, trees: builder.build(matrix.cols, true), leaves: collector?.build() };
    return this;
  }

  predict(matrix: Matrix): Float64Array {
    const { mapper, trees } = this.model;
    if (matrix.cols !== mapper.cols)
      throw new RangeError(`${matrix.cols} columns, the model knows ${mapper.cols}`);
    const bins = mapper.transformRows(matrix);
    const out = new Float64Array(matrix.rows);
    const { roots } = trees;
    addTrees(trees, bins, mapper.cols, out, 1);
    for (let r = 0; r < out.length; r++) out[r] = roots.length > 0 ? out[r]! / roots.length : Number.NaN;
    return out;
  }

  /** Target values seen in the leaves of one row, each tree with the same say. Needs `keepLeaves`. */
  distribution(row: Float64Array): Distribution {
    const { mapper, trees, leaves } = this.model;
    if (!leaves) throw new RangeError('this forest was trained without keepLeaves');
    const bins = new Uint8Array(mapper.cols);
    mapper.transformRow(row, 0, bins);
    const weights = new Float64Array(leaves.levels.length);
    for (const leaf of leavesOf(trees, bins)) {
      const from = leaves.starts[leaf]!;
      const to = leaves.starts[leaf + 1]!;
      const share = 1 / ((to - from) * trees.roots.length);
      for (let i = from; i < to; i++) weights[leaves.samples[i]!]! += share;
    }
    return { values: leaves.levels, weights };
  }

  /** Exact contributions of each column to the prediction of one row (TreeSHAP). */
  explain(row: Float64Array): Explanation {
    const { mapper, trees } = this.model;
    const bins = new Uint8Array(mapper.cols);
    mapper.transformRow(row, 0, bins);
    const explanation = explainRow(trees, trees.roots, bins, mapper.cols);
    const count = Math.max(1, trees.roots.length);
    return { base: explanation.base / count, contributions: explanation.contributions.map((v) => v / count) };
  }
}

/** Draws rows with replacement and lists each once, with its count. */
class Bootstrap {
  readonly counts: Float64Array;
  readonly #rows: Int32Array;
  readonly #cumulative: Float64Array | undefined;

  constructor(rows: Int32Array, weights: Float64Array | undefined, total: number) {
    this.#rows = rows;
    this.counts = new Float64Array(total);
    if (!weights) return;
    let sum = 0;
    this.#cumulative = Float64Array.from(rows, (r) => (sum += Math.max(0, weights[r]!)));
  }

  next(indices: Int32Array, draws: number, random: Random): number {
    this.counts.fill(0);
    const rows = this.#rows;
    const cumulative = this.#cumulative;
    const total = cumulative?.at(-1) ?? 0;
    for (let i = 0; i < draws; i++) {
      const at =
        cumulative && total > 0
          ? firstAbove(cumulative, random() * total)
          : Math.floor(random() * rows.length);
      this.counts[rows[at]!]!++;
    }
    let count = 0;
    for (const row of rows) if (this.counts[row]! > 0) indices[count++] = row;
    return count;
  }
}

function firstAbove(cumulative: Float64Array, value: number): number {
  let lo = 0;
  let hi = cumulative.length - 1;
  while (lo < hi) {
    const mid = (lo + hi) >>> 1;
    if (cumulative[mid]! > value) hi = mid;
    else lo = mid + 1;
  }
  return lo;
}

/** Collects what stands in the leaves. */
class LeafCollector {
  readonly #levels: Float64Array;
  readonly #levelOf: Uint8Array;
  readonly #leaves: Uint8Array[] = [];

  constructor(targets: Float64Array, rows: Int32Array) {
    const known = Float64Array.from(rows, (r) => targets[r]!);
    const mapper = BinMapper.fit({ rows: known.length, cols: 1, values: known }, 254);
    this.#levelOf = Uint8Array.from(targets, (v) => mapper.binOf(0, v));
    const members: number[][] = Array.from({ length: mapper.binCount(0) }, () => []);
    for (const r of rows) members[this.#levelOf[r]!]!.push(targets[r]!);
    this.#levels = Float64Array.from(members, middleOf);
  }

  addTree(leaves: readonly ForestLeaf[], flat: Int32Array, indices: Int32Array): void {
    for (const leaf of leaves) {
      const rows = indices.subarray(leaf.from, leaf.to);
      this.#leaves[flat[leaf.node]!] = Uint8Array.from(rows, (r) => this.#levelOf[r]!).sort();
    }
  }

  build(): LeafSamples {
    const nodes = this.#leaves.length;
    const starts = new Int32Array(nodes + 1);
    for (let i = 0; i < nodes; i++) starts[i + 1] = starts[i]! + (this.#leaves[i]?.length ?? 0);
    const samples = new Uint8Array(starts[nodes]!);
    this.#leaves.forEach((leaf, i) => samples.set(leaf, starts[i]!));
    return { levels: this.#levels, starts, samples };
  }
}

function middleOf(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
