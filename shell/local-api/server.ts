import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DaymarkError } from '../../core/errors.ts';
import { statusOf } from '../../rpc/wire-errors.ts';
import type { AppClient } from '../rpc.ts';
import { isIterable, makeCall } from './calls.ts';
import { isServed, openApiDocument } from './document.ts';

/**
 * The contract over HTTP on the loopback address, for programs of this person. The rules are the browser host's: each
 * request names this host, so that no foreign name leads here (DNS rebinding); comes from no web page; and carries the
 * token that lies in the data folder, readable by this user alone.
 */

export interface ApiServerOptions {
  client: AppClient;
  version: string;
  token: string;
  port: number;
}

export interface ApiServer {
  address: string;
  port: number;
  close(): Promise<void>;
}

const MAX_BODY = 16 * 1024 * 1024;
const MAX_AT_ONCE = 64;

/** Throws when the port is taken; 0 takes any. */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  let atOnce = 0;
  const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 30_000 }, (request, response) => {
    atOnce += 1;
    response.once('close', () => (atOnce -= 1));
    const served = atOnce > MAX_AT_ONCE ? Promise.reject(new DaymarkError('busy')) : serve(request, response);
    served.catch((error: unknown) => refuse(response, error));
  });
  server.maxConnections = 2 * MAX_AT_ONCE;
  await listening(server, options.port);
  const { port } = server.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}`;
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  const wanted = digest(options.token);

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    checkCaller(request, hosts, wanted);
    const path = new URL(request.url ?? '/', address).pathname;
    if (path === '/openapi.json') return sendJson(response, openApiDocument(options.version, address));
    const found = /^\/v1\/([A-Za-z]+)\/([A-Za-z]+)$/.exec(path);
    const name = found ? `${found[1]}.${found[2]}` : '';
    if (!isServed(name)) throw new DaymarkError('notFound', { what: 'call', id: path.slice(0, 100) });
    if (request.method !== 'POST')
      throw new DaymarkError('invalidInput', { reason: 'calls are made by POST' });
    const input = readInput(await bodyOf(request));
    const stop = new AbortController();
    response.once('close', () => stop.abort());
    const intentId = request.headers['idempotency-key'];
    const context = typeof intentId === 'string' && /^[\w-]{16,64}$/.test(intentId) ? { intentId } : {};
    const answer = await makeCall(options.client, { name, input, context, signal: stop.signal });
    if (!isIterable(answer)) return sendJson(response, answer);
    response.writeHead(200, { 'content-type': 'application/jsonl', 'cache-control': 'no-store' });
    for await (const piece of answer) {
      if (response.destroyed) return;
      if (!response.write(`${JSON.stringify(piece)}\n`))
        await new Promise<void>((done) => {
          response.once('drain', done);
          response.once('close', done);
        });
    }
    response.end();
  };

  return {
    address,
    port,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function checkCaller(request: IncomingMessage, hosts: ReadonlySet<string>, wanted: Buffer): void {
  const named = request.headersDistinct['host'] ?? [];
  const fromPage = request.headers.origin !== undefined || request.headers['sec-fetch-site'] !== undefined;
  const token = /^Bearer ([\w-]{20,100})$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const known = timingSafeEqual(digest(token), wanted);
  if (named.length !== 1 || !hosts.has(named[0]!) || fromPage || !known)
    throw new DaymarkError('unauthorized');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY) throw new DaymarkError('tooLarge', { limit: '16 MB' });
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Nothing is no input. */
function readInput(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new DaymarkError('invalidInput', { reason: 'the body is no JSON' }, { cause: error });
  }
}

function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  const headers = {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  };
  response.writeHead(status, headers).end(`${JSON.stringify(value ?? null)}\n`);
}

/** A refusal before anything was said is an answer; one in the middle of pieces can only break off. */
function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  const known = error instanceof DaymarkError ? error : new DaymarkError('internal', { ref: '-' });
  response.setHeader('connection', 'close');
  sendJson(response, { code: known.code, message: known.message, data: known.params }, statusOf(known.code));
}
