import { createHash } from 'node:crypto';
import { DaymarkError } from '../core/errors.ts';
import type { Database } from '../db/index.ts';

/**
 * Changes that are asked for twice are done once. A caller names each intent with an id of its own; when the connection
 * or the owner goes before the answer is heard, it asks again under the same id and gets what was stored then. The
 * answer is stored in the same transaction as the change, so a crash leaves both or neither.
 */

/** What a transport knows about a request beside its input. */
export interface RequestContext {
  /** The caller's id of the intent; without one nothing is kept. */
  intentId?: string | undefined;
}

interface Given {
  input?: unknown;
  context: RequestContext;
  path: readonly string[];
}

type Store = Pick<Database, 'answers' | 'transaction'>;

const kept = new WeakSet<object>();

export class Once {
  /** Whether a handler answers a repeat from what it stored. */
  static isOnce(handler: object): boolean {
    return kept.has(handler);
  }

  readonly #store: () => Store;

  /** @param store the open profile's; throws `locked` before it is open */
  constructor(store: () => Store) {
    this.#store = store;
  }

  /** A handler of a change that is made at once. */
  change = <G extends Given, O>(work: (given: G) => O): ((given: G) => O) => {
    return mark((given: G) => this.#commit(given, () => work(given)));
  };

  /** A handler that reads, waits or asks first; what it then answers makes the change. */
  prepared = <G extends Given, O>(prepare: (given: G) => Promise<() => O>): ((given: G) => Promise<O>) => {
    return mark(async (given: G) => {
      const before = this.#known<O>(given);
      return before ? before.answer : this.#commit(given, await prepare(given));
    });
  };

  #commit<O>(given: Given, work: () => O): O {
    const { intentId } = given.context;
    if (intentId === undefined) return work();
    const store = this.#store();
    return store.transaction(() => {
      const before = this.#known<O>(given);
      if (before) return before.answer;
      const answer = work();
      store.answers.put({ intentId, request: requestOf(given), answer });
      return answer;
    });
  }

  #known<O>(given: Given): { answer: O } | null {
    const { intentId } = given.context;
    if (intentId === undefined) return null;
    const found = this.#store().answers.get(intentId);
    if (!found) return null;
    if (found.request !== requestOf(given)) {
      throw new DaymarkError('invalidInput', { reason: 'this id stands for another change' });
    }
    return { answer: found.answer as O };
  }
}

function mark<T extends object>(handler: T): T {
  kept.add(handler);
  return handler;
}

function requestOf({ path, input }: Given): string {
  return createHash('sha256')
    .update(JSON.stringify([path, input]))
    .digest('base64url');
}
