import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { handshakeText } from '../core/handshake.ts';
import { PortCore, type RpcPort } from './ports.ts';

/**
 * How owner and guest come to trust each other on a local socket. Both know a secret from a file that only this user can
 * read. The owner proves it first, then the guest; what crosses the socket is worth nothing to one who listens there
 * in an owner's place, nor on another socket.
 *
 *     guest → {nonce}     owner → {nonce, proof}     guest → {proof, wants}     owner → {welcome}
 */

/** What the owner tells a guest that it let in. */
export interface Welcome {
  /** Opens the browser host's page once; null when there is none, or the guest asked for none. */
  address: string | null;
}

export interface HandshakeOptions {
  secret: string;
  /** Name of the socket, or the origin of a page: a proof made for one is none for another. */
  socket: string;
  /** How long the other end may take for all of it. */
  limitMs: number;
}

/** The guest's side. Null when the other end hangs up, is too slow, or is not the owner. */
export async function handshakeWithOwner(
  port: RpcPort,
  options: HandshakeOptions & { wantsAddress: boolean },
): Promise<{ port: RpcPort; welcome: Welcome } | null> {
  const channel = new HandshakeChannel(port, options.limitMs);
  const mine = newNonce();
  channel.say({ nonce: mine });
  const answer = await channel.next();
  const theirs = textOf(answer, 'nonce');
  if (theirs === null || !isProof(textOf(answer, 'proof'), options, 'owner', mine, theirs))
    return channel.giveUp();
  channel.say({
    proof: proofOf(options, 'guest', mine, theirs),
    wants: options.wantsAddress ? 'address' : '',
  });
  const welcome = await channel.next();
  if (textOf(welcome, 'welcome') === null) return channel.giveUp();
  return { port: channel.handOver(), welcome: { address: textOf(welcome, 'address') } };
}

/** The owner's side: the port of a guest that proved itself, else null. */
export async function handshakeWithGuest(
  port: RpcPort,
  options: HandshakeOptions & { address: () => string | null },
): Promise<RpcPort | null> {
  const channel = new HandshakeChannel(port, options.limitMs);
  const theirs = textOf(await channel.next(), 'nonce');
  if (theirs === null || theirs.length < 32) return channel.giveUp();
  const mine = newNonce();
  channel.say({ nonce: mine, proof: proofOf(options, 'owner', theirs, mine) });
  const answer = await channel.next();
  if (!isProof(textOf(answer, 'proof'), options, 'guest', theirs, mine)) return channel.giveUp();
  const address = textOf(answer, 'wants') === 'address' ? options.address() : null;
  channel.say({ welcome: 'yes', ...(address === null ? {} : { address }) });
  return channel.handOver();
}

function newNonce(): string {
  return randomBytes(32).toString('base64url');
}

function proofOf(
  { secret, socket }: HandshakeOptions,
  role: 'owner' | 'guest',
  guestNonce: string,
  ownerNonce: string,
): string {
  const text = handshakeText(role, socket, guestNonce, ownerNonce);
  return createHmac('sha256', secret).update(text).digest('base64url');
}

function isProof(
  given: string | null,
  options: HandshakeOptions,
  role: 'owner' | 'guest',
  guestNonce: string,
  ownerNonce: string,
): boolean {
  const wanted = Buffer.from(proofOf(options, role, guestNonce, ownerNonce));
  const found = Buffer.from(given ?? '');
  return found.length === wanted.length && timingSafeEqual(found, wanted);
}

/** A field of a message that should be a JSON object; null for anything else. */
function textOf(message: string | null, field: string): string | null {
  if (message === null || message.length > 4_096) return null;
  try {
    const parsed: unknown = JSON.parse(message);
    if (typeof parsed !== 'object' || parsed === null) return null;
    const value = (parsed as Record<string, unknown>)[field];
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}

/** The first messages on a port, one by one; what comes after `handOver` belongs to the port it answers. */
class HandshakeChannel {
  readonly #port: RpcPort;
  readonly #rest = new PortCore();
  readonly #received: unknown[] = [];
  readonly #timer: NodeJS.Timeout;
  #wake: (() => void) | null = null;
  #ended = false;
  #over = false;

  constructor(port: RpcPort, limitMs: number) {
    this.#port = port;
    this.#timer = setTimeout(() => this.#end(), limitMs);
    port.on('close', () => this.#end());
    port.on('message', (event) => {
      if (this.#over) return this.#rest.emit(event?.data);
      this.#received.push(event?.data);
      this.#wake?.();
    });
  }

  say(message: Record<string, string>): void {
    if (this.#ended) return;
    const port = this.#port;
    try {
      port.postMessage(JSON.stringify(message));
    } catch {
      this.#end();
    }
  }

  /** The next message; null when there will be none. */
  async next(): Promise<string | null> {
    while (this.#received.length === 0 && !this.#ended) {
      await new Promise<void>((wake) => (this.#wake = wake));
    }
    const data = this.#received.shift();
    return typeof data === 'string' ? data : null;
  }

  handOver(): RpcPort {
    clearTimeout(this.#timer);
    this.#over = true;
    for (const data of this.#received.splice(0)) this.#rest.emit(data);
    const rest = this.#rest;
    const port = this.#port;
    return {
      on: (event, callback) => rest.on(event, callback),
      postMessage: (data) => port.postMessage(data),
      close: () => port.close(),
    };
  }

  giveUp(): null {
    clearTimeout(this.#timer);
    this.#port.close();
    return null;
  }

  #end(): void {
    this.#ended = true;
    this.#rest.end();
    this.#wake?.();
  }
}
