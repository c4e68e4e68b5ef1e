/**
 * Trees side by side in typed arrays, in preorder: the left child of node i is i + 1, the right one
 * `right[i]`. This is all that survives training.
 */
export interface FlatTrees {
  /** First node of each tree. */
  readonly roots: Int32Array;
  /** Column asked, −1 in a leaf. */
  readonly feature: Int16Array;
  /** Numeric: bins ≤ threshold go left. Categorical: index of the set of bins that go left. */
  readonly threshold: Uint16Array;
  /** Bit 0: missing goes left. Bit 1: categorical. */
  readonly flags: Uint8Array;
  readonly right: Int32Array;
  /** Leaf values; 0 in inner nodes. */
  readonly value: Float32Array;
  /** Training weight that reached the node. */
  readonly cover: Float32Array;
  /** Eight words of 32 bits a set. */
  readonly sets: Uint32Array;
  /** When leaf values lie on a grid, `low + step × code`: low, step, and the largest code. */
  readonly grid?: readonly [number, number, number];
  /** Derived, a word a node, for walking fast; empty when the trees can't be walked so. */
  readonly walk: Int32Array;
}

/** What is stored; the rest is derived. */
export type FlatTreesCore = Omit<FlatTrees, 'walk'>;

/** Bins of known values end here; 255 is what is missing. */
export const LAST_BIN = 253;

export const MISSING_LEFT = 1;
export const CATEGORICAL = 2;

/** Whether a bin goes left at a node. */
export function goesLeft(trees: FlatTrees, node: number, bin: number): boolean {
  const flags = trees.flags[node]!;
  if (bin === 255) return (flags & MISSING_LEFT) !== 0;
  const threshold = trees.threshold[node]!;
  if ((flags & CATEGORICAL) === 0) return bin <= threshold;
  return ((trees.sets[threshold * 8 + (bin >>> 5)]! >>> (bin & 31)) & 1) === 1;
}

/** The leaf that a row (one bin a column) ends in, asking as the nodes are written. */
export function leafOf(trees: FlatTrees, root: number, bins: Uint8Array): number {
  let node = root;
  for (let feature = trees.feature[node]!; feature >= 0; feature = trees.feature[node]!)
    node = goesLeft(trees, node, bins[feature]!) ? node + 1 : trees.right[node]!;
  return node;
}

/** The leaf of each tree for one row of bins. */
export function leavesOf(trees: FlatTrees, bins: Uint8Array): Int32Array {
  const { roots, walk } = trees;
  if (walk.length === 0) return roots.map((root) => leafOf(trees, root, bins));
  const table = walkingTable(bins, bins.length);
  const leaves = Int32Array.from(roots);
  let t = 0;
  // Four trees side by side: each step waits for memory, and four waits overlap.
  for (; t + 3 < leaves.length; t += 4) {
    let a = leaves[t]!;
    let b = leaves[t + 1]!;
    let c = leaves[t + 2]!;
    let d = leaves[t + 3]!;
    for (let moved = 1; moved !== 0;) {
      a = next(walk, a, table, 0);
      b = next(walk, b, table, 0);
      c = next(walk, c, table, 0);
      d = next(walk, d, table, 0);
      const a2 = next(walk, a, table, 0);
      const b2 = next(walk, b, table, 0);
      const c2 = next(walk, c, table, 0);
      const d2 = next(walk, d, table, 0);
      moved = (a ^ a2) | (b ^ b2) | (c ^ c2) | (d ^ d2);
      a = a2;
      b = b2;
      c = c2;
      d = d2;
    }
    leaves[t] = a;
    leaves[t + 1] = b;
    leaves[t + 2] = c;
    leaves[t + 3] = d;
  }
  for (; t < leaves.length; t++) leaves[t] = walked(walk, leaves[t]!, table, 0);
  return leaves;
}

/** Rows from which walking them side by side pays; fewer go through the trees side by side. */
const FEW_ROWS = 8;

/**
 * Adds every tree's leaf values to `scores`, rows × outputs, for a row-major table of bins; tree t adds to output
 * t modulo `outputs`. Sums are the same to the bit however many rows there are.
 */
export function addTrees(
  trees: FlatTrees,
  bins: Uint8Array,
  cols: number,
  scores: Float64Array,
  outputs: number,
): void {
  const { roots, walk, value } = trees;
  const rows = scores.length / outputs;
  if (walk.length === 0 || rows < FEW_ROWS) {
    for (let r = 0; r < rows; r++) {
      const leaves = leavesOf(trees, bins.subarray(r * cols, (r + 1) * cols));
      for (let t = 0; t < leaves.length; t++) scores[r * outputs + (t % outputs)]! += value[leaves[t]!]!;
    }
    return;
  }
  const table = walkingTable(bins, cols);
  for (let t = 0; t < roots.length; t++)
    addTree(trees, roots[t]!, table, cols * 2, scores, t % outputs, outputs);
}

function addTree(
  { walk, value }: FlatTrees,
  root: number,
  table: Uint8Array,
  width: number,
  scores: Float64Array,
  start: number,
  stride: number,
): void {
  let at = start;
  let offset = 0;
  // Four rows side by side, see above; the tree stays in the nearest cache meanwhile.
  for (; at + stride * 3 < scores.length; at += stride * 4, offset += width * 4) {
    const offsetB = offset + width;
    const offsetC = offsetB + width;
    const offsetD = offsetC + width;
    let a = root;
    let b = root;
    let c = root;
    let d = root;
    // Two steps a look: one too many costs less than looking twice.
    for (let moved = 1; moved !== 0;) {
      a = next(walk, a, table, offset);
      b = next(walk, b, table, offsetB);
      c = next(walk, c, table, offsetC);
      d = next(walk, d, table, offsetD);
      const a2 = next(walk, a, table, offset);
      const b2 = next(walk, b, table, offsetB);
      const c2 = next(walk, c, table, offsetC);
      const d2 = next(walk, d, table, offsetD);
      moved = (a ^ a2) | (b ^ b2) | (c ^ c2) | (d ^ d2);
      a = a2;
      b = b2;
      c = c2;
      d = d2;
    }
    scores[at]! += value[a]!;
    scores[at + stride]! += value[b]!;
    scores[at + stride * 2]! += value[c]!;
    scores[at + stride * 3]! += value[d]!;
  }
  for (; at < scores.length; at += stride, offset += width)
    scores[at]! += value[walked(walk, root, table, offset)]!;
}

function walked(walk: Int32Array, root: number, table: Uint8Array, offset: number): number {
  let node = root;
  for (;;) {
    const child = next(walk, node, table, offset);
    if (child === node) return node;
    node = child;
  }
}

/*
 * A word of `walk`, from the top: 1 + threshold (0 in a leaf), the column of the walking table, how far away the right
 * child is with the lowest bit flipped. The bin, shifted to the top, is compared with the whole word: what stands below
 * the threshold never matters. The sign picks the side without a branch to mispredict, and a leaf's right child is
 * itself.
 */
const BIN_SHIFT = 23;
const COLUMN_SHIFT = 14;
const MAX_COLUMNS = 1 << (BIN_SHIFT - COLUMN_SHIFT - 1);
const FARTHEST = 1 << COLUMN_SHIFT;

function next(walk: Int32Array, node: number, table: Uint8Array, offset: number): number {
  const word = walk[node]!;
  const bin = table[offset + ((word >>> COLUMN_SHIFT) & (2 * MAX_COLUMNS - 1))]!;
  return node + ((word & (FARTHEST - 1) & ((word - (bin << BIN_SHIFT)) >> 31)) ^ 1);
}

/** Each row twice, bins from 1 up: with what is missing as the largest bin, then as the smallest one. */
function walkingTable(bins: Uint8Array, cols: number): Uint8Array {
  const table = new Uint8Array(bins.length * 2);
  for (let row = 0, at = 0; row < bins.length; row += cols, at += cols * 2) {
    for (let c = 0; c < cols; c++) {
      const bin = bins[row + c]!;
      table[at + c] = bin === 255 ? 255 : bin + 1;
      table[at + cols + c] = bin === 255 ? 1 : bin + 1;
    }
  }
  return table;
}

/** The walking words; none for trees with categorical questions, too many columns, or too large. */
function walkOf({ feature, threshold, flags, right, sets }: FlatTreesCore, cols: number): Int32Array {
  const words = new Int32Array(feature.length);
  if (sets.length > 0 || cols > MAX_COLUMNS) return words.slice(0, 0);
  for (let node = 0; node < words.length; node++) {
    const asked = feature[node]!;
    const far = right[node]! - node;
    if (asked >= 0 && far >= FARTHEST) return words.slice(0, 0);
    const column = (flags[node]! & MISSING_LEFT) === 0 ? asked : cols + asked;
    // A threshold above every known bin parts what is missing from the rest: so does one at the last bin.
    const top = Math.min(threshold[node]!, LAST_BIN) + 1;
    words[node] = asked < 0 ? 1 : (top << BIN_SHIFT) | (column << COLUMN_SHIFT) | (far ^ 1);
  }
  return words;
}

/** One grown tree before it is laid out: nodes in any order, children by index. */
export interface GrownNode {
  feature: number;
  threshold: number;
  flags: number;
  left: number;
  right: number;
  value: number;
  cover: number;
  /** Bins that go left in a categorical split. */
  set?: Uint32Array;
}

/** Collects grown trees and lays them out in preorder. */
export class FlatTreesBuilder {
  readonly #roots: number[] = [];
  readonly #nodes: GrownNode[] = [];
  readonly #right: number[] = [];
  readonly #sets: number[] = [];

  /** Appends one tree; returns the flat index of each node given. */
  add(nodes: readonly GrownNode[]): Int32Array {
    const flatIndex = new Int32Array(nodes.length);
    this.#roots.push(this.#nodes.length);
    const stack: { node: number; parent: number }[] = [{ node: 0, parent: -1 }];
    while (stack.length > 0) {
      const { node, parent } = stack.pop()!;
      const at = this.#nodes.length;
      flatIndex[node] = at;
      if (parent >= 0) this.#right[parent] = at;
      const grown = nodes[node]!;
      this.#nodes.push(this.#withSet(grown));
      this.#right.push(0);
      if (grown.feature >= 0) {
        stack.push({ node: grown.right, parent: at }, { node: grown.left, parent: -1 });
      }
    }
    return flatIndex;
  }

  #withSet(node: GrownNode): GrownNode {
    if (!node.set) return node;
    const threshold = this.#sets.length / 8;
    this.#sets.push(...node.set);
    return { ...node, threshold };
  }

  /** `onGrid`: leaf values are moved to the nearest of 256 or 65,536 levels where that costs no accuracy. */
  build(cols: number, onGrid = false): FlatTrees {
    const nodes = this.#nodes;
    const value = Float32Array.from(nodes, (n) => (n.feature < 0 ? n.value : 0));
    const grid = onGrid ? gridOf(nodes) : undefined;
    if (grid) {
      nodes.forEach((node, i) => {
        if (node.feature < 0) value[i] = onTo(grid, codeOn(grid, node.value));
      });
    }
    return completeTrees(
      {
        roots: Int32Array.from(this.#roots),
        feature: Int16Array.from(nodes, (n) => n.feature),
        threshold: Uint16Array.from(nodes, (n) => n.threshold),
        flags: Uint8Array.from(nodes, (n) => n.flags),
        right: Int32Array.from(this.#right),
        value,
        cover: Float32Array.from(nodes, (n) => (n.feature < 0 ? n.cover : 0)),
        sets: Uint32Array.from(this.#sets),
        ...(grid ? { grid } : {}),
      },
      cols,
    );
  }
}

type Grid = readonly [number, number, number];

/** Rounding may add this share of the leaves' variance to that of one tree; averaging over trees makes it less. */
const ROUNDING = 1e-4;

function gridOf(nodes: readonly GrownNode[]): Grid | undefined {
  const leaves = nodes.filter((node) => node.feature < 0);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let mean = 0;
  for (const { value } of leaves) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    mean += value / leaves.length;
  }
  const variance =
    leaves.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / Math.max(1, leaves.length);
  const fine = (step: number): boolean => step > 0 && (step * step) / 12 <= ROUNDING * variance;
  const most = [255, 65_535].find((codes) => fine((high - low) / codes));
  return most === undefined ? undefined : [low, (high - low) / most, most];
}

/** The code of a leaf value. */
export function codeOn([low, step, most]: Grid, value: number): number {
  return Math.max(0, Math.min(most, Math.round((value - low) / step)));
}

/** The leaf value of a code. */
export function onTo([low, step]: Grid, code: number): number {
  return Math.fround(low + step * code);
}

/** Derives covers of inner nodes and the walking words, so that training and loading agree to the bit. */
export function completeTrees(trees: FlatTreesCore, cols: number): FlatTrees {
  const { feature, right, cover } = trees;
  for (let node = feature.length - 1; node >= 0; node--)
    if (feature[node]! >= 0) cover[node] = cover[node + 1]! + cover[right[node]!]!;
  return { ...trees, walk: walkOf(trees, cols) };
}
