import type { WindowName, WindowRequest } from '../../core/domain/desktop.ts';

/** What windows are asked to show. One request waits for a window that does not listen yet; none is piled up behind it. */
export class WindowRequests {
  readonly #waiting = new Map<WindowName, WindowRequest>();
  readonly #listeners = new Map<WindowName, Listener>();

  /** False when one waits already for a window that does not listen: the later one is dropped. */
  ask(window: WindowName, request: WindowRequest): boolean {
    const listener = this.#listeners.get(window);
    if (listener) {
      listener.push(request);
      return true;
    }
    const waiting = this.#waiting.get(window);
    if (waiting !== undefined && waiting.kind !== 'capture') return request.kind === 'capture';
    this.#waiting.set(window, request);
    return true;
  }

  /** Yields what this window is asked until `signal` aborts. The window that listens last is the one that is there. */
  listen(window: WindowName, signal?: AbortSignal): AsyncGenerator<WindowRequest, void, void> {
    const listener = new Listener();
    this.#listeners.get(window)?.end();
    this.#listeners.set(window, listener);
    const first = this.#waiting.get(window);
    this.#waiting.delete(window);
    if (first) listener.push(first);
    const leave = (): void => {
      if (this.#listeners.get(window) === listener) this.#listeners.delete(window);
      listener.end();
    };
    signal?.addEventListener('abort', leave, { once: true });
    if (signal?.aborted) leave();
    return listener.all(leave);
  }

  close(): void {
    for (const listener of this.#listeners.values()) listener.end();
    this.#listeners.clear();
  }
}

class Listener {
  readonly #asked: WindowRequest[] = [];
  #wake: (() => void) | null = null;
  #ended = false;

  push(request: WindowRequest): void {
    this.#asked.push(request);
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  async *all(leave: () => void): AsyncGenerator<WindowRequest, void, void> {
    try {
      for (;;) {
        const request = this.#asked.shift();
        if (request) yield request;
        else if (this.#ended) return;
        else await new Promise<void>((wake) => (this.#wake = wake));
      }
    } finally {
      leave();
    }
  }
}
