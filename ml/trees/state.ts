import { DaymarkError } from '../../core/errors.ts';

/** Numbers a state may hold; each is written little-endian. */
export type StateArray =
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array;

/** What a model writes about itself: plain JSON and named arrays. */
export interface StateContent {
  readonly meta: unknown;
  readonly arrays: Readonly<Record<string, StateArray>>;
}

const MAGIC = 0x314b4d44; // "DMK1"
const FIXED_BYTES = 12;

const TYPES = {
  u8: Uint8Array,
  i16: Int16Array,
  u16: Uint16Array,
  i32: Int32Array,
  u32: Uint32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const;
type TypeName = keyof typeof TYPES;

interface Header {
  kind: string;
  version: number;
  meta: unknown;
  sections: { name: string; type: TypeName; length: number }[];
}

/**
 * Packs a model: magic, header length, checksum (CRC-32 of all that follows), a JSON header, the arrays one
 * after another, unaligned. Plain: services compress it.
 */
export function encodeState(kind: string, version: number, content: StateContent): Uint8Array {
  const names = Object.keys(content.arrays);
  const sections = names.map((name) => {
    const array = content.arrays[name]!;
    return { name, type: typeOf(array), length: array.length };
  });
  const header = new TextEncoder().encode(
    JSON.stringify({ kind, version, meta: content.meta, sections } satisfies Header),
  );
  const size = names.reduce(
    (sum, name) => sum + content.arrays[name]!.byteLength,
    FIXED_BYTES + header.length,
  );
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, header.length, true);
  bytes.set(header, FIXED_BYTES);
  let at = FIXED_BYTES + header.length;
  for (const name of names) {
    const array = content.arrays[name]!;
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += array.byteLength;
  }
  view.setUint32(8, crc32(bytes.subarray(FIXED_BYTES)), true);
  return bytes;
}

/**
 * Unpacks a state of the given kind and version. Anything else (cut short, a flipped bit, another model,
 * another version) is a `stateDamaged` error; random bytes never do worse.
 */
export function decodeState(given: Uint8Array, kind: string, version: number): StateContent {
  // A Node Buffer's `slice` is a view into a shared pool; a plain array's is a copy.
  const bytes = new Uint8Array(given.buffer, given.byteOffset, given.byteLength);
  if (bytes.length < FIXED_BYTES) throw damaged('too short');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw damaged('not a model state');
  if (view.getUint32(8, true) !== crc32(bytes.subarray(FIXED_BYTES))) throw damaged('the checksum differs');
  const headerLength = view.getUint32(4, true);
  if (headerLength > bytes.length - FIXED_BYTES) throw damaged('the header is longer than the state');
  const header = readHeader(bytes.subarray(FIXED_BYTES, FIXED_BYTES + headerLength));
  if (header.kind !== kind) throw damaged(`this is a ${header.kind}, not a ${kind}`);
  if (header.version !== version)
    throw damaged(`it has version ${header.version}, this program reads ${version}`);
  const arrays: Record<string, StateArray> = {};
  let at = FIXED_BYTES + headerLength;
  for (const section of header.sections) {
    const Type = TYPES[section.type];
    const size = section.length * Type.BYTES_PER_ELEMENT;
    if (at + size > bytes.length) throw damaged(`${section.name} is cut short`);
    arrays[section.name] = new Type(bytes.slice(at, at + size).buffer);
    at += size;
  }
  if (at !== bytes.length) throw damaged('bytes are left over');
  return { meta: header.meta, arrays };
}

/** An array of a state, checked for its type. */
export function arrayOf<T extends TypeName>(
  content: StateContent,
  name: string,
  type: T,
): InstanceType<(typeof TYPES)[T]> {
  const array = content.arrays[name];
  if (!array || typeOf(array) !== type) throw damaged(`${name} is missing`);
  return array as InstanceType<(typeof TYPES)[T]>;
}

/** The error every loader throws for a state it can't use. */
export function damaged(reason: string, cause?: unknown): DaymarkError {
  return new DaymarkError('stateDamaged', { reason }, { cause });
}

function typeOf(array: StateArray): TypeName {
  for (const name of Object.keys(TYPES) as TypeName[]) if (array instanceof TYPES[name]) return name;
  throw new RangeError('this kind of array can not be stored');
}

function readHeader(bytes: Uint8Array): Header {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw damaged('the header can not be read', error);
  }
  if (!isHeader(parsed)) throw damaged('the header is incomplete');
  return parsed;
}

function isHeader(value: unknown): value is Header {
  if (typeof value !== 'object' || value === null) return false;
  if (!('kind' in value && 'version' in value && 'sections' in value) || !Array.isArray(value.sections))
    return false;
  if (typeof value.kind !== 'string' || typeof value.version !== 'number') return false;
  return value.sections.every(
    (s: unknown) =>
      typeof s === 'object' &&
      s !== null &&
      'name' in s &&
      typeof s.name === 'string' &&
      'type' in s &&
      typeof s.type === 'string' &&
      Object.hasOwn(TYPES, s.type) &&
      'length' in s &&
      Number.isInteger(s.length) &&
      (s.length as number) >= 0,
  );
}

let crcTable: Uint32Array | undefined;

/** CRC-32 (IEEE 802.3, reflected). */
export function crc32(bytes: Uint8Array): number {
  crcTable ??= Uint32Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k++) c = (c & 1) === 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
    return c;
  });
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = crcTable[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
