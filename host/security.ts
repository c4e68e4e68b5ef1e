import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Who may talk to the browser host. Any page in the person's browser, and any program of another user on this
 * machine, can reach a loopback port: so each request has to name this host, come from this origin (or be a plain
 * navigation), and carry the cookie that was handed out against a token. A token works once, for a minute.
 */

export const TOKEN_LIFE_MS = 60_000;
/** Tokens that may wait to be used, and those that are remembered to tell why they don't work any more. */
const MAX_TOKENS = 256;

/** Milliseconds of a clock that no one sets. */
export type Monotonic = () => number;

/** Why a token opens nothing. */
export type Refusal = 'used' | 'expired' | 'unknown';

interface Token {
  madeAt: number;
  used: boolean;
}

/** One-time tokens and the cookies they are exchanged for. Secrets are kept as hashes only. */
export class Gate {
  readonly #tokens = new Map<string, Token>();
  readonly #sessions = new Map<string, true>();
  readonly #now: Monotonic;
  readonly cookieName: string;
  readonly #hosts: ReadonlySet<string>;
  readonly #origins: ReadonlySet<string>;

  /** @param port Cookies are shared by all ports of a host name, so the port is part of the cookie's name. */
  constructor(port: number, now: Monotonic) {
    this.#now = now;
    this.cookieName = `daymark-${port}`;
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
    this.#origins = new Set([...this.#hosts].map((host) => `http://${host}`));
  }

  /** Makes a token that opens one session within a minute. */
  newToken(): string {
    const token = randomBytes(32).toString('base64url');
    this.#tokens.set(digest(token), { madeAt: this.#now(), used: false });
    const oldest = this.#tokens.keys().next().value;
    if (this.#tokens.size > MAX_TOKENS && oldest !== undefined) this.#tokens.delete(oldest);
    return token;
  }

  /** Exchanges a token for a cookie value, or says why not. */
  redeem(token: string): { session: string } | { refused: Refusal } {
    const known = find(this.#tokens, token);
    if (!known) return { refused: 'unknown' };
    if (known.used) return { refused: 'used' };
    if (this.#now() - known.madeAt > TOKEN_LIFE_MS) return { refused: 'expired' };
    known.used = true;
    const session = randomBytes(32).toString('base64url');
    this.#sessions.set(digest(session), true);
    return { session };
  }

  hasSession(request: IncomingMessage): boolean {
    const value = cookieOf(request, this.cookieName);
    return value !== null && find(this.#sessions, value) !== null;
  }

  setCookie(session: string): string {
    return `${this.cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`;
  }

  /** DNS rebinding sends a foreign name in `Host`. */
  knowsHost(request: IncomingMessage): boolean {
    const hosts = request.headersDistinct['host'] ?? [];
    return hosts.length === 1 && this.#hosts.has(hosts[0]!);
  }

  /** A navigation has no `Origin`; where there is one it must be ours. `null` (a sandboxed page, a file) is not. */
  allowsOrigin(request: IncomingMessage, required: boolean): boolean {
    const origins = request.headersDistinct['origin'] ?? [];
    if (origins.length === 0) return !required;
    return origins.length === 1 && this.#origins.has(origins[0]!);
  }
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Looks a secret up without telling by its time how much of it was right: hashes are compared, and all of them. */
function find<T>(known: ReadonlyMap<string, T>, secret: string): T | null {
  const asked = Buffer.from(digest(secret), 'hex');
  let found: T | null = null;
  for (const [candidate, value] of known) {
    if (timingSafeEqual(asked, Buffer.from(candidate, 'hex'))) found = value;
  }
  return found;
}

function cookieOf(request: IncomingMessage, name: string): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=');
    if (key === name) return value.join('=');
  }
  return null;
}
