import type { LiveChange } from '../core/domain/views.ts';

/**
 * What changed, told to every open view. A view that reads slowly loses nothing: changes of one topic that wait for it
 * are merged, so its queue never grows past one entry a topic.
 */
export class Hub {
  readonly #subscribers = new Set<Subscriber>();

  publish(change: LiveChange): void {
    for (const subscriber of this.#subscribers) subscriber.push(change);
  }

  /** Yields changes until `signal` aborts or the hub is closed. Listening starts at the call, not at the first `next`. */
  subscribe(signal?: AbortSignal): AsyncGenerator<LiveChange, void, void> {
    const subscriber = new Subscriber();
    this.#subscribers.add(subscriber);
    const leave = (): void => {
      this.#subscribers.delete(subscriber);
      subscriber.end();
    };
    signal?.addEventListener('abort', leave, { once: true });
    if (signal?.aborted) leave();
    return drain(subscriber, leave);
  }

  /** Ends every subscription. */
  close(): void {
    for (const subscriber of this.#subscribers) subscriber.end();
    this.#subscribers.clear();
  }
}

async function* drain(subscriber: Subscriber, leave: () => void): AsyncGenerator<LiveChange, void, void> {
  try {
    for (;;) {
      const change = await subscriber.next();
      if (change === null) return;
      yield change;
    }
  } finally {
    leave();
  }
}

class Subscriber {
  readonly #waiting = new Map<string, LiveChange>();
  #wake: (() => void) | null = null;
  #ended = false;

  push(change: LiveChange): void {
    if (this.#ended) return;
    this.#waiting.set(change.topic, merge(this.#waiting.get(change.topic), change));
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  async next(): Promise<LiveChange | null> {
    for (;;) {
      for (const [topic, change] of this.#waiting) {
        this.#waiting.delete(topic);
        return change;
      }
      if (this.#ended) return null;
      await new Promise<void>((wake) => (this.#wake = wake));
      this.#wake = null;
    }
  }
}

function merge(before: LiveChange | undefined, change: LiveChange): LiveChange {
  if (before?.topic === 'tasks' && change.topic === 'tasks') {
    return { topic: 'tasks', ids: [...new Set([...before.ids, ...change.ids])] };
  }
  if (before?.topic === 'events' && change.topic === 'events') {
    return { topic: 'events', ids: [...new Set([...before.ids, ...change.ids])] };
  }
  return change;
}
