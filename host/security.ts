import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Who may talk to the browser host. Any page in the person's browser, and any program of another user on this
 * machine, can reach a loopback port: so each request has to name this host, come from this origin (or be a plain
 * navigation), and carry the cookie that was handed out against the printed token.
 */

/** One-time tokens and the cookies they are exchanged for. Secrets are kept as hashes only. */
export class Gate {
  readonly #tokens = new Set<string>();
  readonly #sessions = new Set<string>();
  readonly cookieName: string;
  readonly #hosts: ReadonlySet<string>;
  readonly #origins: ReadonlySet<string>;

  /** @param port Cookies are shared by all ports of a host name, so the port is part of the cookie's name. */
  constructor(port: number) {
    this.cookieName = `daymark-${port}`;
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
    this.#origins = new Set([...this.#hosts].map((host) => `http://${host}`));
  }

  /** Makes a token that opens one session. */
  newToken(): string {
    const token = randomBytes(32).toString('base64url');
    this.#tokens.add(digest(token));
    return token;
  }

  /** Exchanges a token for a cookie value; null when it is unknown or was used before. */
  redeem(token: string): string | null {
    const known = find(this.#tokens, token);
    if (known === null) return null;
    this.#tokens.delete(known);
    const session = randomBytes(32).toString('base64url');
    this.#sessions.add(digest(session));
    return session;
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
function find(known: ReadonlySet<string>, secret: string): string | null {
  const asked = Buffer.from(digest(secret), 'hex');
  let found: string | null = null;
  for (const candidate of known) {
    if (timingSafeEqual(asked, Buffer.from(candidate, 'hex'))) found = candidate;
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
