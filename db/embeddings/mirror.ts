import type { Connection } from '../sqlite.ts';
import { DotKernel } from './dot-kernel.ts';

/** A task's row number and its cosine distance (1 − similarity). */
export interface Hit {
  rid: number;
  distance: number;
}

/** Which vectors count: the rules of `KnnOptions` in terms of the stored metadata. */
export interface HitFilter {
  /** Only those finished (with a known time) before this instant; null takes open ones too, but none dropped. */
  finishedBefore: number | null;
}

interface VectorRow {
  rid: number;
  embedding: Uint8Array;
  completion_time: number;
  success_score: number;
}

const COLUMNS = 'rid, embedding, completion_time, success_score';

/**
 * A reader's own copy of the vectors, in memory and never on disk. Any write of the owner empties the page cache of
 * a second connection, and decrypting 30 MB again takes some 120 ms; the copy is brought up to date from `vector_log`,
 * which costs a look-up per changed task.
 */
export class VectorMirror {
  readonly #kernel = new DotKernel();
  readonly #slots = new Map<number, number>();
  readonly #rids: number[] = [];
  readonly #completed: number[] = [];
  readonly #success: number[] = [];
  #seq = -1;

  /** The `k` nearest, nearest first, as of now. */
  nearest(source: Connection, query: ArrayLike<number>, k: number, filter: HitFilter): Hit[] {
    source.snapshot(() => this.#sync(source));
    const best: Hit[] = [];
    let limit = Infinity;
    this.#kernel.products(normalised(query), this.#rids.length, (slot, product) => {
      const distance = 1 - product;
      if (distance >= limit || !this.#matches(slot, filter)) return;
      insertSorted(best, { rid: this.#rids[slot] ?? 0, distance });
      if (best.length > k) best.pop();
      if (best.length === k) limit = best.at(-1)?.distance ?? Infinity;
    });
    return best;
  }

  #matches(slot: number, { finishedBefore }: HitFilter): boolean {
    if (finishedBefore === null) return (this.#success[slot] ?? 0) > 0;
    const completed = this.#completed[slot] ?? 0;
    return completed > 0 && completed < finishedBefore;
  }

  #sync(source: Connection): void {
    const log = source.get<{ oldest: number | null; newest: number | null }>(
      'SELECT (SELECT min(seq) FROM vector_log) AS oldest, (SELECT max(seq) FROM vector_log) AS newest',
    );
    const newest = log?.newest ?? 0;
    if (newest === this.#seq) return;
    const isComplete = this.#seq >= 0 && (log?.oldest ?? 0) <= this.#seq + 1;
    if (isComplete) this.#apply(source);
    else this.#loadAll(source);
    this.#seq = newest;
  }

  #apply(source: Connection): void {
    const changed = source.all<{ rid: number }>(
      'SELECT DISTINCT rid FROM vector_log WHERE seq > ?',
      this.#seq,
    );
    for (const { rid } of changed) {
      const row = source.get<VectorRow>(`SELECT ${COLUMNS} FROM task_embeddings WHERE rid = ?`, BigInt(rid));
      if (row) this.#put(row);
      else this.#remove(rid);
    }
  }

  #loadAll(source: Connection): void {
    this.#slots.clear();
    for (const list of [this.#rids, this.#completed, this.#success]) list.length = 0;
    source.each<VectorRow>(`SELECT ${COLUMNS} FROM task_embeddings`, (row) => this.#put(row));
  }

  #put(row: VectorRow): void {
    const slot = this.#slots.get(row.rid) ?? this.#rids.length;
    this.#slots.set(row.rid, slot);
    this.#rids[slot] = row.rid;
    this.#completed[slot] = row.completion_time;
    this.#success[slot] = row.success_score;
    this.#kernel.set(slot, normalised(floatsOf(row.embedding)));
  }

  /** Moves the last vector into the gap, so that there is none. */
  #remove(rid: number): void {
    const slot = this.#slots.get(rid);
    if (slot === undefined) return;
    const last = this.#rids.length - 1;
    this.#kernel.copy(last, slot);
    for (const list of [this.#rids, this.#completed, this.#success]) {
      list[slot] = list[last] ?? 0;
      list.pop();
    }
    this.#slots.delete(rid);
    const moved = this.#rids[slot];
    if (moved !== undefined) this.#slots.set(moved, slot);
  }
}

function insertSorted(hits: Hit[], hit: Hit): void {
  let at = hits.length;
  while (at > 0 && (hits[at - 1]?.distance ?? 0) > hit.distance) at--;
  hits.splice(at, 0, hit);
}

/** The floats of a stored vector. */
export function floatsOf(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** Length 1, so that a product is a cosine. Vectors come normalised; this is for those a float's rounding off. */
function normalised(vector: ArrayLike<number>): ArrayLike<number> {
  let squares = 0;
  for (let i = 0; i < vector.length; i++) squares += (vector[i] ?? 0) ** 2;
  if (Math.abs(squares - 1) < 1e-6 || squares === 0) return vector;
  const scale = 1 / Math.sqrt(squares);
  return Float32Array.from(vector, (value) => value * scale);
}
