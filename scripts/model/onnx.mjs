import { bytes, float, int, string } from './protobuf.mjs';

/**
 * Writes ONNX graphs. Field numbers are those of onnx.proto
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto).
 *
 * @typedef {import('./protobuf.mjs').Message} Message
 */

const IR_VERSION = 8;
const OPSET = 17;
/** Operators that only ONNX Runtime has: fused attention, fused norms, quantised matrix products. */
export const ORT = 'com.microsoft';

const ATTRIBUTE = { float: 1, int: 2, ints: 7 };

/**
 * Weights from this size up go into a second file, each at the start of a memory page: the runtime maps them, so that
 * rows which are never read never take memory.
 */
const LARGE_BYTES = 16_384;
const PAGE_BYTES = 65_536;
const EXTERNAL = 1;

/** TensorProto.DataType by typed array. @param {ArrayBufferView} data */
function elementType(data) {
  if (data instanceof Float32Array) return 1;
  if (data instanceof Uint8Array) return 2;
  if (data instanceof Int8Array) return 3;
  if (data instanceof Int32Array) return 6;
  if (data instanceof BigInt64Array) return 7;
  throw new Error(`no ONNX type for ${data.constructor.name}`);
}

/** Collects nodes and weights, then serialises them. */
export class Graph {
  #nodes = [];
  #weights = [];
  #count = 0;
  #dataFile;
  #data = [];
  #dataBytes = 0;

  /** @param {string} dataFile name of the second file, as the first one refers to it */
  constructor(dataFile) {
    this.#dataFile = dataFile;
  }

  /**
   * Adds a constant tensor and returns its name.
   * @param {string} name @param {number[]} shape @param {ArrayBufferView} data @returns {string}
   */
  weight(name, shape, data) {
    const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    this.#weights.push([
      ...shape.flatMap((size) => int(1, size)),
      ...int(2, elementType(data)),
      ...string(8, name),
      ...(raw.length < LARGE_BYTES ? bytes(9, raw) : this.#external(raw)),
    ]);
    return name;
  }

  /** Puts a weight into the second file and says where. @param {Uint8Array} raw @returns {Message} */
  #external(raw) {
    const gap = (PAGE_BYTES - (this.#dataBytes % PAGE_BYTES)) % PAGE_BYTES;
    const offset = this.#dataBytes + gap;
    this.#data.push(new Uint8Array(gap), raw);
    this.#dataBytes = offset + raw.length;
    const place = { location: this.#dataFile, offset: String(offset), length: String(raw.length) };
    const entries = Object.entries(place).flatMap(([key, value]) =>
      bytes(13, [...string(1, key), ...string(2, value)]),
    );
    return [...entries, ...int(14, EXTERNAL)];
  }

  /**
   * Adds an operator and returns the name of its first output. An attribute's number is an integer unless
   * it is wrapped by `real`.
   * @param {string} op @param {string[]} inputs
   * @param {{attributes?: Record<string, number | number[] | {real: number}>, outputs?: string[], domain?: string}} [options]
   * @returns {string}
   */
  node(op, inputs, { attributes = {}, outputs, domain } = {}) {
    this.#count += 1;
    const results = outputs ?? [`${op}_${this.#count}`];
    this.#nodes.push([
      ...inputs.flatMap((name) => string(1, name)),
      ...results.flatMap((name) => string(2, name)),
      ...string(3, `n${this.#count}_${op}`),
      ...string(4, op),
      ...Object.entries(attributes).flatMap(([name, value]) => bytes(5, attribute(name, value))),
      ...(domain ? string(7, domain) : []),
    ]);
    return results[0];
  }

  /**
   * The bytes of both files, in chunks.
   * @param {{name: string, inputs: Port[], outputs: Port[]}} about
   * @returns {{model: Message, data: Uint8Array[]}}
   *
   * @typedef {{name: string, type: 'float' | 'int64', shape: (number | string)[]}} Port
   */
  serialise({ name, inputs, outputs }) {
    const graph = [
      ...this.#nodes.flatMap((node) => bytes(1, node)),
      ...string(2, name),
      ...this.#weights.flatMap((weight) => bytes(5, weight)),
      ...inputs.flatMap((port) => bytes(11, valueInfo(port))),
      ...outputs.flatMap((port) => bytes(12, valueInfo(port))),
    ];
    const model = [
      ...int(1, IR_VERSION),
      ...string(2, 'daymark'),
      ...bytes(7, graph),
      ...bytes(8, [...string(1, ''), ...int(2, OPSET)]),
      ...bytes(8, [...string(1, ORT), ...int(2, 1)]),
    ];
    return { model, data: this.#data };
  }
}

/** @param {string} name @param {number | number[] | {real: number}} value @returns {Message} */
function attribute(name, value) {
  const head = string(1, name);
  if (Array.isArray(value)) return [...head, ...value.flatMap((v) => int(8, v)), ...int(20, ATTRIBUTE.ints)];
  if (typeof value === 'object') return [...head, ...float(2, value.real), ...int(20, ATTRIBUTE.float)];
  return [...head, ...int(3, value), ...int(20, ATTRIBUTE.int)];
}

/** @param {Port} port @returns {Message} */
function valueInfo({ name, type, shape }) {
  const dims = shape.flatMap((size) => bytes(1, typeof size === 'number' ? int(1, size) : string(2, size)));
  const tensor = [...int(1, type === 'float' ? 1 : 7), ...bytes(2, dims)];
  return [...string(1, name), ...bytes(2, bytes(1, tensor))];
}
