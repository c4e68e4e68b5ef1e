/**
 * The few lines of the protocol-buffers wire format that writing an ONNX file needs: varints,
 * little-endian floats and length-delimited fields. A message is a list of byte chunks, so that
 * megabytes of weights are never copied while messages are nested.
 * Format: https://protobuf.dev/programming-guides/encoding/
 *
 * @typedef {Uint8Array[]} Message
 */

const WIRE_VARINT = 0;
const WIRE_BYTES = 2;
const WIRE_FIXED32 = 5;

/** @param {number | bigint} value @returns {Uint8Array} */
function varint(value) {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes = [];
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

/** @param {Message} message */
function byteLength(message) {
  let length = 0;
  for (const chunk of message) length += chunk.length;
  return length;
}

/** An integer field (int32, int64, enum, bool). @param {number} field @param {number | bigint} value @returns {Message} */
export function int(field, value) {
  return [varint((field << 3) | WIRE_VARINT), varint(value)];
}

/** A 32-bit float field. @param {number} field @param {number} value @returns {Message} */
export function float(field, value) {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return [varint((field << 3) | WIRE_FIXED32), bytes];
}

/** Raw bytes or an embedded message. @param {number} field @param {Uint8Array | Message} value @returns {Message} */
export function bytes(field, value) {
  const chunks = Array.isArray(value) ? value : [value];
  return [varint((field << 3) | WIRE_BYTES), varint(byteLength(chunks)), ...chunks];
}

/** A UTF-8 string field. @param {number} field @param {string} value @returns {Message} */
export function string(field, value) {
  return bytes(field, new TextEncoder().encode(value));
}
