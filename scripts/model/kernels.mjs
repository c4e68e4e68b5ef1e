import { ORT } from './onnx.mjs';

/** Weights as they are: the reference the quantised file is measured against. */
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

/**
 * 8-bit weights with one scale for every `blockSize` of them along a row.
 * `MatMulNBits` at accuracy level 4 also rounds its input to 8 bits, with one scale per token and block,
 * so the result for one token never depends on another.
 */
export function blockInt8(blockSize, accuracyLevel) {
  return {
    linear(graph, name, input, weights, rows, columns) {
      const blocks = columns / blockSize;
      const { quantised, scales } = quantise(weights, blockSize, 128);
      const inputs = [
        input,
        graph.weight(`${name}.weight`, [rows, blocks, blockSize], quantised),
        graph.weight(`${name}.scales`, [rows * blocks], scales),
      ];
      return graph.node('MatMulNBits', inputs, {
        domain: ORT,
        attributes: { K: columns, N: rows, bits: 8, block_size: blockSize, accuracy_level: accuracyLevel },
      });
    },
    lookup(graph, ids, table, rows, columns) {
      const { quantised, scales } = quantise(table, columns, 0);
      const row = graph.node('Gather', [
        graph.weight('words', [rows, columns], new Int8Array(quantised.buffer)),
        ids,
      ]);
      const scale = graph.node('Gather', [graph.weight('words.scales', [rows, 1], scales), ids]);
      return graph.node('Mul', [graph.node('Cast', [row], { attributes: { to: 1 } }), scale]);
    },
  };
}

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
