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
  /** Derived, two words a node, for walking fast: the question, and how much further than node + 1 the right child is. */
  readonly walk: Int32Array;
}

/** What is stored; the rest is derived. */
export type FlatTreesCore = Omit<FlatTrees, 'walk'>;

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

/** Bits of a question word: column from bit 16 up, categorical, missing goes left, 1 + threshold (0 in a leaf). */
const ASKS_SET = 0x400;
const SHIFT_BIT = 9;

/** The leaf that a row (one bin a column, starting at `offset`) ends in. */
export function leafOf(trees: FlatTrees, root: number, bins: Uint8Array, offset = 0): number {
  let node = root;
  for (;;) {
    const child = next(trees, node, bins, offset);
    if (child === node) return node;
    node = child;
  }
}

/** Adds one tree's leaf values to `scores[start + row × stride]` for every row of a row-major table of bins. */
export function addTree(
  trees: FlatTrees,
  root: number,
  bins: Uint8Array,
  cols: number,
  scores: Float64Array,
  start: number,
  stride: number,
): void {
  const { value } = trees;
  let at = start;
  let offset = 0;
  if (trees.sets.length === 0) {
    const { walk } = trees;
    const step = stride * 4;
    // Four rows walk side by side: each step waits for memory, and four waits overlap.
    for (; at + stride * 3 < scores.length; at += step, offset += cols * 4) {
      let a = root;
      let b = root;
      let c = root;
      let d = root;
      for (;;) {
        const a2 = nextNumeric(walk, a, bins, offset);
        const b2 = nextNumeric(walk, b, bins, offset + cols);
        const c2 = nextNumeric(walk, c, bins, offset + cols * 2);
        const d2 = nextNumeric(walk, d, bins, offset + cols * 3);
        if (a === a2 && b === b2 && c === c2 && d === d2) break;
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
  }
  for (; at < scores.length; at += stride, offset += cols)
    scores[at]! += value[leafOf(trees, root, bins, offset)]!;
}

/**
 * The child a row goes to, or the node itself in a leaf. Adding 1 modulo 256 turns the missing bin, 255, into the
 * smallest one; the sign of the difference then picks the side without a branch to mispredict. A leaf's 0 always goes
 * "right", which is itself.
 */
function nextNumeric(walk: Int32Array, node: number, bins: Uint8Array, offset: number): number {
  const question = walk[node << 1]!;
  const known = (bins[offset + (question >>> 16)]! + ((question >>> SHIFT_BIT) & 1)) & 255;
  return node + 1 + (walk[(node << 1) + 1]! & (((question & 511) - 1 - known) >> 31));
}

function next(trees: FlatTrees, node: number, bins: Uint8Array, offset: number): number {
  const question = trees.walk[node << 1]!;
  if ((question & ASKS_SET) === 0) return nextNumeric(trees.walk, node, bins, offset);
  return goesLeft(trees, node, bins[offset + (question >>> 16)]!) ? node + 1 : trees.right[node]!;
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

  build(): FlatTrees {
    const nodes = this.#nodes;
    return completeTrees({
      roots: Int32Array.from(this.#roots),
      feature: Int16Array.from(nodes, (n) => n.feature),
      threshold: Uint16Array.from(nodes, (n) => n.threshold),
      flags: Uint8Array.from(nodes, (n) => n.flags),
      right: Int32Array.from(this.#right),
      value: Float32Array.from(nodes, (n) => (n.feature < 0 ? n.value : 0)),
      cover: Float32Array.from(nodes, (n) => (n.feature < 0 ? n.cover : 0)),
      sets: Uint32Array.from(this.#sets),
    });
  }
}

/** Derives covers of inner nodes and the walking table, so that training and loading agree to the bit. */
export function completeTrees(trees: FlatTreesCore): FlatTrees {
  const { feature, right, cover, threshold, flags } = trees;
  const walk = new Int32Array(feature.length * 2);
  for (let node = feature.length - 1; node >= 0; node--) {
    const at = node * 2;
    if (feature[node]! < 0) {
      walk[at + 1] = -1;
      continue;
    }
    cover[node] = cover[node + 1]! + cover[right[node]!]!;
    const shift = (flags[node]! & MISSING_LEFT) === 0 ? 0 : 1;
    const categorical = (flags[node]! & CATEGORICAL) !== 0;
    const low = categorical ? ASKS_SET : (shift << SHIFT_BIT) | (threshold[node]! + shift + 1);
    walk[at] = (feature[node]! << 16) | low;
    walk[at + 1] = right[node]! - node - 1;
  }
  return { ...trees, walk };
}
