import { ORT } from './onnx.mjs';

/** How weights are stored and multiplied; see `buildMiniLm`. @typedef {import('./minilm.mjs').Kernels} Kernels */

/** Weights as they are: the reference that the quantised file is measured against. @type {Kernels} */
export const float32 = {
  linear(graph, name, input, weights, rows, columns) {
    const transposed = new Float32Array(weights.length);
    for (let r = 0; r < rows; r += 1) {
      for (let c = 0; c < columns; c += 1) transposed[c * rows + r] = weights[r * columns + c];
    }
    return graph.node('MatMul', [input, graph.weight(`${name}.weight`, [columns, rows], transposed)]);
  },
  lookup(graph, ids, table, rows, columns) {
    return graph.node('Gather', [graph.weight('words', [rows, columns], table), ids]);
  },
};

/** Neighbouring weights of a row that share one scale. Measured: docs/decisions, embedding quantisation. */
const BLOCK = 32;
/** `MatMulNBits` reads unsigned bytes; this one stands for 0. */
const ZERO = 128;
/** Level 4 rounds the input to 8 bits as well, one scale per token and block. */
const INT8_INPUT = 4;

/**
 * 8-bit weights with one scale per block. The scale of the input belongs to one token and block, so the
 * result for a token never depends on another token, let alone on another text.
 * @type {Kernels}
 */
export const blockInt8 = {
  linear(graph, name, input, weights, rows, columns) {
    const blocks = columns / BLOCK;
    const { quantised, scales } = quantise(weights, BLOCK, ZERO);
    const inputs = [
      input,
      graph.weight(`${name}.weight`, [rows, blocks, BLOCK], quantised),
      graph.weight(`${name}.scales`, [rows * blocks], scales),
    ];
    return graph.node('MatMulNBits', inputs, {
      domain: ORT,
      attributes: { K: columns, N: rows, bits: 8, block_size: BLOCK, accuracy_level: INT8_INPUT },
    });
  },
  lookup(graph, ids, table, rows, columns) {
    const { quantised, scales } = quantise(table, columns, 0);
    const words = graph.weight('words', [rows, columns], new Int8Array(quantised.buffer));
    const row = graph.node('Cast', [graph.node('Gather', [words, ids])], { attributes: { to: 1 } });
    const scale = graph.node('Gather', [graph.weight('words.scales', [rows, 1], scales), ids]);
    return graph.node('Mul', [row, scale]);
  },
};

/**
 * Symmetric rounding to −127…127 with one scale per run of `blockSize` values.
 * @param {Float32Array} values @param {number} blockSize @param {number} zero the byte that stands for 0
 */
function quantise(values, blockSize, zero) {
  const quantised = new Uint8Array(values.length);
  const scales = new Float32Array(values.length / blockSize);
  for (let block = 0; block < scales.length; block += 1) {
    const from = block * blockSize;
    let largest = 0;
    for (let i = from; i < from + blockSize; i += 1) largest = Math.max(largest, Math.abs(values[i]));
    const scale = largest / 127 || 1;
    scales[block] = scale;
    for (let i = from; i < from + blockSize; i += 1) quantised[i] = Math.round(values[i] / scale) + zero;
  }
  return { quantised, scales };
}
