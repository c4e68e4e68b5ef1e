import type { Socket } from 'node:net';

/**
 * Connections of which no one knows yet whose they are. Every user of the machine can open them, so each has a moment to
 * show who it is, and when there are too many the oldest makes room: a newcomer with something to say always gets in.
 */
export class Strangers {
  readonly #waiting = new Map<Socket, NodeJS.Timeout>();
  readonly #limitMs: number;
  readonly #most: number;

  constructor(limits: { limitMs: number; most: number }) {
    this.#limitMs = limits.limitMs;
    this.#most = limits.most;
  }

  get size(): number {
    return this.#waiting.size;
  }

  admit(socket: Socket): void {
    // What came while this process was busy is read before its time is up.
    const timer = setTimeout(() => setImmediate(() => this.#turnAway(socket)), this.#limitMs);
    timer.unref();
    this.#waiting.set(socket, timer);
    socket.once('close', () => this.know(socket));
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > this.#most && oldest) this.#turnAway(oldest);
  }

  /** It has shown who it is, or is gone. */
  know(socket: Socket): void {
    clearTimeout(this.#waiting.get(socket));
    this.#waiting.delete(socket);
  }

  #turnAway(socket: Socket): void {
    if (!this.#waiting.has(socket)) return;
    this.know(socket);
    socket.destroy();
  }
}
