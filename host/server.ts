import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { handshakeWithGuest } from '../shell/handshake.ts';
import { commonHeaders, contentSecurityPolicy, withNonce } from '../shell/page.ts';
import { MAX_FRAME_BYTES, PortCore, type RpcPort } from '../shell/ports.ts';
import type { ServedPort } from '../shell/profile-types.ts';
import type { PageFiles } from './files.ts';
import { ReturnKeys } from './return-keys.ts';
import { Gate, type Monotonic, type Refusal } from './security.ts';
import { UnverifiedConnections } from './unverified-connections.ts';

/** Pages that are served, and those that are still proving themselves. */
export const MAX_SOCKETS = 16;
export const MAX_HANDSHAKES = 16;
/** Connections that have not shown a cookie, and how long each has for it. */
export const MAX_UNVERIFIED = 256;
const VERIFY_WITHIN_MS = 2_000;
const HANDSHAKE_MS = 10_000;
/** What a page that has not proved itself may have sent. */
const MAX_HANDSHAKE_BYTES = 64 * 1024;
/** A page that doesn't read what it is sent is cut off. */
const MAX_BUFFERED = 64 * 1024 * 1024;
const PING_MS = 30_000;

export interface HostServer {
  /** `http://127.0.0.1:PORT`. */
  origin: string;
  port: number;
  /** The address with a fresh one-time token. */
  address(): string;
  close(): Promise<void>;
}

export interface HostServerOptions {
  page: PageFiles;
  /** 0 takes any free port. */
  port: number;
  /** Another port will do when this one is taken. */
  anyPort?: boolean;
  /** From them come the keys with which pages find their way back, those of this run from the first. */
  returnSecrets: readonly string[];
  /** Serves the app contract to one page. */
  serve(port: ServedPort): void;
  /** A clock that no one sets, in milliseconds. */
  now: Monotonic;
}

/** Listens on the loopback address only. */
export async function startHostServer(options: HostServerOptions): Promise<HostServer> {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000, maxHeaderSize: 16_384 });
  const unverified = new UnverifiedConnections({ limitMs: VERIFY_WITHIN_MS, most: MAX_UNVERIFIED });
  server.on('connection', (socket) => unverified.admit(socket));
  const port = await listen(server, options);
  const origin = `http://127.0.0.1:${port}`;
  const gate = new Gate(port, options.now);
  const address = (): string => `${origin}/?token=${gate.newToken()}`;
  const host: Host = { ...options, gate, unverified, address, keys: new ReturnKeys(options.returnSecrets) };
  server.on('request', (request, response) => answer(request, response, host));
  const sockets = listenForSockets(server, host);
  return {
    origin,
    port,
    address,
    close: () =>
      new Promise((done) => {
        for (const socket of sockets.clients) socket.terminate();
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

interface Host extends HostServerOptions {
  gate: Gate;
  unverified: UnverifiedConnections;
  keys: ReturnKeys;
  address(): string;
}

async function listen(server: Server, { port, anyPort }: HostServerOptions): Promise<number> {
  const on = (wanted: number): Promise<void> =>
    new Promise((done, failed) => {
      server.once('error', failed);
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', failed);
        done();
      });
    });
  try {
    await on(port);
  } catch (error) {
    if (anyPort !== true) throw error;
    await on(0);
  }
  return (server.address() as AddressInfo).port;
}

function answer(request: IncomingMessage, response: ServerResponse, host: Host): void {
  const { gate, unverified } = host;
  for (const [name, value] of Object.entries(commonHeaders)) response.setHeader(name, value);
  const isKnown = gate.hasSession(request);
  if (isKnown) unverified.release(request.socket);
  else response.setHeader('connection', 'close');
  if (!gate.knowsHost(request) || !gate.allowsOrigin(request, false)) return refuse(response, 403);
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
  const url = readUrl(request);
  if (!url) return refuse(response, 400);
  const token = url.searchParams.get('token');
  if (url.pathname === '/' && token !== null && !isKnown) return exchange(request, response, host, token);
  if (!isKnown) return turnAway(response, 'unknown');
  if (url.pathname === '/' && token !== null) return sendText(response, 200, FORWARD);
  if (url.pathname === '/' || url.pathname === '/index.html') return sendIndex(response, request, host.page);
  if (url.pathname === '/return-key') return sendReturnKey(response, host.keys);
  sendAsset(request, response, host.page, url.pathname);
}

/** A token for a cookie. Asking for the head of the answer, as previews of links do, uses nothing up. */
function exchange(request: IncomingMessage, response: ServerResponse, host: Host, token: string): void {
  if (request.method === 'HEAD') return refuse(response, 405);
  const exchanged = host.gate.redeem(token);
  if ('refused' in exchanged) return turnAway(response, exchanged.refused);
  response.setHeader('set-cookie', host.gate.setCookie(exchanged.session));
  sendText(response, 200, FORWARD);
}

function sendAsset(request: IncomingMessage, response: ServerResponse, page: PageFiles, path: string): void {
  const asset = page.assets.get(path);
  if (!asset) return refuse(response, 404);
  response.writeHead(200, {
    'content-type': asset.type,
    'content-length': asset.body.length,
    'cache-control': asset.immutable ? 'private, max-age=31536000, immutable' : 'no-cache',
  });
  response.end(request.method === 'HEAD' ? undefined : asset.body);
}

/** For the page that was just loaded with the cookie. */
function sendReturnKey(response: ServerResponse, keys: ReturnKeys): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(keys.make()));
}

/** A redirect would be followed without a `SameSite=Strict` cookie when a link elsewhere led here; a page's own move isn't. */
const FORWARD = '<!doctype html><meta http-equiv="refresh" content="0;url=/"><title>Daymark</title>';

/** What someone without a cookie reads. */
const WHY: Record<Refusal, string> = {
  unknown:
    'This page is not signed in to Daymark. It was started again since, or the address was typed by hand. Run the command ' +
    'that starts Daymark once more, also while it runs: it opens a page that is signed in.',
  used:
    'This address was used already; each works once. For another page run the command that starts Daymark once more. ' +
    'If it was not you who used it, end Daymark and start it again.',
  expired:
    'This address is more than a minute old and works no more. Run the command that starts Daymark once more: it opens a ' +
    'new one.',
};

function turnAway(response: ServerResponse, why: Refusal): void {
  sendText(response, 401, `<!doctype html><title>Daymark</title><p>${WHY[why]}</p>`);
}

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
  sendText(response, status, `<!doctype html><title>Daymark</title><p>Refused (${status}).</p>`);
}

function sendText(response: ServerResponse, status: number, html: string, strict = true): void {
  if (strict) response.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(html);
}

function listenForSockets(server: Server, host: Host): WebSocketServer {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
  });
  const handshakes = new UnverifiedConnections({
    limitMs: HANDSHAKE_MS,
    most: MAX_HANDSHAKES,
    mostBytes: MAX_HANDSHAKE_BYTES,
  });
  const served = new Set<WebSocket>();
  const serve = (socket: WebSocket, port: RpcPort): void => {
    served.add(socket);
    socket.on('close', () => served.delete(socket));
    host.serve(port);
  };
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    const status = upgradeStatus(request, host.gate, served.size);
    if (status !== 101) {
      stream.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    host.unverified.release(request.socket);
    const isReturn = readUrl(request)?.pathname === '/return';
    if (isReturn) handshakes.admit(request.socket);
    sockets.handleUpgrade(request, stream, head, (socket) => {
      if (!isReturn) return serve(socket, webSocketPort(socket));
      void handshakeWithPage(request, socket, host, (port) => {
        handshakes.release(request.socket);
        if (port && served.size < MAX_SOCKETS) serve(socket, port);
        else socket.terminate();
      });
    });
  });
  return sockets;
}

/** A page of an earlier run, or one that lost its connection: host and page prove themselves to each other. */
async function handshakeWithPage(
  request: IncomingMessage,
  socket: WebSocket,
  host: Host,
  done: (port: RpcPort | null) => void,
): Promise<void> {
  const id = readUrl(request)?.searchParams.get('id') ?? '';
  const port = await handshakeWithGuest(webSocketPort(socket), {
    secret: host.keys.keyOf(id),
    // Ours, so that no one who listens at another port can hand this page's proofs on to us.
    socket: `http://${request.headers.host ?? ''}`,
    limitMs: HANDSHAKE_MS,
    address: host.address,
  });
  done(port);
}

function upgradeStatus(request: IncomingMessage, gate: Gate, served: number): number {
  if (!gate.knowsHost(request) || !gate.allowsOrigin(request, true)) return 403;
  const path = readUrl(request)?.pathname;
  if (path === '/return') return 101;
  if (!gate.hasSession(request)) return 401;
  if (path !== '/rpc') return 404;
  return served >= MAX_SOCKETS ? 503 : 101;
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
