import type { Caller } from '../../rpc/thread-host.ts';
import type { Methods } from '../../rpc/thread-protocol.ts';

interface Lane<M extends Methods> {
  readonly thread: Caller<M>;
  long: number;
  short: number;
}

/**
 * Two threads that can do the same work. Long work stays on one of them, so that a short question never waits for it; and
 * while the two don't coincide, one thread serves both and the other needn't be in memory.
 */
export class ThreadPair<M extends Methods> {
  /** For work that takes as long as a caller allows. */
  readonly long: Caller<M>;
  /** For questions that someone waits for. */
  readonly short: Caller<M>;
  readonly #first: Lane<M>;
  readonly #spare: Lane<M>;

  constructor(first: Caller<M>, spare: Caller<M>) {
    this.#first = { thread: first, long: 0, short: 0 };
    this.#spare = { thread: spare, long: 0, short: 0 };
    this.long = this.#caller('long', () => this.#forLong());
    this.short = this.#caller('short', () => (this.#first.long === 0 ? this.#first : this.#spare));
  }

  /** Where long work is going on already, else where nothing is. */
  #forLong(): Lane<M> {
    if (this.#spare.long > 0) return this.#spare;
    return this.#first.long === 0 && this.#first.short > 0 && this.#spare.short === 0
      ? this.#spare
      : this.#first;
  }

  #caller(kind: 'long' | 'short', choose: () => Lane<M>): Caller<M> {
    return {
      call: async (method, input, options) => {
        const lane = choose();
        lane[kind] += 1;
        try {
          return await lane.thread.call(method, input, options);
        } finally {
          lane[kind] -= 1;
        }
      },
    };
  }
}
