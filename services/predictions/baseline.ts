import type { FinishedExample } from '../../core/ml-contract/index.ts';
import type { FinishedChunk, FinishedCursor } from '../../db/index.ts';
import type { ServiceContext } from '../context.ts';

/**
 * What a person would guess without any model: the median of the last finished tasks of the same project, else of all.
 * Stored beside each prediction, so that the ledger can say whether the model earns its place.
 */

const WINDOW = 50;
const CHUNK = 250;
const SMALL_CHUNK = 50;
const LEAST = 3;

export class DurationBaseline {
  readonly #byProject = new Map<string, number[]>();
  readonly #all: number[] = [];

  /** Reads the finished tasks, chunk by chunk; stops when it is no longer wanted. */
  async load(ctx: ServiceContext, wanted: () => boolean): Promise<void> {
    let after: FinishedCursor | null = null;
    do {
      await new Promise((done) => setImmediate(done));
      if (!wanted()) return;
      const chunk: FinishedChunk = ctx.db.tasks.finishedChunk(after, CHUNK);
      for (const example of chunk.examples) this.add(example);
      after = chunk.next;
    } while (after);
  }

  add(example: Pick<FinishedExample, 'project' | 'actualMin'>): void {
    push(this.#all, example.actualMin);
    if (example.project === null) return;
    let own = this.#byProject.get(example.project);
    if (!own) this.#byProject.set(example.project, (own = []));
    push(own, example.actualMin);
  }

  /** Minutes; null while too little is finished. */
  guess(project: string | null): number | null {
    const own = project === null ? undefined : this.#byProject.get(project);
    if (own && own.length >= LEAST) return median(own);
    return this.#all.length >= LEAST ? median(this.#all) : null;
  }
}

/** Finished tasks in the order of their outcomes; each call answers with those since the last one that came before `at`. */
export function finishedBefore(ctx: ServiceContext): (at: number) => FinishedExample[] {
  let after: FinishedCursor | null = null;
  let waiting: FinishedExample[] = [];
  let over = false;
  return (at) => {
    const passed: FinishedExample[] = [];
    for (;;) {
      if (waiting.length === 0 && !over) {
        const chunk: FinishedChunk = ctx.db.tasks.finishedChunk(after, SMALL_CHUNK);
        waiting = chunk.examples;
        after = chunk.next;
        over = waiting.length === 0;
      }
      const [first] = waiting;
      if (!first || first.completedAt >= at) return passed;
      passed.push(first);
      waiting.shift();
    }
  };
}

function push(window: number[], value: number): void {
  window.push(value);
  if (window.length > WINDOW) window.shift();
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
