import type { Random } from '../../core/random.ts';
import type { BinnedMatrix } from './binning.ts';
import type { GrownNode } from './flat.ts';
import { innerNode, leftTable, noSplit } from './grower.ts';
import type { Split } from './split.ts';

/** Shape limits of one tree of a forest. */
export interface ForestTreeParams {
  readonly maxDepth: number;
  /** Least bootstrap weight in a leaf. */
  readonly minLeaf: number;
  /** Columns looked at in each node. */
  readonly mtry: number;
}

/** One finished leaf: its node and its rows, `indices[from..to)`. */
export interface ForestLeaf {
  readonly node: number;
  readonly from: number;
  readonly to: number;
}

interface Open extends ForestLeaf {
  readonly depth: number;
  readonly sum: number;
  readonly weight: number;
}

/**
 * Grows the deep trees of a forest depth first. Small nodes are the many, so a histogram touches only the
 * bins its rows fall into: a bit set lists them and scanning empties them again.
 */
export class ForestGrower {
  readonly indices: Int32Array;
  readonly #matrix: BinnedMatrix;
  readonly #categorical: Uint8Array;
  readonly #params: ForestTreeParams;
  readonly #scratch: Int32Array;
  readonly #ordered: Float64Array;
  readonly #histogram = new Float64Array(512);
  readonly #mask = new Int32Array(8);
  readonly #bins = new Int32Array(256);
  readonly #candidates: Int32Array;

  constructor(matrix: BinnedMatrix, categorical: Uint8Array, params: ForestTreeParams) {
    this.#matrix = matrix;
    this.#categorical = categorical;
    this.#params = params;
    this.indices = new Int32Array(matrix.rows);
    this.#scratch = new Int32Array(matrix.rows);
    this.#ordered = new Float64Array(matrix.rows * 2);
    this.#candidates = Int32Array.from({ length: matrix.cols }, (_, f) => f);
  }

  /** Grows one tree on the first `count` rows of `indices`; leaf values are weighted means. */
  grow(
    targets: Float64Array,
    weights: Float64Array,
    count: number,
    random: Random,
  ): { nodes: GrownNode[]; leaves: ForestLeaf[] } {
    const { indices } = this;
    const nodes: GrownNode[] = [];
    const leaves: ForestLeaf[] = [];
    let sum = 0;
    let weight = 0;
    for (let i = 0; i < count; i++) {
      const row = indices[i]!;
      sum += targets[row]! * weights[row]!;
      weight += weights[row]!;
    }
    const stack: Open[] = [{ node: 0, from: 0, to: count, depth: 0, sum, weight }];
    nodes.push(meanLeaf(sum, weight));
    while (stack.length > 0) {
      const open = stack.pop()!;
      const split = this.#bestSplit(open, targets, weights, random);
      const border = split ? this.#partition(open, split) : open.from;
      if (!split || border === open.from || border === open.to) {
        leaves.push(open);
        continue;
      }
      let leftSum = 0;
      let leftWeight = 0;
      for (let i = open.from; i < border; i++) {
        const row = indices[i]!;
        leftSum += targets[row]! * weights[row]!;
        leftWeight += weights[row]!;
      }
      const depth = open.depth + 1;
      const left = nodes.push(meanLeaf(leftSum, leftWeight)) - 1;
      const rightSum = open.sum - leftSum;
      const rightWeight = open.weight - leftWeight;
      const right = nodes.push(meanLeaf(rightSum, rightWeight)) - 1;
      nodes[open.node] = innerNode(split, left, right);
      stack.push(
        { node: right, from: border, to: open.to, depth, sum: rightSum, weight: rightWeight },
        { node: left, from: open.from, to: border, depth, sum: leftSum, weight: leftWeight },
      );
    }
    return { nodes, leaves };
  }

  #bestSplit(open: Open, targets: Float64Array, weights: Float64Array, random: Random): Split | undefined {
    if (open.weight < this.#params.minLeaf * 2 || open.depth >= this.#params.maxDepth) return undefined;
    const mean = open.sum / open.weight;
    let spread = 0;
    for (let i = open.from; i < open.to; i++) {
      const row = this.indices[i]!;
      const w = weights[row]!;
      // Centred, so that tiny differences on top of a large mean keep their digits.
      const centred = targets[row]! - mean;
      this.#ordered[i * 2] = w * centred;
      this.#ordered[i * 2 + 1] = w;
      spread += w * centred * centred;
    }
    if (spread <= 1e-12 * (1 + mean * mean) * open.weight) return undefined;
    const split = noSplit();
    split.gain = 1e-12 * spread;
    const candidates = this.#candidates;
    const wanted = Math.min(candidates.length, this.#params.mtry);
    // Columns that are constant here don't count, up to all of them: a node must not end by bad luck.
    for (let k = 0, useful = 0; k < candidates.length && useful < wanted; k++) {
      const j = k + Math.floor(random() * (candidates.length - k));
      const feature = candidates[j]!;
      candidates[j] = candidates[k]!;
      candidates[k] = feature;
      if (this.#scan(feature, open, split)) useful++;
    }
    return split.feature < 0 ? undefined : split;
  }

  /** Looks for a better cut in one column; false when the column is constant in this node. */
  #scan(feature: number, open: Open, best: Split): boolean {
    const histogram = this.#histogram;
    const mask = this.#mask;
    mask.fill(0);
    fill(histogram, mask, this.#matrix.columns[feature]!, this.indices, open.from, open.to, this.#ordered);
    const count = listBins(mask, this.#bins);
    if (count > 1) {
      if (this.#categorical[feature] === 1) this.#rankBins(count);
      this.#cut(feature, count, open.weight, best);
    }
    for (let i = 0; i < count; i++) {
      histogram[this.#bins[i]! * 2] = 0;
      histogram[this.#bins[i]! * 2 + 1] = 0;
    }
    return count > 1;
  }

  #rankBins(count: number): void {
    const h = this.#histogram;
    const rank = (b: number): number =>
      b === 255 ? Number.POSITIVE_INFINITY : h[b * 2]! / (h[b * 2 + 1]! + 1);
    this.#bins.subarray(0, count).sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : a - b));
  }

  #cut(feature: number, count: number, weight: number, best: Split): void {
    const histogram = this.#histogram;
    const bins = this.#bins;
    const { minLeaf } = this.#params;
    let g = 0;
    let h = 0;
    let at = -1;
    let { gain } = best;
    for (let i = 0; i < count - 1; i++) {
      const b = bins[i]! * 2;
      g += histogram[b]!;
      h += histogram[b + 1]!;
      if (h < minLeaf) continue;
      if (weight - h < minLeaf) break;
      // The node is centred: the right side's sum is −g.
      const value = (g * g) / h + (g * g) / (weight - h);
      if (value > gain) {
        gain = value;
        at = i;
      }
    }
    if (at < 0) return;
    best.gain = gain;
    best.feature = feature;
    best.missingLeft = false;
    delete best.set;
    if (this.#categorical[feature] === 1) {
      const set = new Uint32Array(8);
      for (let i = 0; i <= at; i++)
        set[bins[i]! >>> 5] = (set[bins[i]! >>> 5]! | (1 << (bins[i]! & 31))) >>> 0;
      best.set = set;
      best.threshold = 0;
    } else {
      const next = bins[at + 1]!;
      best.threshold = next === 255 ? 254 : (bins[at]! + next - 1) >> 1;
      if (bins[count - 1] !== 255) {
        let left = 0;
        for (let i = 0; i <= at; i++) left += histogram[bins[i]! * 2 + 1]!;
        best.missingLeft = left * 2 >= weight;
      }
    }
  }

  #partition(open: Open, split: Split): number {
    const column = this.#matrix.columns[split.feature]!;
    const table = leftTable(split);
    const { indices } = this;
    let left = open.from;
    let kept = 0;
    for (let i = open.from; i < open.to; i++) {
      const row = indices[i]!;
      if (table[column[row]!] === 1) indices[left++] = row;
      else this.#scratch[kept++] = row;
    }
    for (let i = 0; i < kept; i++) indices[left + i] = this.#scratch[i]!;
    return left;
  }
}

function fill(
  histogram: Float64Array,
  mask: Int32Array,
  column: Uint8Array,
  indices: Int32Array,
  from: number,
  to: number,
  ordered: Float64Array,
): void {
  for (let i = from; i < to; i++) {
    const bin = column[indices[i]!]!;
    histogram[bin << 1]! += ordered[i << 1]!;
    histogram[(bin << 1) + 1]! += ordered[(i << 1) + 1]!;
    mask[bin >>> 5]! |= 1 << (bin & 31);
  }
}

/** Writes the set bits in ascending order; returns how many. */
function listBins(mask: Int32Array, out: Int32Array): number {
  let count = 0;
  for (let w = 0; w < 8; w++) {
    let word = mask[w]!;
    while (word !== 0) {
      const low = word & -word;
      out[count++] = (w << 5) + 31 - Math.clz32(low);
      word ^= low;
    }
  }
  return count;
}

function meanLeaf(sum: number, weight: number): GrownNode {
  return { feature: -1, threshold: 0, flags: 0, left: -1, right: -1, value: sum / weight, cover: weight };
}
