import { VECTOR_WIDTH } from '../../core/vector.ts';

/*
 * Scalar products of one vector with many, four floats at a time. V8 does not vectorise such a loop; this WebAssembly
 * function does the same work in about a quarter of the time. It is written out below because it is shorter than the
 * tools that would build it, and a test compares it with plain arithmetic.
 */

/** A multiple of 16 floats, as the loop is unrolled. */
const VECTOR_BYTES = VECTOR_WIDTH * 4;
/** Products are handed over in blocks of this many, so that where they lie does not depend on the number of vectors. */
const BLOCK = 1_024;
const OUT_AT = 2_048;
const VECTORS_AT = OUT_AT + BLOCK * 4;
const PAGE_BYTES = 65_536;

const I32 = 0x7f;
const V128 = 0x7b;

const op = {
  block: [0x02, 0x40],
  loop: [0x03, 0x40],
  end: [0x0b],
  br: (depth: number) => [0x0c, depth],
  brIf: (depth: number) => [0x0d, depth],
  get: (local: number) => [0x20, local],
  set: (local: number) => [0x21, local],
  tee: (local: number) => [0x22, local],
  i32: (value: number) => [0x41, ...signedLeb(value)],
  eqz: [0x45],
  ltU: [0x49],
  add: [0x6a],
  sub: [0x6b],
  f32Add: [0x92],
  f32Store: [0x38, 0x02, 0x00],
  load: (offset: number) => [0xfd, 0x00, 0x02, offset],
  zeros: [0xfd, 0x0c, ...Array<number>(16).fill(0)],
  lane: (lane: number) => [0xfd, 0x1f, lane],
  addLanes: [0xfd, 0xe4, 0x01],
  mulLanes: [0xfd, 0xe6, 0x01],
} as const;

// Parameters: how many vectors are left, address of the next, address of the next product.
const [LEFT, VECTOR, OUT] = [0, 1, 2] as const;
// Locals: address in the query, two running sums.
const [QUERY, EVEN, ODD] = [3, 4, 5] as const;

const join = (...parts: readonly (readonly number[])[]): number[] => parts.flat();

function functionBody(): number[] {
  const addTo = (sum: number, offset: number) =>
    join(
      join(op.get(sum), op.get(VECTOR), op.load(offset), op.get(QUERY), op.load(offset)),
      join(op.mulLanes, op.addLanes, op.set(sum)),
    );
  const advance = (local: number, by: number) => join(op.get(local), op.i32(by), op.add);
  const oneVector = join(
    join(op.zeros, op.set(EVEN), op.zeros, op.set(ODD), op.i32(0), op.set(QUERY)),
    op.loop,
    join(addTo(EVEN, 0), addTo(ODD, 16), addTo(EVEN, 32), addTo(ODD, 48)),
    join(advance(VECTOR, 64), op.set(VECTOR)),
    join(advance(QUERY, 64), op.tee(QUERY), op.i32(VECTOR_BYTES), op.ltU, op.brIf(0)),
    op.end,
  );
  const addLane = (lane: number) => join(op.get(EVEN), op.lane(lane), op.f32Add);
  const total = join(
    join(op.get(EVEN), op.get(ODD), op.addLanes, op.tee(EVEN), op.lane(0)),
    join(addLane(1), addLane(2), addLane(3)),
  );
  const locals = [2, 1, I32, 2, V128];
  return join(
    locals,
    join(op.block, op.loop, op.get(LEFT), op.eqz, op.brIf(1)),
    oneVector,
    join(op.get(OUT), total, op.f32Store, advance(OUT, 4), op.set(OUT)),
    join(op.get(LEFT), op.i32(1), op.sub, op.set(LEFT), op.br(0)),
    join(op.end, op.end, op.end),
  );
}

function moduleBytes(): Uint8Array<ArrayBuffer> {
  const name = (text: string) => join([text.length], [...new TextEncoder().encode(text)]);
  const body = functionBody();
  return new Uint8Array(
    join(
      [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
      section(1, [1, 0x60, 3, I32, I32, I32, 0]),
      section(2, join([1], name('m'), name('memory'), [0x02, 0x00, 0x01])),
      section(3, [1, 0]),
      section(7, join([1], name('dots'), [0x00, 0])),
      section(10, join([1], signedLeb(body.length), body)),
    ),
  );
}

function section(id: number, contents: readonly number[]): number[] {
  return [id, ...signedLeb(contents.length), ...contents];
}

/** Signed LEB128; for the small positive numbers here it reads the same unsigned, only sometimes a byte longer. */
function signedLeb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    const isLast = rest === 0 && (low & 0x40) === 0;
    bytes.push(isLast ? low : low | 0x80);
    if (isLast) return bytes;
  }
}

interface WasmMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
/** The part of the global that is used here; Node's own types leave it to the DOM's. */
interface Wasm {
  Memory: new (size: { initial: number }) => WasmMemory;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: Record<string, unknown> };
}
const { WebAssembly } = globalThis as unknown as { WebAssembly: Wasm };

/** Vectors in a growing block of memory, numbered from 0, all of 384 floats. */
export class DotKernel {
  readonly #memory: WasmMemory;
  readonly #dots: (count: number, vectorsAt: number, outAt: number) => void;
  #floats: Float32Array;

  constructor() {
    this.#memory = new WebAssembly.Memory({ initial: 1 });
    const module = new WebAssembly.Module(moduleBytes());
    const instance = new WebAssembly.Instance(module, { m: { memory: this.#memory } });
    this.#dots = instance.exports['dots'] as (count: number, vectorsAt: number, outAt: number) => void;
    this.#floats = new Float32Array(this.#memory.buffer);
  }

  /** Stores a vector under a number, making room when needed. */
  set(slot: number, vector: ArrayLike<number>): void {
    const end = VECTORS_AT + (slot + 1) * VECTOR_BYTES;
    const missing = end - this.#memory.buffer.byteLength;
    if (missing > 0) {
      // A quarter more than needed, so that filling it takes few moves.
      this.#memory.grow(Math.ceil((missing + this.#memory.buffer.byteLength / 4) / PAGE_BYTES));
      this.#floats = new Float32Array(this.#memory.buffer);
    }
    this.#floats.set(vector, VECTORS_AT / 4 + slot * VECTOR_WIDTH);
  }

  /** Copies the vector of one number to another. */
  copy(from: number, to: number): void {
    const at = VECTORS_AT / 4 + from * VECTOR_WIDTH;
    this.#floats.copyWithin(VECTORS_AT / 4 + to * VECTOR_WIDTH, at, at + VECTOR_WIDTH);
  }

  /** Calls `visit` with each product of `query` and the first `count` vectors, in order. */
  products(query: ArrayLike<number>, count: number, visit: (slot: number, product: number) => void): void {
    this.#floats.set(query, 0);
    for (let first = 0; first < count; first += BLOCK) {
      const size = Math.min(BLOCK, count - first);
      this.#dots(size, VECTORS_AT + first * VECTOR_BYTES, OUT_AT);
      for (let i = 0; i < size; i++) visit(first + i, this.#floats[OUT_AT / 4 + i] ?? 0);
    }
  }
}
