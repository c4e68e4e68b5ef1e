import { EventEmitter } from 'node:events';
import type { MessagePortMain } from 'electron';
import { strict } from './strict.ts';

/** `MessageChannelMain` and its ports. One end can be moved into a page; then the display carries its messages. */

type PortPart = Pick<
  MessagePortMain,
  'close' | 'postMessage' | 'start' | 'on' | 'once' | 'off' | 'removeListener'
>;

/** Carries one moved end. */
export interface MovedEnd {
  send: (data: unknown) => void;
  close: () => void;
}

export class FakePort extends EventEmitter {
  peer: FakePort | null = null;
  moved: MovedEnd | null = null;
  started = false;
  closed = false;
  waiting: unknown[] = [];

  postMessage(message: unknown, transfer: MessagePortMain[] = []): void {
    if (transfer.length > 0) throw new Error('the fake Electron lacks ports inside port messages');
    if (this.moved) throw new Error('this port was transferred');
    if (this.closed) return;
    this.peer?.receive(structuredClone(message));
  }

  start(): void {
    this.started = true;
    const waiting = this.waiting;
    this.waiting = [];
    for (const data of waiting) this.emit('message', { data, ports: [] });
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.peer?.hangUp();
  }

  /** The other end sent something. */
  receive(data: unknown): void {
    if (this.closed) return;
    if (this.moved) this.moved.send(data);
    else if (this.started) setImmediate(() => !this.closed && this.emit('message', { data, ports: [] }));
    else this.waiting.push(data);
  }

  /** The other end is gone. */
  hangUp(): void {
    if (this.closed) return;
    this.closed = true;
    if (this.moved) this.moved.close();
    else setImmediate(() => this.emit('close'));
  }

  /** Moves this end out of the process. */
  move(end: MovedEnd): void {
    if (this.moved || this.closed) throw new Error('this port can not be transferred');
    this.moved = end;
    for (const data of this.waiting) end.send(data);
    this.waiting = [];
  }
}

FakePort.prototype satisfies PortPart;

/** The ports that Electron's types see are these; the display needs the rest of them. */
const fakes = new WeakMap<object, FakePort>();

export function portOf(port: MessagePortMain): FakePort {
  const fake = fakes.get(port);
  if (!fake) throw new Error('this is not a port of the fake');
  return fake;
}

export class MessageChannelMain {
  port1: FakePort;
  port2: FakePort;

  constructor() {
    const one = new FakePort();
    const two = new FakePort();
    one.peer = two;
    two.peer = one;
    this.port1 = strict('MessagePortMain', one);
    this.port2 = strict('MessagePortMain', two);
    fakes.set(this.port1, one);
    fakes.set(this.port2, two);
  }
}
