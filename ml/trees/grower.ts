import type { Random } from '../../core/random.ts';
import type { BinnedMatrix } from './binning.ts';
import { CATEGORICAL, MISSING_LEFT, type GrownNode } from './flat.ts';
import { scanCategorical, scanNumeric, type Split } from './split.ts';

/** Shape limits of one boosted tree. */
export interface GrowerParams {
  readonly maxLeaves: number;
  readonly maxDepth: number;
  readonly minLeaf: number;
  readonly minHessian: number;
  readonly l2: number;
  readonly minGain: number;
  /** Share of columns a tree may look at. */
  readonly colSample: number;
}

/** One leaf of a grown tree: its node and the rows in it, `indices[from..to)`. */
export interface GrownLeaf {
  node: number;
  from: number;
  to: number;
}

interface OpenLeaf extends GrownLeaf {
  depth: number;
  gradient: number;
  hessian: number;
  histogram: Float64Array;
  split: Split;
}

/** What the columns look like to the grower: bins per column and which are categorical. */
export interface ColumnInfo {
  readonly bins: Int32Array;
  readonly categorical: Uint8Array;
}

/**
 * Grows trees leaf by leaf, always where the gain is largest, from histograms of gradients; the larger
 * sibling's histogram is the parent's minus the smaller one's. Buffers are reused from tree to tree.
 */
export class TreeGrower {
  readonly indices: Int32Array;
  readonly #matrix: BinnedMatrix;
  readonly #info: ColumnInfo;
  readonly #params: GrowerParams;
  readonly #offsets: Int32Array;
  readonly #width: number;
  readonly #pool: Float64Array[] = [];
  readonly #scratch: Int32Array;
  readonly #ordered: Float64Array;
  #columns: Int32Array;

  constructor(matrix: BinnedMatrix, info: ColumnInfo, params: GrowerParams) {
    this.#matrix = matrix;
    this.#info = info;
    this.#params = params;
    this.indices = new Int32Array(matrix.rows);
    this.#scratch = new Int32Array(matrix.rows);
    this.#ordered = new Float64Array(matrix.rows * 2);
    this.#offsets = new Int32Array(matrix.cols);
    let width = 0;
    for (let f = 0; f < matrix.cols; f++) {
      this.#offsets[f] = width;
      width += (info.bins[f]! + 1) * 2;
    }
    this.#width = width;
    this.#columns = Int32Array.from({ length: matrix.cols }, (_, f) => f);
  }

  /**
   * Grows one tree on the first `count` of `indices` (which it reorders, so that each leaf's rows are
   * adjacent). Leaf values are −G / (H + l2), unscaled.
   */
  grow(
    gradients: Float64Array,
    hessians: Float64Array,
    count: number,
    random: Random,
  ): { nodes: GrownNode[]; leaves: GrownLeaf[] } {
    this.#sampleColumns(random);
    const root = this.#openRoot(gradients, hessians, count);
    const nodes: GrownNode[] = [leafNode(root, this.#params.l2)];
    const open: OpenLeaf[] = [root];
    this.#findSplit(root);
    while (open.length < this.#params.maxLeaves) {
      let at = -1;
      let gain = this.#params.minGain;
      for (let i = 0; i < open.length; i++) {
        if (open[i]!.split.gain > gain) {
          gain = open[i]!.split.gain;
          at = i;
        }
      }
      if (at < 0) break;
      const parent = open[at]!;
      const children = this.#splitLeaf(
        parent,
        gradients,
        hessians,
        nodes,
        open.length + 2 > this.#params.maxLeaves,
      );
      if (children) open.splice(at, 1, ...children);
      else parent.split.gain = 0;
    }
    for (const leaf of open) this.#pool.push(leaf.histogram);
    return { nodes, leaves: open };
  }

  #sampleColumns(random: Random): void {
    const { cols } = this.#matrix;
    const wanted = Math.max(1, Math.round(cols * this.#params.colSample));
    if (wanted >= cols) return;
    const all = Int32Array.from({ length: cols }, (_, f) => f);
    for (let i = 0; i < wanted; i++) {
      const j = i + Math.floor(random() * (cols - i));
      const swap = all[i]!;
      all[i] = all[j]!;
      all[j] = swap;
    }
    this.#columns = all.slice(0, wanted).sort();
  }

  #openRoot(gradients: Float64Array, hessians: Float64Array, count: number): OpenLeaf {
    let gradient = 0;
    let hessian = 0;
    for (let i = 0; i < count; i++) {
      const row = this.indices[i]!;
      gradient += gradients[row]!;
      hessian += hessians[row]!;
    }
    const histogram = this.#takeHistogram();
    this.#fillHistogram(histogram, 0, count, gradients, hessians);
    return { node: 0, from: 0, to: count, depth: 0, gradient, hessian, histogram, split: noSplit() };
  }

  #takeHistogram(): Float64Array {
    return this.#pool.pop() ?? new Float64Array(this.#width);
  }

  #fillHistogram(
    histogram: Float64Array,
    from: number,
    to: number,
    gradients: Float64Array,
    hessians: Float64Array,
  ): void {
    histogram.fill(0);
    const { indices } = this;
    const ordered = this.#ordered;
    for (let i = from; i < to; i++) {
      const row = indices[i]!;
      ordered[i * 2] = gradients[row]!;
      ordered[i * 2 + 1] = hessians[row]!;
    }
    for (let k = 0; k < this.#columns.length; k++) {
      const f = this.#columns[k]!;
      const slot = histogram.subarray(this.#offsets[f]!, this.#offsets[f]! + (this.#info.bins[f]! + 1) * 2);
      accumulate(slot, this.#matrix.columns[f]!, indices, from, to, ordered, this.#info.bins[f]!);
    }
  }

  #findSplit(leaf: OpenLeaf): void {
    const rows = leaf.to - leaf.from;
    if (rows < this.#params.minLeaf * 2 || leaf.depth >= this.#params.maxDepth) return;
    const node = { gradient: leaf.gradient, hessian: leaf.hessian, rows };
    for (let k = 0; k < this.#columns.length; k++) {
      const f = this.#columns[k]!;
      const slice = { sums: leaf.histogram, offset: this.#offsets[f]!, bins: this.#info.bins[f]! };
      if (this.#info.categorical[f] === 1) scanCategorical(slice, f, node, this.#params, leaf.split);
      else scanNumeric(slice, f, node, this.#params, leaf.split);
    }
  }

  /** Splits a leaf in two, or returns undefined when one side would be empty (rounding of counts). */
  #splitLeaf(
    parent: OpenLeaf,
    gradients: Float64Array,
    hessians: Float64Array,
    nodes: GrownNode[],
    last: boolean,
  ): [OpenLeaf, OpenLeaf] | undefined {
    const middle = this.#partition(parent);
    if (middle === parent.from || middle === parent.to) return undefined;
    const small = middle - parent.from <= parent.to - middle;
    const [from, to] = small ? [parent.from, middle] : [middle, parent.to];
    let gradient = 0;
    let hessian = 0;
    for (let i = from; i < to; i++) {
      const row = this.indices[i]!;
      gradient += gradients[row]!;
      hessian += hessians[row]!;
    }
    const histogram = this.#takeHistogram();
    const depth = parent.depth + 1;
    const one: OpenLeaf = { node: 0, from, to, depth, gradient, hessian, histogram, split: noSplit() };
    const other: OpenLeaf = {
      node: 0,
      from: small ? middle : parent.from,
      to: small ? parent.to : middle,
      depth,
      gradient: parent.gradient - gradient,
      hessian: parent.hessian - hessian,
      histogram: parent.histogram,
      split: noSplit(),
    };
    if (!last) {
      this.#fillHistogram(histogram, from, to, gradients, hessians);
      subtract(parent.histogram, histogram);
      this.#findSplit(one);
      this.#findSplit(other);
    }
    const [left, right] = small ? [one, other] : [other, one];
    left.node = nodes.push(leafNode(left, this.#params.l2)) - 1;
    right.node = nodes.push(leafNode(right, this.#params.l2)) - 1;
    nodes[parent.node] = innerNode(parent.split, left.node, right.node);
    return [left, right];
  }

  /** Moves the rows that go left to the front of the leaf's range, keeping order; returns the border. */
  #partition(leaf: OpenLeaf): number {
    const { split } = leaf;
    const column = this.#matrix.columns[split.feature]!;
    const { indices } = this;
    const scratch = this.#scratch;
    const table = leftTable(split);
    let left = leaf.from;
    let kept = 0;
    for (let i = leaf.from; i < leaf.to; i++) {
      const row = indices[i]!;
      if (table[column[row]!] === 1) indices[left++] = row;
      else scratch[kept++] = row;
    }
    indices.set(scratch.subarray(0, kept), left);
    return left;
  }
}

/** For each bin, 1 when it goes left. */
export function leftTable(split: Split): Uint8Array {
  const table = new Uint8Array(256);
  if (split.set) {
    for (let b = 0; b < 255; b++) table[b] = (split.set[b >>> 5]! >>> (b & 31)) & 1;
  } else {
    table.fill(1, 0, split.threshold + 1);
  }
  table[255] = split.missingLeft ? 1 : 0;
  return table;
}

export function noSplit(): Split {
  return { feature: -1, threshold: 0, missingLeft: false, gain: 0 };
}

export function innerNode(split: Split, left: number, right: number): GrownNode {
  const flags = (split.missingLeft ? MISSING_LEFT : 0) | (split.set ? CATEGORICAL : 0);
  const node: GrownNode = {
    feature: split.feature,
    threshold: split.threshold,
    flags,
    left,
    right,
    value: 0,
    cover: 0,
  };
  if (split.set) node.set = split.set;
  return node;
}

function leafNode(
  leaf: { gradient: number; hessian: number; from: number; to: number },
  l2: number,
): GrownNode {
  const value = -leaf.gradient / Math.max(1e-12, leaf.hessian + l2);
  return { feature: -1, threshold: 0, flags: 0, left: -1, right: -1, value, cover: leaf.to - leaf.from };
}

function accumulate(
  slot: Float64Array,
  column: Uint8Array,
  indices: Int32Array,
  from: number,
  to: number,
  ordered: Float64Array,
  missing: number,
): void {
  for (let i = from; i < to; i++) {
    const bin = column[indices[i]!]!;
    const at = (bin === 255 ? missing : bin) << 1;
    slot[at]! += ordered[i << 1]!;
    slot[at + 1]! += ordered[(i << 1) + 1]!;
  }
}

function subtract(from: Float64Array, part: Float64Array): void {
  for (let i = 0; i < from.length; i++) from[i]! -= part[i]!;
}
