import { z } from 'zod';
import { BinMapper } from './binning.ts';
import { GradientBoosting } from './boosting.ts';
import { CATEGORICAL, codeOn, completeTrees, LAST_BIN, MISSING_LEFT, onTo, type FlatTrees } from './flat.ts';
import { RandomForest, type LeafSamples } from './forest.ts';
import { arrayOf, damaged, decodeState, encodeState, type StateArray, type StateContent } from './state.ts';

const VERSION = 3;

const boostingParams = z.object({
  loss: z.enum(['squared', 'absolute', 'quantile', 'logistic', 'softmax', 'listwise']),
  rounds: z.number(),
  learningRate: z.number(),
  maxLeaves: z.number(),
  maxDepth: z.number(),
  minLeaf: z.number(),
  l2: z.number(),
  maxBins: z.number(),
  rowSample: z.number(),
  colSample: z.number(),
  validationShare: z.number(),
  patience: z.number(),
  quantile: z.number(),
  classes: z.number().int().min(1).max(256),
  seed: z.number(),
});

const forestParams = z.object({
  trees: z.number(),
  maxFeatures: z.number(),
  minLeaf: z.number(),
  maxDepth: z.number(),
  maxBins: z.number(),
  sampleShare: z.number(),
  keepLeaves: z.boolean(),
  seed: z.number(),
});

/** A boosted model as plain bytes. */
export function boostingToState(model: GradientBoosting): Uint8Array {
  const { params, mapper, trees, baseline } = model.model;
  return encodeState('boosting', VERSION, {
    meta: params,
    arrays: { ...packMapper(mapper), ...packTrees(trees, mapper), baseline },
  });
}

/** The reverse; `stateDamaged` when the bytes are anything else. */
export function boostingFromState(bytes: Uint8Array): GradientBoosting {
  const content = decodeState(bytes, 'boosting', VERSION);
  const params = boostingParams.safeParse(content.meta);
  if (!params.success) throw damaged('its parameters are incomplete', params.error);
  const mapper = unpackMapper(content);
  const baseline = arrayOf(content, 'baseline', 'f64');
  const outputs = params.data.loss === 'softmax' ? params.data.classes : 1;
  if (baseline.length !== outputs) throw damaged('its baseline has the wrong length');
  return GradientBoosting.of({
    params: params.data,
    mapper,
    trees: unpackTrees(content, mapper),
    baseline,
  });
}

/** A forest as plain bytes. */
export function forestToState(model: RandomForest): Uint8Array {
  const { params, mapper, trees, leaves } = model.model;
  return encodeState('forest', VERSION, {
    meta: params,
    arrays: {
      ...packMapper(mapper),
      ...packTrees(trees, mapper),
      ...(leaves ? packLeaves(trees, leaves) : {}),
    },
  });
}

/** The reverse; `stateDamaged` when the bytes are anything else. */
export function forestFromState(bytes: Uint8Array): RandomForest {
  const content = decodeState(bytes, 'forest', VERSION);
  const params = forestParams.safeParse(content.meta);
  if (!params.success) throw damaged('its parameters are incomplete', params.error);
  const mapper = unpackMapper(content);
  const trees = unpackTrees(content, mapper);
  const leaves = params.data.keepLeaves ? unpackLeaves(content, trees) : undefined;
  return RandomForest.of({ params: params.data, mapper, trees, leaves });
}

function packMapper(mapper: BinMapper): Record<string, StateArray> {
  const cuts = mapper.features.flatMap((f) => [...f.cuts]);
  return {
    cuts: Float64Array.from(cuts),
    cutCounts: Uint16Array.from(mapper.features, (f) => f.cuts.length),
    categorical: Uint8Array.from(mapper.features, (f) => (f.categorical ? 1 : 0)),
  };
}

function unpackMapper(content: StateContent): BinMapper {
  const cuts = arrayOf(content, 'cuts', 'f64');
  const counts = arrayOf(content, 'cutCounts', 'u16');
  const categorical = arrayOf(content, 'categorical', 'u8');
  if (categorical.length !== counts.length) throw damaged('its columns disagree');
  let at = 0;
  const features = Array.from(counts, (count, f) => {
    if (count > LAST_BIN + Number(categorical[f] === 1)) throw damaged('a column has too many bins');
    const own = cuts.slice(at, at + count);
    if (own.length !== count) throw damaged('its cut points are cut short');
    at += count;
    return { cuts: own, categorical: categorical[f] === 1 };
  });
  return new BinMapper(features);
}

/**
 * Preorder makes right children derivable. A bit a node says whether it asks; one that does costs two bytes and a bit,
 * a leaf two where its value lies on a grid. Sets stand in the order of the nodes that ask for them, a bit a category.
 */
function packTrees(trees: FlatTrees, mapper: BinMapper): Record<string, StateArray> {
  const { feature, threshold, flags, value, cover, grid } = trees;
  const asks = feature.map((f) => Number(f >= 0));
  const inner = indicesOf(asks, 1);
  const leaves = indicesOf(asks, 0);
  const columns = Int16Array.from(inner, (node) => feature[node]!);
  const isSet = (node: number): boolean => (flags[node]! & CATEGORICAL) !== 0;
  const covers = Float32Array.from(leaves, (node) => cover[node]!);
  return {
    nodes: Uint32Array.of(feature.length),
    asks: bitsOf(asks),
    missing: bitsOf(inner.map((node) => flags[node]! & MISSING_LEFT)),
    feature: columns.every((f) => f < 256) ? Uint8Array.from(columns) : columns,
    threshold: Uint8Array.from(inner, (node) => (isSet(node) ? 0 : threshold[node]!)),
    cover: covers.every((c) => Number.isInteger(c) && c < 256) ? Uint8Array.from(covers) : covers,
    ...packValues(
      leaves.map((node) => value[node]!),
      grid,
    ),
    sets: packSets(trees, inner.filter(isSet), mapper),
  };
}

function packSets(
  { feature, threshold, sets }: FlatTrees,
  nodes: readonly number[],
  mapper: BinMapper,
): Uint8Array {
  const marks = nodes.flatMap((node) =>
    Array.from(
      { length: mapper.binCount(feature[node]!) },
      (_, bin) => (sets[threshold[node]! * 8 + (bin >>> 5)]! >>> (bin & 31)) & 1,
    ),
  );
  return bitsOf(marks);
}

function packValues(values: number[], grid: FlatTrees['grid']): Record<string, StateArray> {
  if (!grid) return { value: Float32Array.from(values) };
  const codes = values.map((value) => codeOn(grid, value));
  return {
    grid: Float64Array.from(grid),
    value: grid[2] < 256 ? Uint8Array.from(codes) : Uint16Array.from(codes),
  };
}

function indicesOf(marks: ArrayLike<number>, mark: number): number[] {
  const found: number[] = [];
  for (let i = 0; i < marks.length; i++) if (marks[i] === mark) found.push(i);
  return found;
}

function bitsOf(marks: ArrayLike<number>): Uint8Array {
  const bits = new Uint8Array(Math.ceil(marks.length / 8));
  for (let i = 0; i < marks.length; i++) bits[i >> 3]! |= marks[i]! << (i & 7);
  return bits;
}

function bitAt(bits: Uint8Array, i: number): number {
  return (bits[i >> 3]! >> (i & 7)) & 1;
}

/** What is stored of the trees, in the types they are used in. */
function storedTrees(content: StateContent) {
  const either = <A, B>(name: string, thin: (array: Uint8Array) => A, wide: () => B): A | B => {
    const array = content.arrays[name];
    return array instanceof Uint8Array ? thin(array) : wide();
  };
  const grid = content.arrays['grid'] === undefined ? undefined : gridIn(arrayOf(content, 'grid', 'f64'));
  const codes = (array: ArrayLike<number>): Float32Array =>
    Float32Array.from(array, (code) => (grid ? onTo(grid, code) : Number.NaN));
  const [count = 0] = arrayOf(content, 'nodes', 'u32');
  const asks = arrayOf(content, 'asks', 'u8');
  const missing = arrayOf(content, 'missing', 'u8');
  const feature = either(
    'feature',
    (a) => Int16Array.from(a),
    () => arrayOf(content, 'feature', 'i16'),
  );
  const threshold = arrayOf(content, 'threshold', 'u8');
  const cover = either(
    'cover',
    (a) => Float32Array.from(a),
    () => arrayOf(content, 'cover', 'f32'),
  );
  const value = !grid
    ? arrayOf(content, 'value', 'f32')
    : either('value', codes, () => codes(arrayOf(content, 'value', 'u16')));
  const sets = arrayOf(content, 'sets', 'u8');
  if (asks.length !== Math.ceil(count / 8) || missing.length !== Math.ceil(feature.length / 8))
    throw damaged('its nodes disagree');
  if (
    feature.length !== threshold.length ||
    cover.length !== value.length ||
    feature.length + value.length !== count
  )
    throw damaged('its nodes disagree');
  return { count, asks, missing, feature, threshold, cover, value, sets, grid };
}

function gridIn(stored: Float64Array): readonly [number, number, number] {
  const [low, step, most] = stored;
  const valid =
    Number.isFinite(low) && Number.isFinite(step) && step! > 0 && (most === 255 || most === 65_535);
  if (!valid) throw damaged('its values lie on no grid');
  return [low!, step!, most!];
}

function unpackTrees(content: StateContent, mapper: BinMapper): FlatTrees {
  const stored = storedTrees(content);
  const { count, grid } = stored;
  const { cols } = mapper;
  const sets: number[] = [];
  let bit = 0;
  const feature = new Int16Array(count).fill(-1);
  const threshold = new Uint16Array(count);
  const flags = new Uint8Array(count);
  const value = new Float32Array(count);
  const cover = new Float32Array(count);
  const right = new Int32Array(count);
  const roots: number[] = [];
  /** Inner nodes whose right child has not begun. */
  const waiting: number[] = [];
  let inner = 0;
  let leaf = 0;
  for (let node = 0; node < count; node++) {
    const afterLeaf = node > 0 && feature[node - 1]! < 0;
    if (node === 0 || (afterLeaf && waiting.length === 0)) roots.push(node);
    else if (afterLeaf) right[waiting.pop()!] = node;
    if (bitAt(stored.asks, node) === 0) {
      if (leaf >= stored.value.length || !(stored.cover[leaf]! > 0)) throw damaged('a leaf has no value');
      value[node] = stored.value[leaf]!;
      cover[node] = stored.cover[leaf++]!;
      continue;
    }
    const asked = stored.feature[inner] ?? cols;
    if (asked < 0 || asked >= cols) throw damaged('a node asks for a column that is not there');
    feature[node] = asked;
    const { categorical } = mapper.features[asked]!;
    threshold[node] = categorical ? sets.length / 8 : stored.threshold[inner]!;
    if (!categorical && threshold[node]! >= 255) throw damaged('a node has no valid threshold');
    if (categorical) {
      const words = new Uint32Array(8);
      for (let bin = 0; bin < mapper.binCount(asked); bin++)
        words[bin >>> 5]! |= bitAt(stored.sets, bit++) << (bin & 31);
      sets.push(...words);
      // The index of a set is two bytes; a file can ask for more than a trained forest ever has.
      if (threshold[node] !== sets.length / 8 - 1) throw damaged('it has too many sets');
    }
    flags[node] = (bitAt(stored.missing, inner++) * MISSING_LEFT) | (categorical ? CATEGORICAL : 0);
    waiting.push(node);
  }
  if (Math.ceil(bit / 8) !== stored.sets.length) throw damaged('its sets disagree');
  if (waiting.length > 0 || leaf !== stored.value.length || inner !== stored.feature.length)
    throw damaged('a tree is incomplete');
  const trees = {
    roots: Int32Array.from(roots),
    feature,
    threshold,
    flags,
    right,
    value,
    cover,
    sets: Uint32Array.from(sets),
  };
  return completeTrees(grid ? { ...trees, grid } : trees, cols);
}

function packLeaves(trees: FlatTrees, leaves: LeafSamples): Record<string, StateArray> {
  const counts: number[] = [];
  trees.feature.forEach((f, node) => {
    if (f < 0) counts.push(leaves.starts[node + 1]! - leaves.starts[node]!);
  });
  return {
    levels: leaves.levels,
    samples: leaves.samples,
    sampleCounts: counts.every((c) => c < 65_536) ? Uint16Array.from(counts) : Uint32Array.from(counts),
  };
}

function unpackLeaves(content: StateContent, trees: FlatTrees): LeafSamples {
  const levels = arrayOf(content, 'levels', 'f64');
  const samples = arrayOf(content, 'samples', 'u8');
  const thin = content.arrays['sampleCounts'];
  const counts = thin instanceof Uint16Array ? thin : arrayOf(content, 'sampleCounts', 'u32');
  const starts = new Int32Array(trees.feature.length + 1);
  let leaf = 0;
  for (let node = 0; node < trees.feature.length; node++) {
    starts[node + 1] = starts[node]! + (trees.feature[node]! < 0 ? (counts[leaf++] ?? 0) : 0);
  }
  if (leaf !== counts.length || starts.at(-1) !== samples.length) throw damaged('its leaves disagree');
  if (samples.some((s) => s >= levels.length)) throw damaged('a leaf holds an unknown level');
  return { levels, starts, samples };
}
