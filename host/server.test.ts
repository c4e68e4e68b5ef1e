import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { ServedPort } from '../shell/profile-types.ts';
import { MAX_PAYLOAD, MAX_SOCKETS, startHostServer, type HostServer } from './server.ts';

const page = {
  index: '<!doctype html><html><head><title>x</title></head><body></body></html>',
  assets: new Map([
    ['/assets/app-12345678.js', { body: Buffer.from('1'), type: 'text/javascript', immutable: true }],
  ]),
};

let host: HostServer;
let served: ServedPort[];
let used: number;
beforeEach(async () => {
  served = [];
  used = 0;
  host = await startHostServer({
    page,
    port: 0,
    serve: (port) => void served.push(port),
    onTokenUsed: () => (used += 1),
  });
});
afterEach(() => host.close());

interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Plain HTTP, since `fetch` refuses to send the headers that matter here. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> {
  const { port, hostname } = new URL(host.origin);
  return new Promise((done, failed) => {
    const request = httpRequest({ hostname, port, path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => (body += text));
      response.on('end', () => done({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    request.on('error', failed);
    request.end();
  });
}

async function signIn(): Promise<string> {
  const address = new URL(host.address());
  const reply = await get(`/${address.search}`);
  const cookie = reply.headers['set-cookie']?.[0]?.split(';')[0];
  if (!cookie) throw new Error(`no cookie (${reply.status})`);
  return cookie;
}

function connect(headers: Record<string, string>, path = '/rpc'): Promise<WebSocket | number> {
  const socket = new WebSocket(`${host.origin.replace('http', 'ws')}${path}`, { headers });
  return new Promise((done, failed) => {
    socket.on('open', () => done(socket));
    socket.on('unexpected-response', (_request, response) => done(response.statusCode ?? 0));
    socket.on('error', failed);
  });
}

describe('the token', () => {
  it('is exchanged once for a cookie that scripts and other sites do not get', async () => {
    const { search } = new URL(host.address());
    const first = await get(`/${search}`);
    expect(first.status).toBe(200);
    expect(first.headers['set-cookie']?.[0]).toMatch(
      /^daymark-\d+=[\w-]{40,}; HttpOnly; SameSite=Strict; Path=\/$/,
    );
    expect(used).toBe(1);
    const second = await get(`/${search}`);
    expect(second.status).toBe(401);
    expect(second.headers['set-cookie']).toBeUndefined();
  });

  it('is not needed again with the cookie, and is not used up by it', async () => {
    const cookie = await signIn();
    const { search } = new URL(host.address());
    expect((await get(`/${search}`, { cookie })).status).toBe(200);
    expect((await get(`/${search}`)).headers['set-cookie']).toBeDefined();
  });

  it.each(['', 'x', 'x'.repeat(43), '%00', '%f0%9f%98%80'])('refuses "%s"', async (token) => {
    expect((await get(`/?token=${token}`)).status).toBe(401);
  });

  it('protects the page and its files alike', async () => {
    expect((await get('/')).status).toBe(401);
    expect((await get('/assets/app-12345678.js')).status).toBe(401);
    expect((await get('/', { cookie: 'daymark-1=forged' })).status).toBe(401);
  });
});

describe('the page', () => {
  it('comes with a fresh nonce each time, and is never cached', async () => {
    const cookie = await signIn();
    const nonces = new Set<string>();
    for (let load = 0; load < 3; load += 1) {
      const { body, headers } = await get('/', { cookie });
      const nonce = /<meta property="csp-nonce" nonce="([^"]+)">/.exec(body)?.[1] ?? '';
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
      expect(policy).toContain("require-trusted-types-for 'script'; trusted-types default");
      expect(policy).not.toMatch(/unsafe/);
      expect(headers['cache-control']).toBe('no-store');
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  it('holds only files that were built; names that climb out find nothing', async () => {
    const cookie = await signIn();
    expect((await get('/assets/app-12345678.js', { cookie })).status).toBe(200);
    for (const path of [
      '/assets/../../package.json',
      '/%2e%2e/package.json',
      '//etc/passwd',
      '/index.htm',
      '/rpc',
    ]) {
      const { status } = await get(path, { cookie });
      expect([path, status]).toEqual([path, 404]);
    }
  });

  it('is only read', async () => {
    const cookie = await signIn();
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await get('/', { cookie }, method)).status).toBe(405);
    }
  });
});

describe('the caller', () => {
  it.each(['evil.example', '127.0.0.1', '127.0.0.1:1', 'localhost', '[::1]:80'])(
    'is refused under the host name %s',
    async (name) => {
      const cookie = await signIn();
      expect((await get('/', { cookie, host: name })).status).toBe(403);
    },
  );

  it.each(['null', 'http://evil.example', 'http://127.0.0.1', 'https://127.0.0.1', 'file://'])(
    'is refused from the origin %s',
    async (origin) => {
      const cookie = await signIn();
      expect((await get('/', { cookie, origin })).status).toBe(403);
      expect(await connect({ cookie, origin })).toBe(403);
    },
  );

  it('is refused a socket without origin, without cookie, or elsewhere', async () => {
    const cookie = await signIn();
    const origin = host.origin;
    expect(await connect({ cookie })).toBe(403);
    expect(await connect({ origin })).toBe(401);
    expect(await connect({ origin, cookie }, '/other')).toBe(404);
    expect(served).toHaveLength(0);
  });
});

describe('the socket', () => {
  async function socket(): Promise<WebSocket> {
    const opened = await connect({ cookie: await signIn(), origin: host.origin });
    if (typeof opened === 'number') throw new Error(`refused with ${opened}`);
    return opened;
  }

  it('carries text both ways', async () => {
    const client = await socket();
    const port = served[0]!;
    const heard = new Promise((done) => port.on('message', (event) => done(event?.data)));
    client.send('ping');
    expect(await heard).toBe('ping');
    const answered = new Promise((done) => client.once('message', (data) => done(String(data))));
    port.postMessage('pong');
    expect(await answered).toBe('pong');
  });

  it('ends on a message above the cap, and on a binary one', async () => {
    for (const message of ['x'.repeat(MAX_PAYLOAD + 1), Buffer.from([1])]) {
      const client = await socket();
      const end = new Promise<number>((done) => client.on('close', done));
      client.send(message);
      expect([1003, 1006, 1009]).toContain(await end);
    }
  });

  it('is refused beyond the most that may be open', async () => {
    const cookie = await signIn();
    const opened: (WebSocket | number)[] = [];
    for (let count = 0; count <= MAX_SOCKETS; count += 1)
      opened.push(await connect({ cookie, origin: host.origin }));
    expect(opened.at(-1)).toBe(503);
    expect(opened.filter((one) => typeof one === 'number')).toHaveLength(1);
  });
});
