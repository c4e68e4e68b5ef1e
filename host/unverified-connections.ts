import type { Socket } from 'node:net';

/**
 * Connections of which no one knows yet whose they are. Every user of the machine can open them, so each has a moment to
 * show who it is, and when there are too many the oldest makes room: a newcomer with something to say always gets in.
 */
export class UnverifiedConnections {
  readonly #waiting = new Map<Socket, () => void>();
  readonly #limits: { limitMs: number; most: number; mostBytes?: number };

  /** With `mostBytes`, who sends more before it is known is turned away. */
  constructor(limits: { limitMs: number; most: number; mostBytes?: number }) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#waiting.size;
  }

  admit(socket: Socket): void {
    // What came while this process was busy is read before its time is up.
    const { limitMs, most, mostBytes } = this.#limits;
    const timer = setTimeout(() => setImmediate(() => this.#turnAway(socket)), limitMs);
    timer.unref();
    const before = socket.bytesRead;
    const count = (): void => {
      if (socket.bytesRead - before > mostBytes!) this.#turnAway(socket);
    };
    if (mostBytes !== undefined) socket.on('data', count);
    this.#waiting.set(socket, () => {
      clearTimeout(timer);
      socket.off('data', count);
    });
    socket.once('close', () => this.release(socket));
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > most && oldest) this.#turnAway(oldest);
  }

  /** It has shown who it is, or is gone. */
  release(socket: Socket): void {
    this.#waiting.get(socket)?.();
    this.#waiting.delete(socket);
  }

  #turnAway(socket: Socket): void {
    if (!this.#waiting.has(socket)) return;
    this.release(socket);
    socket.destroy();
  }
}
