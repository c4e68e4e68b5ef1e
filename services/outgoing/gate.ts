import { lookup } from 'node:dns/promises';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { DaymarkError } from '../../core/errors.ts';
import type { ConnectionRecord } from '../../db/index.ts';
import { isPrivateAddress } from './address.ts';
import { bytesOf, decoded, within } from './body.ts';

/**
 * The one place where Daymark opens a connection to somewhere else; a lint of imports holds it to that. A name is
 * resolved once and its address kept for the request, so that a second answer can't lead elsewhere (DNS rebinding);
 * addresses in private networks need the person's word, and no redirect leads to one.
 */

export interface Address {
  address: string;
  family: number;
}

export interface GateParts {
  /** Every connection is noted, whatever comes of it. */
  note(connection: ConnectionRecord): void;
  clock(): number;
  /** Addresses of a name; the system's by default. */
  resolve?: ((host: string) => Promise<Address[]>) | undefined;
}

export interface FetchRequest {
  url: string;
  /** What it is for, for the list of connections. */
  purpose: string;
  /** The person has allowed an address in a private network. */
  allowPrivate?: boolean;
  etag?: string | null;
  modified?: string | null;
  maxBytes?: number;
  timeoutMs?: number;
  signal?: AbortSignal | undefined;
}

export interface FetchAnswer {
  /** Null when what is known already is still right. */
  body: Uint8Array | null;
  etag: string | null;
  modified: string | null;
}

/** A request that is more than fetching a document. */
export interface SendRequest extends Pick<
  FetchRequest,
  'url' | 'purpose' | 'allowPrivate' | 'maxBytes' | 'timeoutMs' | 'signal'
> {
  method: 'PROPFIND' | 'REPORT' | 'GET' | 'PUT' | 'DELETE';
  headers?: Readonly<Record<string, string>>;
  body?: string;
  login: Login;
}

/** Goes to the host of the first address alone, never along a redirect to another one. */
export interface Login {
  username: string;
  password: string;
}

export interface SendAnswer {
  status: number;
  etag: string | null;
  body: Uint8Array;
  /** Where it came from in the end. */
  url: string;
}

export const MAX_BYTES = 10 * 1024 * 1024;
export const TIMEOUT_MS = 20_000;
const MAX_REDIRECTS = 5;
const ABOUT_THE_DOCUMENT: ReadonlySet<number> = new Set([404, 409, 410, 412]);
const MAX_HEADERS = 32 * 1024;

export class Gate {
  readonly #parts: GateParts;

  constructor(parts: GateParts) {
    this.#parts = parts;
  }

  /**
   * Fetches a document.
   *
   * @throws DaymarkError `invalidInput` for what is no web address, `privateAddress`, `unreachable`, `tooLarge`,
   *   `cancelled`
   */
  async fetch(request: FetchRequest): Promise<FetchAnswer> {
    const deadline = AbortSignal.timeout(request.timeoutMs ?? TIMEOUT_MS);
    const signal = request.signal ? AbortSignal.any([deadline, request.signal]) : deadline;
    let url = webAddress(request.url);
    const first = url;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const own = url.host === first.host;
      const answer = await this.#once(
        url,
        { ...request, allowPrivate: own && request.allowPrivate === true },
        signal,
      );
      if (!('redirect' in answer)) return answer as FetchAnswer;
      const next = webAddress(new URL(answer.redirect, url).href);
      if (url.protocol === 'https:' && next.protocol !== 'https:')
        throw unreachable(url, 'it leads to an address without encryption');
      url = next;
    }
    throw unreachable(first, 'it redirects without end');
  }

  /**
   * Sends a request with a login. Follows redirects within its host only; answers of 200 to 299, and those that say
   * something of the document (404, 409, 410, 412), are the caller's to read.
   *
   * @throws DaymarkError as `fetch`
   */
  async send(request: SendRequest): Promise<SendAnswer> {
    const deadline = AbortSignal.timeout(request.timeoutMs ?? TIMEOUT_MS);
    const signal = request.signal ? AbortSignal.any([deadline, request.signal]) : deadline;
    let url = webAddress(request.url);
    const first = url;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const answer = await this.#once(url, request, signal);
      if ('status' in answer) return answer;
      if (!('redirect' in answer)) break;
      const next = webAddress(new URL(answer.redirect, url).href);
      if (next.host !== first.host || next.protocol !== first.protocol)
        throw unreachable(first, 'it leads to another server');
      url = next;
    }
    throw unreachable(first, 'it redirects without end');
  }

  async #once(
    url: URL,
    request: FetchRequest | SendRequest,
    signal: AbortSignal,
  ): Promise<FetchAnswer | SendAnswer | { redirect: string }> {
    const connection: ConnectionRecord = {
      at: this.#parts.clock(),
      purpose: request.purpose,
      host: url.host,
      sent: 0,
      received: 0,
      outcome: 'failed',
    };
    try {
      const address = await this.#addressOf(url, request.allowPrivate === true, signal);
      const response = await answerOf(url, address, request, signal);
      connection.sent = response.socket.bytesWritten;
      connection.outcome = String(response.statusCode);
      const answer = await this.#read(url, response, request, signal);
      connection.received = response.socket?.bytesRead ?? 0;
      return answer;
    } catch (error) {
      const known = errorOf(url, error, request.signal, signal);
      if (connection.outcome === 'failed') connection.outcome = known.code;
      throw known;
    } finally {
      this.#parts.note(connection);
    }
  }

  async #addressOf(url: URL, allowPrivate: boolean, signal: AbortSignal): Promise<Address> {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const resolve = this.#parts.resolve ?? ((name: string) => lookup(name, { all: true, verbatim: true }));
    const family = isIP(host);
    const found = family > 0 ? [{ address: host, family }] : await within(resolve(host), signal);
    if (found.length === 0) throw unreachable(url, 'the name is unknown');
    // One inner address among outer ones is already a trap.
    if (!allowPrivate && found.some(({ address }) => isPrivateAddress(address)))
      throw new DaymarkError('privateAddress', { host: url.host });
    return found[0]!;
  }

  async #read(
    url: URL,
    response: IncomingMessage,
    request: FetchRequest | SendRequest,
    signal: AbortSignal,
  ): Promise<FetchAnswer | SendAnswer | { redirect: string }> {
    const maxBytes = request.maxBytes ?? MAX_BYTES;
    const status = response.statusCode ?? 0;
    const { etag = null, 'last-modified': modified = null, location } = response.headers;
    if (status === 304 || (status >= 300 && status < 400 && location !== undefined)) {
      response.destroy();
      return status === 304 ? { body: null, etag, modified } : { redirect: location! };
    }
    if ('method' in request && ((status >= 200 && status < 300) || ABOUT_THE_DOCUMENT.has(status))) {
      const body = await bytesOf(decoded(response), maxBytes, signal);
      return { status, etag, body, url: url.href };
    }
    if (status !== 200) {
      response.destroy();
      if (status === 401) throw unreachable(url, 'it refuses the user name or password');
      throw unreachable(url, `the server answers ${status}`);
    }
    return { body: await bytesOf(decoded(response), maxBytes, signal), etag, modified };
  }
}

/** @throws DaymarkError `invalidInput` */
export function webAddress(text: string): URL {
  let url: URL | null = null;
  try {
    url = new URL(text.trim().replace(/^webcals?:/i, 'https:'));
  } catch {
    // Said below.
  }
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '')
    throw new DaymarkError('invalidInput', { reason: 'this is no web address' });
  return url;
}

function answerOf(
  url: URL,
  { address, family }: Address,
  request: FetchRequest | SendRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { headers, body } = 'method' in request ? sendHeaders(request) : fetchHeaders(url, request);
  const pinned = (
    _host: string,
    options: { all?: boolean },
    done: (error: null, address: string | Address[], family?: number) => void,
  ): void => (options.all ? done(null, [{ address, family }]) : done(null, address, family));
  return new Promise((resolve, reject) => {
    const open = url.protocol === 'https:' ? requestHttps : requestHttp;
    const method = 'method' in request ? request.method : 'GET';
    const options = {
      method,
      headers,
      signal,
      agent: false as const,
      maxHeaderSize: MAX_HEADERS,
      lookup: pinned,
    };
    const sent = open(url, options as Parameters<typeof open>[1], resolve);
    sent.on('error', reject);
    sent.end(body);
  });
}

interface Outgoing {
  headers: Record<string, string>;
  body?: string;
}

function fetchHeaders(url: URL, { etag, modified }: FetchRequest): Outgoing {
  const login = { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  return {
    headers: {
      accept: 'text/calendar, text/plain;q=0.5, */*;q=0.1',
      ...COMMON_HEADERS,
      ...(url.username ? { authorization: basic(login) } : {}),
      ...(etag ? { 'if-none-match': etag } : {}),
      ...(modified ? { 'if-modified-since': modified } : {}),
    },
  };
}

function sendHeaders({ headers = {}, body, login }: SendRequest): Outgoing {
  const common = { ...COMMON_HEADERS, authorization: basic(login), ...headers };
  if (body === undefined) return { headers: common };
  return { headers: { ...common, 'content-length': String(Buffer.byteLength(body)) }, body };
}

const COMMON_HEADERS = { 'accept-encoding': 'gzip', 'user-agent': 'Daymark' };

function basic({ username, password }: Login): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function unreachable(url: URL, reason: string): DaymarkError {
  return new DaymarkError('unreachable', { host: url.host, reason });
}

const REASONS: Record<string, string> = {
  ENOTFOUND: 'the name is unknown',
  EAI_AGAIN: 'the name can’t be looked up just now',
  ECONNREFUSED: 'nothing answers there',
  ECONNRESET: 'the connection broke off',
  ETIMEDOUT: 'it takes too long',
  CERT_HAS_EXPIRED: 'its certificate has expired',
};

/** What went wrong in words; never the address itself, which may hold a secret. */
function errorOf(
  url: URL,
  error: unknown,
  asked: AbortSignal | undefined,
  signal: AbortSignal,
): DaymarkError {
  if (error instanceof DaymarkError) return error;
  if (asked?.aborted) return new DaymarkError('cancelled');
  if (signal.aborted) return unreachable(url, 'it takes too long');
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason =
    REASONS[code] ??
    (/CERT|TLS|SSL|SIGNED/.test(code) ? 'its certificate is not valid' : 'the connection failed');
  return new DaymarkError('unreachable', { host: url.host, reason }, { cause: error });
}
