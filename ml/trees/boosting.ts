import { seededRandom } from '../../core/random.ts';
import { BinMapper, type BinnedMatrix } from './binning.ts';
import { explainRow, type Explanation } from './explain.ts';
import { addTrees, FlatTreesBuilder, leafOf, type FlatTrees } from './flat.ts';
import { TreeGrower, type GrownLeaf } from './grower.ts';
import { makeLoss, sigmoid, weightedQuantile, type Loss, type LossName } from './losses.ts';
import type { Matrix } from './matrix.ts';

/** How a boosted model is grown; defaults are scikit-learn's HistGradientBoosting's. */
export interface BoostingParams {
  readonly loss: LossName;
  readonly rounds: number;
  readonly learningRate: number;
  readonly maxLeaves: number;
  readonly maxDepth: number;
  readonly minLeaf: number;
  readonly l2: number;
  readonly maxBins: number;
  /** Share of rows each tree sees. */
  readonly rowSample: number;
  readonly colSample: number;
  /** Share of rows, the newest (last) ones, kept aside to stop early; 0 = never stop. */
  readonly validationShare: number;
  readonly patience: number;
  readonly quantile: number;
  readonly classes: number;
  readonly seed: number;
}

const DEFAULTS: BoostingParams = {
  loss: 'squared',
  rounds: 100,
  learningRate: 0.1,
  maxLeaves: 31,
  maxDepth: 32,
  minLeaf: 20,
  l2: 0,
  maxBins: 254,
  rowSample: 1,
  colSample: 1,
  validationShare: 0,
  patience: 10,
  quantile: 0.5,
  classes: 2,
  seed: 1,
};

type Nodes = Parameters<FlatTreesBuilder['add']>[0];

/** What one fit of boosted trees takes beside the data. */
export interface FitOptions {
  readonly weights?: Float64Array;
  /** Raw scores (rows × outputs) to start from: another model's, on top of which these trees grow. */
  readonly initialScores?: Float64Array;
  /** For `listwise`: the first row of each group and, last, the number of rows. */
  readonly groups?: Int32Array;
}

/** What survives training. */
export interface BoostedModel {
  readonly params: BoostingParams;
  readonly mapper: BinMapper;
  readonly trees: FlatTrees;
  /** Raw score before the first tree, one per output; zeros when started from another model. */
  readonly baseline: Float64Array;
}

/** Gradient-boosted trees over histograms (Friedman 2001; histogram and leaf-wise growth after LightGBM). */
export class GradientBoosting {
  readonly params: BoostingParams;
  #model: BoostedModel | undefined;

  constructor(params: Partial<BoostingParams> = {}) {
    this.params = { ...DEFAULTS, ...params };
  }

  static of(model: BoostedModel): GradientBoosting {
    const made = new GradientBoosting(model.params);
    made.#model = model;
    return made;
  }

  /** The trained model. Throws when `fit` has not run. */
  get model(): BoostedModel {
    if (!this.#model) throw new RangeError('this model has not been trained');
    return this.#model;
  }

  get outputs(): number {
    return this.params.loss === 'softmax' ? this.params.classes : 1;
  }

  get treeCount(): number {
    return this.model.trees.roots.length;
  }

  /** Trains from scratch. Rows with a NaN target are left out; a RangeError when lengths differ. */
  fit(matrix: Matrix, targets: Float64Array, options: FitOptions = {}): this {
    if (targets.length !== matrix.rows)
      throw new RangeError(`${targets.length} targets for ${matrix.rows} rows`);
    const mapper = BinMapper.fit(matrix, this.params.maxBins);
    this.#model = new Trainer(this.params, mapper, mapper.transform(matrix), targets, options).run();
    return this;
  }

  /** Raw scores, rows × outputs. `initialScores` must be given again when training started from some. */
  predictRaw(matrix: Matrix, initialScores?: Float64Array): Float64Array {
    const { mapper, trees, baseline } = this.model;
    if (matrix.cols !== mapper.cols)
      throw new RangeError(`${matrix.cols} columns, the model knows ${mapper.cols}`);
    const outputs = this.outputs;
    const bins = mapper.transformRows(matrix);
    const scores = new Float64Array(matrix.rows * outputs);
    for (let i = 0; i < scores.length; i++)
      scores[i] = baseline[i % outputs]! + (initialScores ? initialScores[i]! : 0);
    addTrees(trees, bins, mapper.cols, scores, outputs);
    return scores;
  }

  /** Values, probabilities of class 1 (logistic), or rows × classes probabilities (softmax). */
  predict(matrix: Matrix, initialScores?: Float64Array): Float64Array {
    const scores = this.predictRaw(matrix, initialScores);
    if (this.params.loss === 'logistic') return scores.map(sigmoid);
    if (this.params.loss === 'softmax') toProbabilities(scores, this.outputs);
    return scores;
  }

  /** Exact contributions of each column to the raw score of one row (TreeSHAP). */
  explain(row: Float64Array, output = 0): Explanation {
    const { mapper, trees, baseline } = this.model;
    const bins = new Uint8Array(mapper.cols);
    mapper.transformRow(row, 0, bins);
    const roots = trees.roots.filter((_, t) => t % this.outputs === output);
    const explanation = explainRow(trees, roots, bins, mapper.cols);
    return { base: explanation.base + baseline[output]!, contributions: explanation.contributions };
  }
}

function toProbabilities(scores: Float64Array, outputs: number): void {
  for (let at = 0; at < scores.length; at += outputs) {
    const row = scores.subarray(at, at + outputs);
    const top = row.reduce((a, b) => Math.max(a, b));
    let sum = 0;
    for (let k = 0; k < outputs; k++) sum += row[k] = Math.exp(row[k]! - top);
    for (let k = 0; k < outputs; k++) row[k]! /= sum;
  }
}

/** The objects that live only while a model is trained. */
class Trainer {
  readonly #params: BoostingParams;
  readonly #mapper: BinMapper;
  readonly #binned: BinnedMatrix;
  readonly #targets: Float64Array;
  readonly #weights: Float64Array | undefined;
  readonly #loss: Loss;
  readonly #scores: Float64Array;
  readonly #baseline: Float64Array;
  readonly #train: Int32Array;
  readonly #held: Int32Array;
  readonly #gradients: Float64Array;
  readonly #hessians: Float64Array;

  constructor(
    params: BoostingParams,
    mapper: BinMapper,
    binned: BinnedMatrix,
    targets: Float64Array,
    options: FitOptions,
  ) {
    this.#params = params;
    this.#mapper = mapper;
    this.#binned = binned;
    this.#targets = targets;
    this.#gradients = new Float64Array(targets.length);
    this.#hessians = new Float64Array(targets.length);
    this.#weights = options.weights;
    this.#loss = makeLoss(params.loss, params.quantile, params.classes, options.groups);
    const usable: number[] = [];
    for (let r = 0; r < targets.length; r++) if (Number.isFinite(targets[r]!)) usable.push(r);
    const held = usable.length >= 20 ? Math.floor(usable.length * params.validationShare) : 0;
    this.#train = Int32Array.from(usable.slice(0, usable.length - held));
    this.#held = Int32Array.from(usable.slice(usable.length - held));
    const { outputs } = this.#loss;
    this.#baseline = options.initialScores ? new Float64Array(outputs) : this.#constant();
    this.#scores = options.initialScores
      ? Float64Array.from(options.initialScores)
      : repeated(this.#baseline, targets.length);
  }

  #constant(): Float64Array {
    const rows = this.#train;
    const weights = this.#weights;
    const targets = Float64Array.from(rows, (r) => this.#targets[r]!);
    if (targets.length === 0) return new Float64Array(this.#loss.outputs);
    return this.#loss.baseline(targets, weights ? Float64Array.from(rows, (r) => weights[r]!) : undefined);
  }

  run(): BoostedModel {
    const params = this.#params;
    const { cols } = this.#mapper;
    const info = {
      bins: Int32Array.from({ length: cols }, (_, f) => this.#mapper.binCount(f)),
      categorical: Uint8Array.from(this.#mapper.features, (f) => (f.categorical ? 1 : 0)),
    };
    const grower = new TreeGrower(this.#binned, info, { ...params, minHessian: 1e-3, minGain: 1e-12 });
    const random = seededRandom(params.seed);
    const builder = new FlatTreesBuilder();
    let best = this.#validate();
    let bestRounds = 0;
    let done = 0;
    const kept: Nodes[] = [];
    while (done < params.rounds && this.#train.length > 0) {
      for (let k = 0; k < this.#loss.outputs; k++) kept.push(this.#round(grower, k, random));
      done++;
      if (this.#held.length === 0) continue;
      const loss = this.#validate();
      if (loss < best - 1e-9) {
        best = loss;
        bestRounds = done;
      } else if (done - bestRounds >= params.patience) break;
    }
    const count = (this.#held.length > 0 ? bestRounds : done) * this.#loss.outputs;
    for (let t = 0; t < count; t++) builder.add(kept[t]!);
    return {
      params,
      mapper: this.#mapper,
      trees: builder.build(this.#mapper.cols),
      baseline: this.#baseline,
    };
  }

  #validate(): number {
    return this.#held.length === 0
      ? 0
      : this.#loss.mean(this.#targets, this.#scores, this.#held, this.#weights);
  }

  #round(grower: TreeGrower, output: number, random: () => number): Nodes {
    const rows = this.#targets.length;
    const gradients = this.#gradients;
    const hessians = this.#hessians;
    this.#loss.derivatives(this.#targets, this.#scores, this.#weights, output, gradients, hessians);
    const count = this.#chooseRows(grower.indices, random);
    const { nodes, leaves } = grower.grow(gradients, hessians, count, random);
    for (const leaf of leaves) {
      const node = nodes[leaf.node]!;
      if (this.#loss.residualQuantile !== undefined) node.value = this.#residual(grower.indices, leaf);
      node.value = Math.fround(node.value * this.#params.learningRate);
    }
    if (count === rows) this.#addInPlace(grower.indices, leaves, nodes, output);
    else this.#addByWalking(nodes, output);
    return nodes;
  }

  #chooseRows(indices: Int32Array, random: () => number): number {
    if (this.#params.rowSample >= 1) {
      indices.set(this.#train);
      return this.#train.length;
    }
    let count = 0;
    for (const row of this.#train) if (random() < this.#params.rowSample) indices[count++] = row;
    if (count === 0) indices[count++] = this.#train[0]!;
    return count;
  }

  #residual(indices: Int32Array, leaf: GrownLeaf): number {
    const rows = indices.subarray(leaf.from, leaf.to);
    const weights = this.#weights;
    const residuals = Float64Array.from(rows, (r) => this.#targets[r]! - this.#scores[r]!);
    const w = weights ? Float64Array.from(rows, (r) => weights[r]!) : undefined;
    return weightedQuantile(residuals, w, this.#loss.residualQuantile ?? 0.5);
  }

  #addInPlace(
    indices: Int32Array,
    leaves: readonly GrownLeaf[],
    nodes: readonly { value: number }[],
    output: number,
  ): void {
    const { outputs } = this.#loss;
    for (const leaf of leaves) {
      const { value } = nodes[leaf.node]!;
      for (let i = leaf.from; i < leaf.to; i++) this.#scores[indices[i]! * outputs + output]! += value;
    }
  }

  #addByWalking(nodes: Nodes, output: number): void {
    const builder = new FlatTreesBuilder();
    builder.add(nodes);
    const tree = builder.build(this.#mapper.cols);
    const { outputs } = this.#loss;
    const bins = new Uint8Array(this.#binned.cols);
    for (let r = 0; r < this.#targets.length; r++) {
      for (let c = 0; c < bins.length; c++) bins[c] = this.#binned.columns[c]![r]!;
      this.#scores[r * outputs + output]! += tree.value[leafOf(tree, 0, bins)]!;
    }
  }
}

function repeated(row: Float64Array, times: number): Float64Array {
  const out = new Float64Array(row.length * times);
  for (let i = 0; i < times; i++) out.set(row, i * row.length);
  return out;
}
