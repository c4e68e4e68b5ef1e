import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { errorSentences } from '../core/errors.ts';
import { commonHeaders, contentSecurityPolicy, withNonce } from '../shell/page.ts';
import { PortCore, type RpcPort } from '../shell/ports.ts';
import type { ServedPort } from '../shell/profile-types.ts';
import type { PageFiles } from './files.ts';
import { Gate } from './security.ts';

/** Most bytes of one WebSocket message; the longest lawful request (a paste of 200,000 characters) fits twice. */
export const MAX_PAYLOAD = 2 * 1024 * 1024;
export const MAX_SOCKETS = 16;
/** A page that doesn't read what it is sent is cut off. */
const MAX_BUFFERED = 64 * 1024 * 1024;
const PING_MS = 30_000;

export interface HostServer {
  /** `http://127.0.0.1:PORT`. */
  origin: string;
  /** The address with a fresh one-time token. */
  address(): string;
  close(): Promise<void>;
}

export interface HostServerOptions {
  page: PageFiles;
  /** 0 takes any free port. */
  port: number;
  /** Serves the app contract to one page. */
  serve(port: ServedPort): void;
  /** Called when a token was used up, so that a new one can be offered to a second start. */
  onTokenUsed?: () => void;
}

/** Listens on the loopback address only. */
export async function startHostServer(options: HostServerOptions): Promise<HostServer> {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000, maxHeaderSize: 16_384 });
  server.maxConnections = 128;
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(options.port, '127.0.0.1', done);
  });
  const { port } = server.address() as AddressInfo;
  const gate = new Gate(port);
  server.on('request', (request, response) => answer(request, response, gate, options));
  const sockets = listenForSockets(server, gate, options.serve);
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    address: () => `${origin}/?token=${gate.newToken()}`,
    close: () =>
      new Promise((done) => {
        for (const socket of sockets.clients) socket.terminate();
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  gate: Gate,
  options: HostServerOptions,
): void {
  for (const [name, value] of Object.entries(commonHeaders)) response.setHeader(name, value);
  if (!gate.knowsHost(request) || !gate.allowsOrigin(request, false)) return refuse(response, 403);
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
  const url = readUrl(request);
  if (!url) return refuse(response, 400);
  const token = url.searchParams.get('token');
  if (url.pathname === '/' && token !== null && !gate.hasSession(request)) {
    const session = gate.redeem(token);
    if (session === null) return refuse(response, 401);
    response.setHeader('set-cookie', gate.setCookie(session));
    sendText(response, 200, FORWARD);
    options.onTokenUsed?.();
    return;
  }
  if (!gate.hasSession(request)) return refuse(response, 401);
  if (url.pathname === '/' && token !== null) return sendText(response, 200, FORWARD);
  if (url.pathname === '/' || url.pathname === '/index.html')
    return sendIndex(response, request, options.page);
  const asset = options.page.assets.get(url.pathname);
  if (!asset) return refuse(response, 404);
  response.writeHead(200, {
    'content-type': asset.type,
    'content-length': asset.body.length,
    'cache-control': asset.immutable ? 'private, max-age=31536000, immutable' : 'no-cache',
  });
  response.end(request.method === 'HEAD' ? undefined : asset.body);
}

/** A redirect would be followed without a `SameSite=Strict` cookie when a link elsewhere led here; a page's own move isn't. */
const FORWARD = '<!doctype html><meta http-equiv="refresh" content="0;url=/"><title>Daymark</title>';

function readUrl(request: IncomingMessage): URL | null {
  const target = request.url ?? '/';
  return target.startsWith('/') && URL.canParse(target, 'http://localhost')
    ? new URL(target, 'http://localhost')
    : null;
}

function sendIndex(response: ServerResponse, request: IncomingMessage, page: PageFiles): void {
  const nonce = randomBytes(18).toString('base64');
  response.setHeader(
    'content-security-policy',
    contentSecurityPolicy(nonce, [`ws://${request.headers.host ?? ''}`]),
  );
  sendText(response, 200, withNonce(page.index, nonce), false);
}

function refuse(response: ServerResponse, status: number): void {
  const text = status === 401 ? errorSentences.unauthorized : `Refused (${status}).`;
  sendText(response, status, `<!doctype html><title>Daymark</title><p>${text}</p>`);
}

function sendText(response: ServerResponse, status: number, html: string, strict = true): void {
  if (strict) response.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(html);
}

function listenForSockets(server: Server, gate: Gate, serve: (port: ServedPort) => void): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD, perMessageDeflate: false });
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    const status = upgradeStatus(request, gate, sockets.clients.size);
    if (status !== 101) {
      stream.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => serve(webSocketPort(socket)));
  });
  return sockets;
}

function upgradeStatus(request: IncomingMessage, gate: Gate, open: number): number {
  if (!gate.knowsHost(request) || !gate.allowsOrigin(request, true)) return 403;
  if (!gate.hasSession(request)) return 401;
  if (readUrl(request)?.pathname !== '/rpc') return 404;
  return open >= MAX_SOCKETS ? 503 : 101;
}

/** A port over one accepted WebSocket; a peer that stops answering pings is closed. */
function webSocketPort(socket: WebSocket): RpcPort {
  const core = new PortCore();
  let alive = true;
  const ping = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, PING_MS);
  socket.on('pong', () => (alive = true));
  socket.on('message', (data, binary) => {
    alive = true;
    if (binary) socket.close(1003);
    else core.emit(data.toString());
  });
  socket.on('close', () => {
    clearInterval(ping);
    core.end();
  });
  socket.on('error', () => socket.terminate());
  return {
    on: (event, callback) => core.on(event, callback),
    postMessage(data) {
      if (socket.bufferedAmount > MAX_BUFFERED) socket.terminate();
      else if (socket.readyState === socket.OPEN) socket.send(data as string);
    },
    close: () => socket.close(1008),
  };
}
