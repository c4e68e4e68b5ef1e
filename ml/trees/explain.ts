import { goesLeft, type FlatTrees } from './flat.ts';

/** `base` + Σ `contributions` = the raw prediction. */
export interface Explanation {
  /** What the model says on average over its training rows. */
  readonly base: number;
  /** One number a column, in the model's raw unit. */
  readonly contributions: Float64Array;
}

/** One step of the path that TreeSHAP walks with. */
interface Step {
  feature: number;
  zero: number;
  one: number;
  weight: number;
}

/**
 * Shapley values of the columns for the sum of the given trees, exact for the distribution that the
 * trees' covers describe (path-dependent TreeSHAP, algorithm 2 of Lundberg, Erion and Lee 2018).
 */
export function explainRow(
  trees: FlatTrees,
  roots: Iterable<number>,
  bins: Uint8Array,
  cols: number,
): Explanation {
  const contributions = new Float64Array(cols);
  let base = 0;
  for (const root of roots) {
    base += expectation(trees, root);
    walk(trees, root, bins, contributions, [], 1, 1, -1);
  }
  return { base, contributions };
}

function expectation(trees: FlatTrees, node: number): number {
  if (trees.feature[node]! < 0) return trees.value[node]!;
  const left = node + 1;
  const right = trees.right[node]!;
  const cover = trees.cover[left]! + trees.cover[right]!;
  return (
    (trees.cover[left]! * expectation(trees, left) + trees.cover[right]! * expectation(trees, right)) / cover
  );
}

function walk(
  trees: FlatTrees,
  node: number,
  bins: Uint8Array,
  out: Float64Array,
  parentPath: readonly Step[],
  zero: number,
  one: number,
  feature: number,
): void {
  let path = extend(parentPath, zero, one, feature);
  const asked = trees.feature[node]!;
  if (asked < 0) {
    for (let i = 1; i < path.length; i++) {
      const step = path[i]!;
      out[step.feature]! += unwoundSum(path, i) * (step.one - step.zero) * trees.value[node]!;
    }
    return;
  }
  const left = goesLeft(trees, node, bins[asked]!);
  const hot = left ? node + 1 : trees.right[node]!;
  const cold = left ? trees.right[node]! : node + 1;
  let incomingZero = 1;
  let incomingOne = 1;
  const seen = path.findIndex((step, i) => i > 0 && step.feature === asked);
  if (seen > 0) {
    incomingZero = path[seen]!.zero;
    incomingOne = path[seen]!.one;
    path = unwind(path, seen);
  }
  const cover = trees.cover[node]!;
  walk(trees, hot, bins, out, path, (incomingZero * trees.cover[hot]!) / cover, incomingOne, asked);
  walk(trees, cold, bins, out, path, (incomingZero * trees.cover[cold]!) / cover, 0, asked);
}

function extend(path: readonly Step[], zero: number, one: number, feature: number): Step[] {
  const next = path.map((step) => ({ ...step }));
  const depth = next.length;
  next.push({ feature, zero, one, weight: depth === 0 ? 1 : 0 });
  for (let i = depth - 1; i >= 0; i--) {
    next[i + 1]!.weight += (one * next[i]!.weight * (i + 1)) / (depth + 1);
    next[i]!.weight = (zero * next[i]!.weight * (depth - i)) / (depth + 1);
  }
  return next;
}

function unwind(path: readonly Step[], index: number): Step[] {
  const next = path.map((step) => ({ ...step }));
  const depth = next.length - 1;
  const { zero, one } = next[index]!;
  let carry = next[depth]!.weight;
  for (let i = depth - 1; i >= 0; i--) {
    if (one !== 0) {
      const before = next[i]!.weight;
      next[i]!.weight = (carry * (depth + 1)) / ((i + 1) * one);
      carry = before - (next[i]!.weight * zero * (depth - i)) / (depth + 1);
    } else {
      next[i]!.weight = (next[i]!.weight * (depth + 1)) / (zero * (depth - i));
    }
  }
  for (let i = index; i < depth; i++) {
    const { feature, zero: z, one: o } = next[i + 1]!;
    Object.assign(next[i]!, { feature, zero: z, one: o });
  }
  next.pop();
  return next;
}

function unwoundSum(path: readonly Step[], index: number): number {
  const depth = path.length - 1;
  const { zero, one } = path[index]!;
  let carry = path[depth]!.weight;
  let total = 0;
  for (let i = depth - 1; i >= 0; i--) {
    if (one !== 0) {
      const weight = (carry * (depth + 1)) / ((i + 1) * one);
      total += weight;
      carry = path[i]!.weight - (weight * zero * (depth - i)) / (depth + 1);
    } else {
      total += (path[i]!.weight * (depth + 1)) / (zero * (depth - i));
    }
  }
  return total;
}
