import { createServer, createConnection, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { guardedPort, PortCore, socketPort, type RpcPort } from './ports.ts';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

/** Two ends of a real socket, and the raw client side of it. */
async function socketPair(maxBytes?: number): Promise<{ server: RpcPort; client: RpcPort; raw: Socket }> {
  const listener = createServer();
  await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done));
  open.push(listener);
  const accepted = new Promise<Socket>((done) => listener.once('connection', done));
  const address = listener.address();
  const raw = createConnection(typeof address === 'object' && address ? address.port : 0, '127.0.0.1');
  const server = socketPort(await accepted, maxBytes);
  const client = socketPort(raw);
  open.push(server, client);
  return { server, client, raw };
}

function post(port: RpcPort, data: unknown): void {
  port.postMessage(data);
}

function closed(port: RpcPort): Promise<void> {
  return new Promise((done) => port.on('close', () => done()));
}

function received(port: RpcPort, count: number): Promise<unknown[]> {
  return new Promise((done) => {
    const messages: unknown[] = [];
    port.on('message', (event) => {
      messages.push(event?.data);
      if (messages.length === count) done(messages);
    });
  });
}

describe('socketPort', () => {
  it('delivers messages whole and in order, however they are cut on the way', async () => {
    const { server, raw } = await socketPair();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary', maxLength: 2_000 }), { minLength: 1, maxLength: 5 }),
        async (texts) => {
          const wellFormed = texts.map((text) => text.toWellFormed());
          const arrived = received(server, wellFormed.length);
          const bytes = Buffer.concat(
            wellFormed.map((text) => {
              const payload = Buffer.from(text);
              const head = Buffer.alloc(5);
              head.writeUInt32BE(payload.length);
              return Buffer.concat([head, payload]);
            }),
          );
          for (let at = 0; at < bytes.length; at += 701) raw.write(bytes.subarray(at, at + 701));
          expect((await arrived).slice(0, wellFormed.length)).toEqual(wellFormed);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('hangs up on a frame above the cap', async () => {
    const { server, client } = await socketPair(1_000);
    const end = closed(server);
    post(client, 'x'.repeat(1_001));
    await expect(end).resolves.toBeUndefined();
  });

  it('reports the end of the other side once, and refuses to send from then on', async () => {
    const { server, client } = await socketPair();
    const end = closed(server);
    client.close();
    await end;
    expect(() => post(server, 'late')).toThrow('hung up');
  });
});

class PipePort implements RpcPort {
  readonly core = new PortCore();
  readonly sent: unknown[] = [];
  closes = 0;
  on(event: string, callback: (event?: { data: unknown }) => void): void {
    this.core.on(event, callback);
  }
  postMessage(data: unknown): void {
    this.sent.push(data);
  }
  close(): void {
    this.closes += 1;
    this.core.end();
  }
}

describe('guardedPort', () => {
  const limits = { maxMessage: 1_000, maxInFlight: 2 };
  const request = (id: number, extra = {}): string =>
    JSON.stringify({ i: String(id), p: { u: '/app/status', ...extra } });

  it.each([
    ['not JSON', '{'],
    ['no object', '7'],
    ['no id', '{"p":{"u":"/x"}}'],
    ['an absolute address', '{"i":"1","p":{"u":"http://elsewhere/x"}}'],
    [
      'a body that would be read as a form',
      '{"i":"1","p":{"u":"/x","h":{"content-type":"multipart/form-data"}}}',
    ],
    ['an unknown kind', '{"i":"1","t":9,"p":{"u":"/x"}}'],
    ['too long', request(1, { b: 'x'.repeat(1_000) })],
    ['binary', new Uint8Array([1])],
  ])('closes on a message that is %s', (_name, message) => {
    const inner = new PipePort();
    const guarded = guardedPort(inner, limits);
    const seen: unknown[] = [];
    guarded.on('message', (event) => seen.push(event?.data));
    inner.core.emit(message);
    expect(seen).toEqual([]);
    expect(inner.closes).toBe(1);
  });

  it('closes when more requests wait than allowed, and counts answered ones no more', () => {
    const inner = new PipePort();
    const guarded = guardedPort(inner, limits);
    const seen: unknown[] = [];
    guarded.on('message', (event) => seen.push(event?.data));
    inner.core.emit(request(1));
    inner.core.emit(request(2));
    post(guarded, '{"i":"1","p":{"b":{"json":1}}}');
    inner.core.emit(request(3));
    expect(seen).toHaveLength(3);
    inner.core.emit(request(4));
    expect(seen).toHaveLength(3);
    expect(inner.closes).toBe(1);
  });

  it('counts an open stream until it is done or given up', () => {
    const inner = new PipePort();
    const guarded = guardedPort(inner, limits);
    guarded.on('message', () => {});
    for (const id of [1, 2]) {
      inner.core.emit(request(id));
      post(guarded, `{"i":"${id}","p":{"h":{"content-type":"text/event-stream"}}}`);
    }
    post(guarded, '{"i":"1","t":3,"p":{"e":"done"}}');
    inner.core.emit('{"i":"2","t":4}');
    inner.core.emit(request(3));
    inner.core.emit(request(4));
    expect(inner.closes).toBe(0);
    inner.core.emit(request(5));
    expect(inner.closes).toBe(1);
  });
});
