import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect as connectTcp, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { MAX_PASTE_LENGTH } from '../core/domain/paste.ts';
import { MAX_PIECE } from '../core/exchange-limits.ts';
import type { ServedPort } from '../shell/profile-types.ts';
import { PortServer } from '../shell/port-server.ts';
import { aWritingWorld } from '../shell/write-path.fixture.ts';
import { handshakeWithOwner } from '../shell/handshake.ts';
import { MAX_FRAME_BYTES, PortCore, type RpcPort } from '../shell/ports.ts';
import type { ReturnKey } from './return-keys.ts';
import { TOKEN_LIFE_MS } from './security.ts';
import { MAX_SOCKETS, MAX_UNVERIFIED, startHostServer, type HostServer } from './server.ts';

const page = {
  wayBack:
    '<!doctype html><title>Daymark</title><p>{why}</p><script src="/assets/return-12345678.js"></script>',
  open: new Set(['/assets/return-12345678.js']),
  index: '<!doctype html><html><head><title>x</title></head><body></body></html>',
  assets: new Map([
    ['/assets/app-12345678.js', { body: Buffer.from('1'), type: 'text/javascript', immutable: true }],
  ]),
};

let host: HostServer;
let served: ServedPort[];
let now: number;

const SECRET = 'a secret of the run';

function startHost(returnSecrets: readonly string[] = [SECRET], port = 0): Promise<HostServer> {
  const serve = (one: ServedPort): void => void served.push(one);
  return startHostServer({ page, port, anyPort: true, returnSecrets, serve, now: () => now });
}

beforeEach(async () => {
  served = [];
  now = 0;
  host = await startHost();
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
    const second = await get(`/${search}`);
    expect(second.status).toBe(401);
    expect(second.headers['set-cookie']).toBeUndefined();
    expect(second.body).toContain('was used already');
  });

  it('expires after a minute, and says so', async () => {
    const [early, late] = [new URL(host.address()), new URL(host.address())];
    now += TOKEN_LIFE_MS;
    expect((await get(`/${early.search}`)).status).toBe(200);
    now += 1;
    const refused = await get(`/${late.search}`);
    expect([refused.status, refused.headers['set-cookie']]).toEqual([401, undefined]);
    expect(refused.body).toContain('more than a minute old');
  });

  it('is not used up by a look at the head of the answer', async () => {
    const { search } = new URL(host.address());
    expect((await get(`/${search}`, {}, 'HEAD')).headers['set-cookie']).toBeUndefined();
    expect((await get(`/${search}`)).status).toBe(200);
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
    const received = new Promise((done) => port.on('message', (event) => done(event?.data)));
    client.send('ping');
    expect(await received).toBe('ping');
    const answered = new Promise((done) => client.once('message', (data) => done(String(data))));
    port.postMessage('pong');
    expect(await answered).toBe('pong');
  });

  it('takes the longest lawful request, in a script of three bytes a sign', async () => {
    const world = aWritingWorld();
    const server = new PortServer(world.router);
    const client = await socket();
    server.serve(served[0]!);
    const answer = async (path: string, input: unknown): Promise<unknown> => {
      const received = new Promise((done) =>
        client.once('message', (data) => done(JSON.parse(String(data)))),
      );
      client.send(JSON.stringify({ i: '1', p: { u: path, b: { json: input } } }));
      return received;
    };
    const line = `${'作'.repeat(99)}\n`;
    const text = line.repeat(MAX_PASTE_LENGTH / line.length);
    expect(await answer('/capture/preview', { text })).toMatchObject({
      p: { b: { json: { total: 35_000 } } },
    });
    const { upload } = await world.client.imports.begin({ name: 'a.csv' });
    const piece = '“"ü'.repeat(Math.floor(MAX_PIECE / 3));
    expect(await answer('/imports/append', { upload, text: piece })).toMatchObject({
      p: { b: { json: { received: piece.length } } },
    });
    server.close();
  });

  it('ends on a message above the cap, and on a binary one', async () => {
    for (const message of ['x'.repeat(MAX_FRAME_BYTES + 1), Buffer.from([1])]) {
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

describe('connections of someone who shows no cookie', () => {
  const idle = (): Promise<Socket> =>
    new Promise((done, failed) => {
      const socket = connectTcp(Number(new URL(host.origin).port), '127.0.0.1', () => done(socket));
      socket.on('error', failed);
    });

  it('never keep a page from loading, however many there are', async () => {
    const cookie = await signIn();
    const ended: Promise<void>[] = [];
    for (let count = 0; count < MAX_UNVERIFIED + 20; count += 1) {
      const socket = await idle();
      ended.push(new Promise((done) => socket.on('close', () => done())));
    }
    expect((await get('/', { cookie })).status).toBe(200);
    expect((await get(`/${new URL(host.address()).search}`)).status).toBe(200);
    const opened = await connect({ cookie, origin: host.origin });
    expect(opened).toBeInstanceOf(WebSocket);
    // Each has a moment to say who it is.
    await Promise.all(ended);
    (opened as WebSocket).close();
  });

  it('end with a refusal, and leave alone who has shown one', async () => {
    const refused = await get('/');
    expect(refused.headers['connection']).toBe('close');
    expect((await get('/', { cookie: await signIn() })).headers['connection']).not.toBe('close');
  });
});

describe('the way back', () => {
  async function keyOf(cookie: string): Promise<ReturnKey> {
    const { body, headers, status } = await get('/return-key', { cookie });
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    return JSON.parse(body) as ReturnKey;
  }

  /** A page's side of the handshake. */
  async function comeBack({ id, key }: ReturnKey, origin = host.origin, claimed = origin) {
    const socket = await connect({ origin }, `/return?id=${id}`);
    if (typeof socket === 'number') return socket;
    return handshakeWithOwner(portOf(socket), {
      secret: key,
      socket: claimed,
      limitMs: 5_000,
      wantsAddress: true,
    });
  }

  function portOf(socket: WebSocket): RpcPort {
    const core = new PortCore();
    socket.on('message', (data) => core.emit(data.toString()));
    socket.on('close', () => core.end());
    return {
      on: (event, callback) => core.on(event, callback),
      postMessage: (data) => socket.send(data as string),
      close: () => socket.close(),
    };
  }

  it('leads a page of before to the host that was started again, with a new cookie', async () => {
    const key = await keyOf(await signIn());
    await host.close();
    host = await startHost(['a newer one', SECRET], host.port);
    const welcome = await comeBack(key);
    if (welcome === null || typeof welcome === 'number') throw new Error('it was not let in');
    expect(served).toHaveLength(1);
    const { search } = new URL(welcome.welcome.address ?? '');
    expect((await get(`/${search}`)).headers['set-cookie']).toBeDefined();
    const received = new Promise((done) => served[0]!.on('message', (event) => done(event?.data)));
    const { port } = welcome;
    port.postMessage('{"request":1}');
    expect(await received).toBe('{"request":1}');
  });

  it('knows no key of another profile, and no proof that was made for another address', async () => {
    const key = await keyOf(await signIn());
    expect(await comeBack({ ...key, key: 'x'.repeat(43) })).toBeNull();
    expect(await comeBack({ ...key, id: 'other' })).toBeNull();
    expect(await comeBack(key, host.origin, 'http://127.0.0.1:1')).toBeNull();
    expect(served).toHaveLength(0);
    expect(await comeBack(key, 'http://evil.example')).toBe(403);
  });

  it('counts for the runs that follow soon, and no longer', async () => {
    const key = await keyOf(await signIn());
    for (const [secrets, isKnown] of [
      [['new', SECRET], true],
      [['newer', 'new'], false],
    ] as const) {
      await host.close();
      host = await startHost(secrets, host.port);
      expect((await comeBack(key)) !== null).toBe(isKnown);
    }
  });

  it('hears little of a page that has not proved itself', async () => {
    const page = await connect({ origin: host.origin }, '/return?id=x');
    if (typeof page === 'number') throw new Error(`refused with ${page}`);
    const end = new Promise((done) => page.on('close', done));
    page.send('x'.repeat(1_000_000));
    await end;
    expect(served).toEqual([]);
  });

  it('gives a key to no one without a cookie', async () => {
    expect((await get('/return-key')).status).toBe(401);
  });

  it('takes another port when someone has the one it had', async () => {
    const second = await startHost([SECRET], host.port);
    expect(second.port).not.toBe(host.port);
    await second.close();
  });
});
