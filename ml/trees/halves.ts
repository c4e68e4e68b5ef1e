/** Half-precision floats (IEEE 754 binary16) as 16-bit words: eleven bits of precision, up to 65,504. */

const LARGEST = 65_504;
const NOT_A_NUMBER = 0x7e00;
const float = new Float32Array(1);
const word = new Uint32Array(float.buffer);

/** The nearest halves; larger numbers become the largest, NaN stays. */
export function toHalves(values: ArrayLike<number>): Uint16Array {
  return Uint16Array.from(values, toHalf);
}

/** Numbers out of half-precision floats, one each. */
export function fromHalves(halves: ArrayLike<number>): Float64Array {
  return Float64Array.from(halves, fromHalf);
}

function toHalf(value: number): number {
  if (Number.isNaN(value)) return NOT_A_NUMBER;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.min(LARGEST, Math.abs(value));
  // Below 2^-14 halves are multiples of 2^-24; above, the exponent is rebased and thirteen bits are rounded off.
  if (size < 2 ** -14) return sign | Math.round(size * 2 ** 24);
  float[0] = size;
  const bits = word[0]! - 0x38000000;
  const half = (bits + 0x0fff + ((bits >>> 13) & 1)) >>> 13;
  return sign | half;
}

function fromHalf(half: number): number {
  const sign = (half & 0x8000) === 0 ? 1 : -1;
  const exponent = (half >>> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
