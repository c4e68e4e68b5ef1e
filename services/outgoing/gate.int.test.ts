import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ConnectionRecord } from '../../db/index.ts';
import { isPrivateAddress } from './address.ts';
import { Gate, type Address } from './gate.ts';

/** The gate against a real server that means harm. */

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function aServer(handler: Handler): Promise<{ port: number; hits: IncomingMessage[] }> {
  const hits: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    hits.push(request);
    handler(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, hits };
}

const LOCAL: Address = { address: '127.0.0.1', family: 4 };

function aGate(resolve: (host: string) => Promise<Address[]> = async () => [LOCAL]) {
  const noted: ConnectionRecord[] = [];
  const gate = new Gate({ note: (one) => noted.push(one), clock: () => 7, resolve });
  const fetch = (url: string, options: Partial<Parameters<Gate['fetch']>[0]> = {}) =>
    gate.fetch({ url, purpose: 'test', ...options });
  return { fetch, noted };
}

describe('the gate', () => {
  it('fetches, says what is known, and notes every connection', async () => {
    const { port, hits } = await aServer((request, response) => {
      if (request.headers['if-none-match'] === '"a"') response.writeHead(304).end();
      else response.writeHead(200, { etag: '"a"', 'content-encoding': 'gzip' }).end(gzipSync('hello'));
    });
    const { fetch, noted } = aGate();
    const url = `http://ada:pw@cal.example:${port}/x?secret=1`;
    const first = await fetch(url, { allowPrivate: true });
    expect(Buffer.from(first.body!).toString()).toBe('hello');
    expect(await fetch(url, { allowPrivate: true, etag: first.etag })).toMatchObject({ body: null });
    expect(hits.map(({ headers }) => [headers.host, headers.authorization, headers.cookie])).toEqual(
      hits.map(() => [`cal.example:${port}`, `Basic ${btoa('ada:pw')}`, undefined]),
    );
    expect(noted).toMatchObject([
      { at: 7, purpose: 'test', host: `cal.example:${port}`, outcome: '200' },
      { outcome: '304' },
    ]);
    expect(noted[0]!.sent).toBeGreaterThan(50);
    expect(JSON.stringify(noted)).not.toMatch(/secret|pw/);
  });

  it('asks before it goes into a private network, and looks a name up only once', async () => {
    const { port, hits } = await aServer((_request, response) => response.end('x'));
    let asked = 0;
    const rebinding = aGate(async () => {
      asked += 1;
      return asked === 1 ? [LOCAL] : [{ address: '10.0.0.1', family: 4 }];
    });
    await rebinding.fetch(`http://a.example:${port}/`, { allowPrivate: true });
    expect([asked, hits.length]).toEqual([1, 1]);
    const mixed = aGate(async () => [{ address: '93.184.216.34', family: 4 }, LOCAL]);
    for (const url of [
      `http://a.example:${port}/`,
      `http://127.0.0.1:${port}/`,
      `http://[::1]:${port}/`,
      `http://0x7f.1:${port}/`,
      `http://[::ffff:127.0.0.1]:${port}/`,
    ])
      await expect(mixed.fetch(url)).rejects.toMatchObject({ code: 'privateAddress' });
    expect(hits).toHaveLength(1);
    for (const url of ['file:///etc/passwd', 'ftp://x/', 'javascript:1', 'nonsense', 'http://'])
      await expect(mixed.fetch(url)).rejects.toMatchObject({ code: 'invalidInput' });
  });

  it('follows redirects, but neither into a private network nor without end', async () => {
    const { port, hits } = await aServer((request, response) => {
      const to = { '/a': '/b', '/in': `http://inner.example:${port}/b`, '/loop': '/loop' }[request.url!];
      if (to) response.writeHead(302, { location: to }).end();
      else response.end('found');
    });
    const { fetch } = aGate();
    const base = `http://a.example:${port}`;
    expect(Buffer.from((await fetch(`${base}/a`, { allowPrivate: true })).body!).toString()).toBe('found');
    const before = hits.length;
    await expect(fetch(`${base}/in`, { allowPrivate: true })).rejects.toMatchObject({
      code: 'privateAddress',
    });
    expect(hits.length).toBe(before + 1);
    await expect(fetch(`${base}/loop`, { allowPrivate: true })).rejects.toMatchObject({
      code: 'unreachable',
    });
    expect(hits.length).toBeLessThan(before + 10);
  });

  it('ends what is too large or never ends', async () => {
    const bomb = gzipSync(Buffer.alloc(30 * 1024 * 1024));
    const { port } = await aServer((request, response) => {
      if (request.url === '/bomb') response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
      else if (request.url === '/broken')
        response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip');
      else if (request.url === '/cut')
        response.writeHead(200, { 'content-length': '9' }).write('x', () => response.destroy());
      else if (request.url === '/error') response.writeHead(500).end();
      else response.writeHead(200).write('x');
    });
    const { fetch } = aGate();
    const at = (path: string, options = {}) =>
      fetch(`http://a.example:${port}${path}`, { allowPrivate: true, ...options });
    await expect(at('/bomb')).rejects.toMatchObject({ code: 'tooLarge' });
    await expect(at('/slow', { timeoutMs: 150 })).rejects.toMatchObject({
      code: 'unreachable',
      params: { reason: 'it takes too long' },
    });
    await expect(at('/slow', { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({
      code: 'cancelled',
    });
    for (const path of ['/broken', '/cut', '/error'])
      await expect(at(path)).rejects.toMatchObject({ code: 'unreachable' });
    await expect(aGate(async () => []).fetch('http://nowhere.example/')).rejects.toMatchObject({
      code: 'unreachable',
    });
  });
});

it('knows what is private', () => {
  const inner = [
    '127.0.0.1',
    '10.1.2.3',
    '192.168.1.1',
    '172.31.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '::ffff:a00:1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    'ff02::1',
    'x',
  ];
  const outer = ['93.184.216.34', '8.8.8.8', '172.32.0.1', '2606:4700::1111', '2a00:1450::1'];
  expect(inner.filter((address) => !isPrivateAddress(address))).toEqual([]);
  expect(outer.filter(isPrivateAddress)).toEqual([]);
  fc.assert(
    fc.property(fc.nat(255), fc.nat(255), fc.nat(255), (a, b, c) => isPrivateAddress(`10.${a}.${b}.${c}`)),
  );
});
