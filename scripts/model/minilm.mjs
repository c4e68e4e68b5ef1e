import { Graph, ORT } from './onnx.mjs';

/**
 * all-MiniLM-L6-v2 as an ONNX graph: BERT encoder (Devlin et al. 2018, post-norm), mean over the tokens,
 * length 1. It takes token ids only. Every text of a batch must have the same number of tokens, so there
 * is nothing to mask: no padding is computed, and a text's vector can't depend on its neighbours.
 */

const HIDDEN = 384;
const INNER = 1536;
const HEADS = 12;
const LAYERS = 6;
const VOCABULARY = 30_522;
const POSITIONS = 512;
const EPSILON = 1e-12;

/**
 * @typedef {(graph: Graph, name: string, input: string, weights: Float32Array, rows: number, columns: number) => string} Linear
 *   adds `input · weightsᵀ` (weights are rows × columns, as PyTorch keeps them) and returns the result's name
 * @typedef {(graph: Graph, ids: string, table: Float32Array, rows: number, columns: number) => string} Lookup
 *   adds the look-up of one table row per id
 * @typedef {{linear: Linear, lookup: Lookup}} Kernels
 *
 * @param {(name: string, shape: number[]) => Float32Array} tensor the weights, by their PyTorch names
 * @param {Kernels} kernels how weights are stored and multiplied
 * @param {string} dataFile name of the file that will hold the large weights
 * @returns {{model: Uint8Array[], data: Uint8Array[]}} the ONNX file and the weights' file, in chunks
 */
export function buildMiniLm(tensor, { linear, lookup }, dataFile) {
  const graph = new Graph(dataFile);
  let x = embeddings(graph, tensor, lookup);
  for (let layer = 0; layer < LAYERS; layer += 1) x = encoderLayer(graph, tensor, linear, layer, x);
  // Pooled channel by channel: ReduceMean adds up in another order for one text than for many, and then the last
  // bits of a text's vector would depend on its batch.
  const byNumber = graph.node('Transpose', [x], { attributes: { perm: [0, 2, 1] } });
  const pooled = graph.node('GlobalAveragePool', [byNumber]);
  const flat = graph.weight('flat', [2], BigInt64Array.of(-1n, BigInt(HIDDEN)));
  const mean = graph.node('Reshape', [pooled, flat]);
  graph.node('LpNormalization', [mean], { attributes: { axis: -1, p: 2 }, outputs: ['embedding'] });
  return graph.serialise({
    name: 'all-MiniLM-L6-v2',
    inputs: [{ name: 'input_ids', type: 'int64', shape: ['batch', 'tokens'] }],
    outputs: [{ name: 'embedding', type: 'float', shape: ['batch', HIDDEN] }],
  });
}

/** Word + position + segment embeddings, normalised. The segment is always the first and is folded into the positions. */
function embeddings(graph, tensor, lookup) {
  const words = tensor('embeddings.word_embeddings.weight', [VOCABULARY, HIDDEN]);
  const positions = tensor('embeddings.position_embeddings.weight', [POSITIONS, HIDDEN]);
  const segments = tensor('embeddings.token_type_embeddings.weight', [2, HIDDEN]);
  for (let i = 0; i < positions.length; i += 1) positions[i] += segments[i % HIDDEN];
  const looked = lookup(graph, 'input_ids', words, VOCABULARY, HIDDEN);
  const table = graph.weight('positions', [POSITIONS, HIDDEN], positions);
  const zero = graph.weight('zero', [1], BigInt64Array.of(0n));
  const one = graph.weight('one', [1], BigInt64Array.of(1n));
  const shape = graph.node('Shape', ['input_ids'], { attributes: { start: 1, end: 2 } });
  const used = graph.node('Slice', [table, zero, shape, zero, one]);
  const sum = graph.node('Add', [looked, used]);
  return graph.node('LayerNormalization', [sum, ...normWeights(graph, tensor, 'embeddings.LayerNorm')], {
    attributes: { axis: -1, epsilon: { real: EPSILON } },
  });
}

/** Self-attention and feed-forward, each added to its input and normalised. Returns the layer's output. */
function encoderLayer(graph, tensor, linear, layer, input) {
  const at = `encoder.layer.${layer}`;
  const attended = attention(graph, tensor, linear, `${at}.attention.self`, input);
  const projected = project(`${at}.attention.output.dense`, attended, HIDDEN, HIDDEN);
  const middle = addAndNorm(`${at}.attention.output`, projected, input);
  const wide = project(`${at}.intermediate.dense`, middle, INNER, HIDDEN);
  const bent = graph.node('BiasGelu', [wide, bias(`${at}.intermediate.dense`, INNER)], { domain: ORT });
  const narrow = project(`${at}.output.dense`, bent, HIDDEN, INNER);
  return addAndNorm(`${at}.output`, narrow, middle);

  function project(name, from, rows, columns) {
    return linear(graph, name, from, tensor(`${name}.weight`, [rows, columns]), rows, columns);
  }
  function bias(name, size) {
    return graph.weight(`${name}.bias`, [size], tensor(`${name}.bias`, [size]));
  }
  function addAndNorm(name, from, residual) {
    const inputs = [
      from,
      residual,
      ...normWeights(graph, tensor, `${name}.LayerNorm`),
      bias(`${name}.dense`, HIDDEN),
    ];
    return graph.node('SkipLayerNormalization', inputs, {
      domain: ORT,
      attributes: { epsilon: { real: EPSILON } },
    });
  }
}

/** Twelve-headed attention; query, key and value come from one product of three times the width. */
function attention(graph, tensor, linear, at, input) {
  const parts = ['query', 'key', 'value'];
  const weights = concat(parts.map((part) => tensor(`${at}.${part}.weight`, [HIDDEN, HIDDEN])));
  const biases = concat(parts.map((part) => tensor(`${at}.${part}.bias`, [HIDDEN])));
  const joined = linear(graph, `${at}.qkv`, input, weights, 3 * HIDDEN, HIDDEN);
  const names = parts.map((part) => `${at}.${part}`);
  graph.node('Split', [joined], { attributes: { axis: -1 }, outputs: names });
  return graph.node('MultiHeadAttention', [...names, graph.weight(`${at}.bias`, [3 * HIDDEN], biases)], {
    domain: ORT,
    attributes: { num_heads: HEADS },
  });
}

function normWeights(graph, tensor, name) {
  return ['weight', 'bias'].map((part) => {
    const full = `${name}.${part}`;
    return graph.weight(full, [HIDDEN], tensor(full, [HIDDEN]));
  });
}

/** @param {Float32Array[]} parts */
function concat(parts) {
  const all = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
