import { handshakeText } from '../../core/handshake.ts';

/**
 * The way back to a host that was started again: page and host prove to each other that they know the page's key, the host
 * first, so that a stranger at the old address learns nothing. The other half is `shell/handshake.ts`.
 */

export interface ReturnKey {
  id: string;
  key: string;
}

/** A key for this page from the host that served it; null when it gives none. */
export async function fetchKey(): Promise<ReturnKey | null> {
  const answer = await fetch('/return-key', { cache: 'no-store' });
  return answer.ok ? readKey(await answer.json()) : null;
}

function readKey(value: unknown): ReturnKey | null {
  if (typeof value !== 'object' || value === null) return null;
  const { id, key } = value as Record<string, unknown>;
  return typeof id === 'string' && typeof key === 'string' ? { id, key } : null;
}

export type ReturnSocket = Pick<WebSocket, 'addEventListener' | 'removeEventListener' | 'send' | 'close'>;

/**
 * Shakes hands with the host on a socket that is open. Answers a one-time address for a new cookie; null when who is there is not
 * the host of this page, or does not know it.
 */
export async function handshakeWithHost(
  socket: ReturnSocket,
  key: string,
  origin: string,
): Promise<{ address: string | null } | null> {
  const sign = await signer(key);
  const mine = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const asked = nextMessage(socket);
  socket.send(JSON.stringify({ nonce: mine }));
  const { nonce: theirs, proof } = await asked;
  if (typeof theirs !== 'string') return null;
  if (proof !== (await sign(handshakeText('owner', origin, mine, theirs)))) return null;
  const letIn = nextMessage(socket);
  socket.send(
    JSON.stringify({ proof: await sign(handshakeText('guest', origin, mine, theirs)), wants: 'address' }),
  );
  const { welcome, address } = await letIn;
  if (welcome === undefined) return null;
  return { address: typeof address === 'string' ? address : null };
}

/** Trades a one-time address for a cookie, so that the page can be reloaded. */
export async function renewCookie(address: string): Promise<void> {
  await fetch(`/${new URL(address).search}`, { cache: 'no-store' });
}

/** The next message as an object; an empty one when the socket closes or says anything else. */
function nextMessage(socket: ReturnSocket): Promise<Record<string, unknown>> {
  return new Promise((resolve) => {
    const done = (message: Record<string, unknown>): void => {
      socket.removeEventListener('message', onMessage);
      socket.removeEventListener('close', onClose);
      resolve(message);
    };
    const onMessage = (event: MessageEvent): void => {
      try {
        const parsed: unknown = JSON.parse(String(event.data));
        done(typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {});
      } catch {
        done({});
      }
    };
    const onClose = (): void => done({});
    socket.addEventListener('message', onMessage);
    socket.addEventListener('close', onClose);
  });
}

async function signer(secret: string): Promise<(text: string) => Promise<string>> {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign']);
  return async (text) =>
    base64url(new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(text))));
}

function base64url(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
