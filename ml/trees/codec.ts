import { z } from 'zod';
import { BinMapper } from './binning.ts';
import { GradientBoosting } from './boosting.ts';
import { CATEGORICAL, completeTrees, type FlatTrees } from './flat.ts';
import { RandomForest, type LeafSamples } from './forest.ts';
import { arrayOf, damaged, decodeState, encodeState, type StateArray, type StateContent } from './state.ts';

const VERSION = 1;

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
    arrays: { ...packMapper(mapper), ...packTrees(trees), baseline },
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
    trees: unpackTrees(content, mapper.cols),
    baseline,
  });
}

/** A forest as plain bytes. */
export function forestToState(model: RandomForest): Uint8Array {
  const { params, mapper, trees, leaves } = model.model;
  return encodeState('forest', VERSION, {
    meta: params,
    arrays: { ...packMapper(mapper), ...packTrees(trees), ...(leaves ? packLeaves(trees, leaves) : {}) },
  });
}

/** The reverse; `stateDamaged` when the bytes are anything else. */
export function forestFromState(bytes: Uint8Array): RandomForest {
  const content = decodeState(bytes, 'forest', VERSION);
  const params = forestParams.safeParse(content.meta);
  if (!params.success) throw damaged('its parameters are incomplete', params.error);
  const mapper = unpackMapper(content);
  const trees = unpackTrees(content, mapper.cols);
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
    if (count > 254) throw damaged('a column has too many bins');
    const own = cuts.slice(at, at + count);
    if (own.length !== count) throw damaged('its cut points are cut short');
    at += count;
    return { cuts: own, categorical: categorical[f] === 1 };
  });
  return new BinMapper(features);
}

/** Preorder makes right children derivable: three bytes an inner node, eight more a leaf. */
function packTrees(trees: FlatTrees): Record<string, StateArray> {
  const leaves: number[] = [];
  trees.feature.forEach((f, node) => {
    if (f < 0) leaves.push(node);
  });
  const wide = trees.sets.length > 256 * 8;
  return {
    feature: trees.feature.every((f) => f < 127) ? Uint8Array.from(trees.feature) : trees.feature,
    threshold: wide ? trees.threshold : Uint8Array.from(trees.threshold),
    flags: trees.flags,
    value: Float32Array.from(leaves, (node) => trees.value[node]!),
    cover: Float32Array.from(leaves, (node) => trees.cover[node]!),
    sets: trees.sets,
  };
}

function unpackTrees(content: StateContent, cols: number): FlatTrees {
  const stored = content.arrays['feature'];
  const feature =
    stored instanceof Uint8Array
      ? Int16Array.from(stored, (f) => (f === 255 ? -1 : f))
      : arrayOf(content, 'feature', 'i16');
  const thin = content.arrays['threshold'];
  const threshold =
    thin instanceof Uint8Array ? Uint16Array.from(thin) : arrayOf(content, 'threshold', 'u16');
  const flags = arrayOf(content, 'flags', 'u8');
  const sets = arrayOf(content, 'sets', 'u32');
  const leafValue = arrayOf(content, 'value', 'f32');
  const leafCover = arrayOf(content, 'cover', 'f32');
  if (threshold.length !== feature.length || flags.length !== feature.length)
    throw damaged('its nodes disagree');
  const value = new Float32Array(feature.length);
  const cover = new Float32Array(feature.length);
  const right = new Int32Array(feature.length);
  const roots: number[] = [];
  /** Inner nodes whose right child has not begun. */
  const waiting: number[] = [];
  let leaf = 0;
  for (let node = 0; node < feature.length; node++) {
    if (node === 0 || (feature[node - 1]! < 0 && waiting.length === 0)) roots.push(node);
    else if (feature[node - 1]! < 0) right[waiting.pop()!] = node;
    if (feature[node]! >= cols) throw damaged('a node asks for a column that is not there');
    if (feature[node]! >= 0) {
      const limit = (flags[node]! & CATEGORICAL) === 0 ? 255 : sets.length / 8;
      if (threshold[node]! >= limit) throw damaged('a node has no valid threshold');
      waiting.push(node);
      continue;
    }
    if (leaf >= leafValue.length || !(leafCover[leaf]! > 0)) throw damaged('a leaf has no value');
    value[node] = leafValue[leaf]!;
    cover[node] = leafCover[leaf]!;
    leaf++;
  }
  if (waiting.length > 0 || leaf !== leafValue.length || leaf !== leafCover.length)
    throw damaged('a tree is incomplete');
  return completeTrees({
    roots: Int32Array.from(roots),
    feature,
    threshold,
    flags,
    right,
    value,
    cover,
    sets,
  });
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
