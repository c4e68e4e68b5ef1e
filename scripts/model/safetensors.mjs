import { readFileSync } from 'node:fs';

/**
 * Reads a safetensors file of half-precision weights: an 8-byte header length, a JSON header with the
 * place of each tensor, then the raw data. Format: https://huggingface.co/docs/safetensors
 *
 * @param {string} path
 * @returns {(name: string, shape: number[]) => Float32Array} gives one tensor as float32; throws when
 *   it is missing or has another shape or type than asked for.
 */
export function readSafetensors(path) {
  const file = readFileSync(path);
  const headerLength = Number(file.readBigUInt64LE(0));
  if (headerLength > file.length - 8) throw new Error(`${path} is truncated`);
  const header = JSON.parse(file.toString('utf8', 8, 8 + headerLength));
  const data = file.subarray(8 + headerLength);
  const halves = halfToFloatTable();
  return (name, shape) => {
    const entry = header[name];
    if (!entry) throw new Error(`${path} has no tensor ${name}`);
    if (entry.dtype !== 'F16' || String(entry.shape) !== String(shape)) {
      throw new Error(`${name} is ${entry.dtype} [${entry.shape}], expected F16 [${shape}]`);
    }
    const [from, to] = entry.data_offsets;
    if (to > data.length) throw new Error(`${path} is truncated`);
    // A copy, because a Uint16Array must start at an even address and the header's length is arbitrary.
    const raw = new Uint16Array(data.buffer.slice(data.byteOffset + from, data.byteOffset + to));
    const values = new Float32Array(raw.length);
    for (let i = 0; i < raw.length; i += 1) values[i] = halves[raw[i]];
    return values;
  };
}

/** Every half-precision bit pattern as a float: Float16Array came only with Node 24. @returns {Float32Array} */
function halfToFloatTable() {
  const table = new Float32Array(65_536);
  for (let bits = 0; bits < 65_536; bits += 1) {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 0x1f;
    const fraction = bits & 0x3ff;
    if (exponent === 0) table[bits] = sign * fraction * 2 ** -24;
    else if (exponent === 31) table[bits] = fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    else table[bits] = sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  }
  return table;
}
