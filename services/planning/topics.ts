import type { Task } from '../../core/domain/task.ts';
import type { ServiceContext } from '../context.ts';

/** Numbers a task's direction is shortened to: on everyday titles the order of cosines survives with 0.95 (Spearman). */
const SHORT = 32;
/** Numbers are stored as whole ones up to this size; only their direction counts. */
const SCALE = 99;
/** Vectors that the axes are taken from, and how often they are turned towards them. */
const MAX_SAMPLED = 256;
const TURNS = 3;
const AT_ONCE = 20;
/** The axes are taken again when there are this many times as many vectors as they were taken from. */
const GROWN = 1.5;
/** With more tasks than these, what distances cost the solver is more than they are worth. */
const MAX_TASKS = 600;

/**
 * Where the tasks' topics lie, shortened for the solver: a change between near topics costs less. The vectors of the
 * titles are laid on the axes along which this person's own tasks differ most (principal components by subspace
 * iteration); a fixed projection to so few numbers loses half of the order.
 */
export class Topics {
  readonly #ctx: ServiceContext;
  #axes: Float32Array[] = [];
  #takenFrom = 0;
  #model: string | null = null;
  /** By task; the vector is that of its title, so that it holds until the title changes. */
  readonly #known = new Map<string, { title: string; short: number[] }>();

  constructor(ctx: ServiceContext) {
    this.#ctx = ctx;
  }

  /** Reads what is missing, in small pieces, before a plan is made. */
  async prepare(tasks: readonly Task[]): Promise<void> {
    const { modelVersion } = this.#ctx.ml.state;
    if (modelVersion !== this.#model) this.#forget(modelVersion);
    if (tasks.length > MAX_TASKS) return;
    const missing = tasks.filter((task) => this.#known.get(task.id)?.title !== task.title);
    const read = await this.#read(missing);
    const count = this.#known.size + read.length;
    if (count > GROWN * this.#takenFrom && count > 1) {
      const all = missing.length === tasks.length ? read : await this.#read(tasks);
      this.#axes = await axesOf(all.map(({ vector }) => vector));
      this.#takenFrom = all.length;
      this.#known.clear();
      this.#shorten(all);
    } else {
      this.#shorten(read);
    }
    if (this.#known.size <= 2 * MAX_TASKS) return;
    const open = new Set<string>(tasks.map(({ id }) => id));
    for (const id of this.#known.keys()) if (!open.has(id)) this.#known.delete(id);
  }

  /** A task's direction as the solver takes it, as far as `prepare` found its vector. */
  of(task: Task): number[] | undefined {
    const known = this.#known.get(task.id);
    return known?.title === task.title ? known.short : undefined;
  }

  #forget(model: string | null): void {
    this.#model = model;
    this.#axes = [];
    this.#takenFrom = 0;
    this.#known.clear();
  }

  async #read(tasks: readonly Task[]): Promise<{ task: Task; vector: Float32Array }[]> {
    const found: { task: Task; vector: Float32Array }[] = [];
    for (const [index, task] of tasks.entries()) {
      const vector = this.#ctx.db.embeddings.vector(task.id);
      if (vector) found.push({ task, vector });
      if (index % AT_ONCE === AT_ONCE - 1) await pause();
    }
    return found;
  }

  #shorten(read: readonly { task: Task; vector: Float32Array }[]): void {
    if (this.#axes.length === 0) return;
    for (const { task, vector } of read) {
      this.#known.set(task.id, { title: task.title, short: shortened(vector, this.#axes) });
    }
  }
}

/** A vector's coordinates on the axes, as whole numbers. */
export function shortened(vector: Float32Array, axes: readonly Float32Array[]): number[] {
  const short = axes.map((axis) => dot(axis, vector));
  const most = short.reduce((max, value) => Math.max(max, Math.abs(value)), 1e-9);
  // Adding zero turns −0 into 0, which JSON would do as well.
  return short.map((value) => Math.round((value / most) * SCALE) + 0);
}

/** Orthonormal axes along which the vectors have most of their length: at most `SHORT`, at most one a vector. */
export async function axesOf(vectors: readonly Float32Array[]): Promise<Float32Array[]> {
  const step = Math.max(1, vectors.length / MAX_SAMPLED);
  const sample = Array.from(
    { length: Math.min(vectors.length, MAX_SAMPLED) },
    (_, index) => vectors[Math.floor(index * step)]!,
  );
  const spread = sample.length / Math.min(SHORT, Math.max(1, sample.length));
  const first = Array.from({ length: Math.min(SHORT, sample.length) }, (_, index) =>
    Float32Array.from(sample[Math.floor(index * spread)]!),
  );
  let axes = orthonormal(first);
  for (let turn = 0; turn < TURNS; turn += 1) {
    const next = axes.map((axis) => new Float32Array(axis.length));
    for (const [index, vector] of sample.entries()) {
      axes.forEach((axis, which) => add(next[which]!, vector, dot(axis, vector)));
      if (index % AT_ONCE === AT_ONCE - 1) await pause();
    }
    axes = orthonormal(next);
  }
  return axes;
}

/** Gram–Schmidt; what lies within the ones before is left out. */
function orthonormal(vectors: readonly Float32Array[]): Float32Array[] {
  const kept: Float32Array[] = [];
  for (const vector of vectors) {
    const before = Math.sqrt(dot(vector, vector));
    // Twice, since once leaves rounding errors in nearly parallel vectors.
    for (let pass = 0; pass < 2; pass += 1) for (const axis of kept) add(vector, axis, -dot(axis, vector));
    const length = Math.sqrt(dot(vector, vector));
    if (length > before * 1e-4) kept.push(vector.map((value) => value / length));
  }
  return kept;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * (b[i] ?? 0);
  return sum;
}

function add(to: Float32Array, vector: Float32Array, times: number): void {
  for (let i = 0; i < to.length; i++) to[i]! += times * (vector[i] ?? 0);
}

function pause(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}
