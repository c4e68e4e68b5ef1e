import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';

/**
 * Message ports over what Node offers: a forked process, a local socket, an Electron helper process. All
 * have the shape that oRPC's message-port adapters take, and all report `close` exactly once, so that calls
 * which wait for the other end are rejected when it dies.
 */

/** A two-way message channel. `postMessage` after the other end is gone throws. */
export interface RpcPort {
  on(event: string, callback: (event?: { data: unknown }) => void): void;
  postMessage(data: unknown): void;
  close(): void;
}

/**
 * Largest message of any transport, in bytes: the longest valid request (a paste of 3.5 million characters of three bytes)
 * fits, and so does a list of 2,000 tasks with long notes.
 */
export const MAX_FRAME_BYTES = 16 * 1024 * 1024;

type Listener = (event?: { data: unknown }) => void;

/** The listener book-keeping shared by all ports. Messages that come before anybody listens are kept. */
export class PortCore {
  readonly #message: Listener[] = [];
  readonly #close: Listener[] = [];
  #early: unknown[] = [];
  #closed = false;

  get closed(): boolean {
    return this.#closed;
  }

  on(event: string, callback: Listener): void {
    if (event === 'close') {
      if (this.#closed) queueMicrotask(() => callback());
      else this.#close.push(callback);
      return;
    }
    if (event !== 'message') return;
    this.#message.push(callback);
    const early = this.#early;
    this.#early = [];
    for (const data of early) callback({ data });
  }

  emit(data: unknown): void {
    if (this.#closed) return;
    if (this.#message.length === 0) this.#early.push(data);
    for (const listener of this.#message) listener({ data });
  }

  end(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const listener of this.#close) listener();
  }
}

/** A port over `child_process.fork(…, { serialization: 'advanced' })`. */
export function forkPort(child: ChildProcess): RpcPort {
  const core = new PortCore();
  child.on('message', (data) => core.emit(data));
  child.on('disconnect', () => core.end());
  child.on('exit', () => core.end());
  child.on('error', () => core.end());
  return {
    on: (event, callback) => core.on(event, callback),
    postMessage(data) {
      if (core.closed) throw new Error('the helper process is gone');
      if (!child.connected) return core.end();
      child.send(data as string, (error) => {
        if (error) core.end();
      });
    },
    close() {
      if (child.connected) child.disconnect();
      core.end();
    },
  };
}

/** The part of Electron's `UtilityProcess` that a port needs; named here so that shell/ never imports Electron. */
export interface UtilityProcessLike {
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  postMessage(message: unknown): void;
}

/** A port over Electron's `utilityProcess.fork`. */
export function utilityProcessPort(child: UtilityProcessLike): RpcPort {
  const core = new PortCore();
  const post = child.postMessage.bind(child);
  child.on('message', (data) => core.emit(data));
  child.on('exit', () => core.end());
  return {
    on: (event, callback) => core.on(event, callback),
    postMessage(data) {
      if (core.closed) throw new Error('the helper process is gone');
      post(data);
    },
    close: () => core.end(),
  };
}

/**
 * A port over a local socket: frames of a 4-byte big-endian length, one byte of kind (0 text, 1 bytes) and the
 * payload. A frame above `maxBytes`, or more than four of them waiting to be read, ends the connection.
 */
export function socketPort(socket: Socket, maxBytes: number = MAX_FRAME_BYTES): RpcPort {
  const core = new PortCore();
  const reader = frameReader(maxBytes, (data) => core.emit(data));
  socket.on('data', (chunk: Buffer) => {
    if (!reader(chunk)) socket.destroy();
  });
  socket.on('close', () => core.end());
  socket.on('error', () => socket.destroy());
  return {
    on: (event, callback) => core.on(event, callback),
    postMessage(data) {
      if (core.closed) throw new Error('the other end hung up');
      if (socket.destroyed) return core.end();
      const frame = encodeFrame(data);
      if (frame.length > maxBytes + 5 || socket.writableLength > 4 * maxBytes) {
        socket.destroy();
        throw new Error('the message is too large for the socket');
      }
      socket.write(frame);
    },
    close() {
      socket.end();
      core.end();
    },
  };
}

function encodeFrame(data: unknown): Buffer {
  const text = typeof data === 'string';
  const payload = text ? Buffer.from(data, 'utf8') : Buffer.from(data as Uint8Array);
  const frame = Buffer.allocUnsafe(payload.length + 5);
  frame.writeUInt32BE(payload.length, 0);
  frame.writeUInt8(text ? 0 : 1, 4);
  payload.copy(frame, 5);
  return frame;
}

/** Returns a feeder that answers false once the stream breaks the rules. */
function frameReader(maxBytes: number, deliver: (data: unknown) => void): (chunk: Buffer) => boolean {
  let chunks: Buffer[] = [];
  let size = 0;
  return (chunk) => {
    chunks.push(chunk);
    size += chunk.length;
    while (size >= 5) {
      let buffer = chunks.length === 1 ? chunks[0]! : undefined;
      if (chunks[0]!.length < 5) buffer = Buffer.concat(chunks);
      const head = buffer ?? chunks[0]!;
      const length = head.readUInt32BE(0);
      if (length > maxBytes) return false;
      if (size < length + 5) {
        if (buffer) chunks = [buffer];
        return true;
      }
      buffer ??= Buffer.concat(chunks);
      const payload = buffer.subarray(5, 5 + length);
      deliver(head.readUInt8(4) === 0 ? payload.toString('utf8') : new Uint8Array(payload));
      const rest = buffer.subarray(5 + length);
      chunks = rest.length > 0 ? [rest] : [];
      size = rest.length;
    }
    return true;
  };
}

/** Limits for one untrusted connection. */
export interface PortLimits {
  /** Longest single message in UTF-16 units (or bytes, when binary). */
  maxMessage: number;
  /** Requests that may wait for an answer at the same time. Streams count while they are open. */
  maxInFlight: number;
}

/**
 * Stands between an untrusted port and the router: a message that isn't a well-formed request, is too long, or comes
 * while too many wait, closes the connection, so that no input can raise an unhandled error in the owner.
 */
export function guardedPort(port: RpcPort, limits: PortLimits): RpcPort {
  const core = new PortCore();
  const waiting = new Set<string>();
  const streams = new Set<string>();
  const refuse = (): void => {
    port.close();
    core.end();
  };
  port.on('close', () => core.end());
  port.on('message', (event) => {
    const request = readEnvelope(event?.data, limits.maxMessage);
    if (!request) return refuse();
    if (request.kind === 'request') {
      if (waiting.size + streams.size >= limits.maxInFlight) return refuse();
      waiting.add(request.id);
    } else if (request.kind === 'abort') {
      waiting.delete(request.id);
      streams.delete(request.id);
    }
    core.emit(event?.data);
  });
  return {
    on: (event, callback) => core.on(event, callback),
    postMessage(data) {
      if (core.closed) return;
      settle(data, waiting, streams);
      try {
        port.postMessage(data);
      } catch {
        refuse();
      }
    },
    close: refuse,
  };
}

interface Envelope {
  id: string;
  kind: 'request' | 'stream' | 'abort';
}

/** Reads the outer shape of an oRPC request: `{i: id, t?: type, p: payload}`. Null when it isn't one. */
function readEnvelope(data: unknown, maxMessage: number): Envelope | null {
  if (typeof data !== 'string' || data.length > maxMessage) return null;
  try {
    const parsed: unknown = JSON.parse(data);
    if (typeof parsed !== 'object' || parsed === null || !('i' in parsed)) return null;
    const id = String(parsed.i);
    const type = 't' in parsed ? parsed.t : 1;
    if (type === 4) return { id, kind: 'abort' };
    const payload = 'p' in parsed ? parsed.p : null;
    if (typeof payload !== 'object' || payload === null) return null;
    if (type === 3) return { id, kind: 'stream' };
    if (type !== 1) return null;
    if (!('u' in payload) || typeof payload.u !== 'string' || !payload.u.startsWith('/')) return null;
    if ('h' in payload && !isHeaders(payload.h)) return null;
    if (!URL.canParse(`http://orpc${payload.u}`)) return null;
    return { id, kind: 'request' };
  } catch {
    return null;
  }
}

/** No request of the contract is a stream, a file or a form, so none needs a header that says so. */
function isHeaders(headers: unknown): boolean {
  if (typeof headers !== 'object' || headers === null) return false;
  return Object.entries(headers).every(
    ([name, value]) => name === 'last-event-id' || (name === 'idempotency-key' && isIntentId(value)),
  );
}

function isIntentId(value: unknown): boolean {
  return typeof value === 'string' && /^[\w-]{16,64}$/.test(value);
}

const STREAM_ANSWER = '"text/event-stream"';

/** Notes from an answer on its way out which request is settled, and which became a stream. */
function settle(data: unknown, waiting: Set<string>, streams: Set<string>): void {
  if (typeof data !== 'string') return;
  const id = /^\{"i":"?([^",}]+)"?/.exec(data.slice(0, 80))?.[1];
  if (id === undefined) return;
  if (waiting.delete(id)) {
    if (data.slice(0, 200).includes(STREAM_ANSWER)) streams.add(id);
  } else if (
    streams.has(id) &&
    /^\{"i":"?[^",}]+"?,"t":3,"p":\{"e":"(done|error)"/.test(data.slice(0, 140))
  ) {
    streams.delete(id);
  }
}
