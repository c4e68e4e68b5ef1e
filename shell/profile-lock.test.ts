import { spawn } from 'node:child_process';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LockInfo } from './lock-info.ts';
import { takeLock, type OwnedLock } from './profile-lock.ts';
import { socketPort } from './ports.ts';
import { removeFolder, temporaryFolder } from './testing.ts';

let folder: string;
const owned: OwnedLock[] = [];
const servers: Server[] = [];
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  for (const lock of owned.splice(0)) await lock.release();
  for (const server of servers.splice(0)) server.close();
  removeFolder(folder);
});

async function own(dataDir = folder, shell = 'browser'): Promise<OwnedLock> {
  const lock = await takeLock(dataDir, shell, { waitMs: 0 });
  if (lock.kind !== 'owned') throw new Error('expected to own it');
  owned.push(lock);
  return lock;
}

const lockFile = (dataDir = folder): string => join(dataDir, 'daymark.lock');
const readInfo = (dataDir = folder): LockInfo =>
  JSON.parse(readFileSync(lockFile(dataDir), 'utf8')) as LockInfo;

/** Leaves a note as a process would that did not clean up. */
function leaveNote(change: Partial<LockInfo> = {}): LockInfo {
  const info: LockInfo = {
    pid: process.pid,
    socket: join(folder, 'daymark.sock'),
    secret: 'x'.repeat(43),
    shell: 'browser',
    ...change,
  };
  writeFileSync(lockFile(), JSON.stringify(info));
  return info;
}

async function listenAt(path: string, onSocket: (socket: Socket) => void): Promise<void> {
  const server = createServer(onSocket);
  servers.push(server);
  await new Promise<void>((done) => server.listen(path, done));
}

/** Another process that owns the profile until it is killed. */
async function ownElsewhere(): Promise<{ end: () => Promise<void> }> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('./lock-child.testdouble.ts', import.meta.url)), folder],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  await new Promise((done) => child.stdout.once('data', done));
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  return {
    end: () => {
      child.kill('SIGKILL');
      return gone;
    },
  };
}

describe('takeLock', () => {
  it('leads a second process to the owner, with an address of its own', async () => {
    const first = await own();
    let made = 0;
    await first.listen(
      (port) => port.on('message', (event) => port.postMessage(`you said ${String(event?.data)}`)),
      () => `http://127.0.0.1:1/?token=${(made += 1)}`,
    );
    for (const count of [1, 2]) {
      const second = await takeLock(folder, 'browser');
      if (second.kind !== 'foreign') throw new Error('expected a guest');
      const { port } = second;
      const reply = new Promise((done) => port.on('message', (event) => done(event?.data)));
      port.postMessage('hello');
      expect(await reply).toBe('you said hello');
      expect(second.info).toMatchObject({ shell: 'browser', pid: process.pid });
      expect(second.welcome.address).toBe(`http://127.0.0.1:1/?token=${count}`);
      port.close();
    }
    const command = await takeLock(folder, 'cli');
    expect(command.kind === 'foreign' && command.welcome.address).toBe(null);
    expect(made).toBe(2);
    if (command.kind === 'foreign') command.port.close();
  });

  it.skipIf(process.platform === 'win32')(
    'keeps its files and its socket to this user, and no token in them',
    async () => {
      const lock = await own();
      await lock.listen(
        () => {},
        () => 'http://127.0.0.1:1/?token=t',
      );
      for (const name of ['daymark.lock', 'daymark.owner', 'daymark.sock'])
        expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
      expect(readFileSync(lockFile(), 'utf8')).not.toContain('token');
    },
  );

  it('leaves nothing to connect to when it is released', async () => {
    const lock = await own();
    await lock.listen(() => {});
    await owned.pop()!.release();
    expect(readdirSync(folder)).toEqual(['daymark.owner']);
    await own();
  });

  it.each([
    ['says nothing readable', '{"pid":'],
    ['names this very process', null],
    ['is of an older Daymark', '{"pid":1,"bootedAt":1,"startedAt":null,"socket":"x","secret":"old"}'],
  ])('takes over at once where no one holds the lock, though a note %s', async (_name, text) => {
    leaveNote();
    if (text !== null) writeFileSync(lockFile(), text);
    await expect(own()).resolves.toMatchObject({ kind: 'owned' });
  });

  it('knows a killed owner from a living one by the kernel alone', async () => {
    const other = await ownElsewhere();
    // Neither the note, nor its times, nor the process id in it decide.
    leaveNote({ pid: 2 ** 22 + 1, socket: join(folder, 'none.sock') });
    await expect(takeLock(folder, 'cli', { waitMs: 200 })).rejects.toMatchObject({ code: 'profileInUse' });
    rmSync(lockFile());
    await expect(takeLock(folder, 'cli', { waitMs: 200 })).rejects.toMatchObject({ code: 'profileInUse' });
    const waiting = takeLock(folder, 'cli');
    await other.end();
    const lock = await waiting;
    expect(lock.kind).toBe('owned');
    if (lock.kind === 'owned') owned.push(lock);
  });

  it('finds an owner that lives though its lock file was deleted', async () => {
    const first = await own();
    await first.listen(() => {});
    rmSync(join(folder, 'daymark.owner'));
    const second = await takeLock(folder, 'cli');
    expect(second.kind).toBe('foreign');
    if (second.kind === 'foreign') second.port.close();
  });

  it('names the process when the holder lives and does not answer', async () => {
    await own();
    await listenAt(join(folder, 'daymark.sock'), () => {});
    leaveNote({ pid: 4_711 });
    await expect(takeLock(folder, 'cli', { handshakeMs: 50, waitMs: 100 })).rejects.toMatchObject({
      code: 'profileInUse',
      params: { pid: 4_711 },
    });
  });

  it('lets a command end instead of becoming its guest, where that is asked for', async () => {
    const command = await own(folder, 'cli');
    await command.listen(() => {});
    const app = takeLock(folder, 'browser', { outlastsCommands: true });
    await owned.pop()!.release();
    const lock = await app;
    expect(lock.kind).toBe('owned');
    if (lock.kind === 'owned') owned.push(lock);
  });

  it('listens elsewhere when the path is too long for a socket, and leaves nothing there', async () => {
    const deep = join(folder, 'd'.repeat(60), 'e'.repeat(60));
    mkdirSync(deep, { recursive: true });
    const lock = await own(deep);
    await lock.listen(() => {});
    const { socket } = readInfo(deep);
    expect(Buffer.byteLength(socket)).toBeLessThanOrEqual(100);
    const second = await takeLock(deep, 'cli');
    expect(second.kind).toBe('foreign');
    if (second.kind === 'foreign') second.port.close();
    await owned.pop()!.release();
    if (process.platform === 'win32') return;
    expect(dirname(dirname(socket))).toBe(tmpdir());
    expect(statSync(dirname(socket), { throwIfNoEntry: false })).toBeUndefined();
  });

  it('gives a contended lock to exactly one, again and again', async () => {
    for (let round = 0; round < 5; round += 1) {
      leaveNote();
      const locks = await Promise.all(
        Array.from({ length: 6 }, async () => {
          const lock = await takeLock(folder, 'cli');
          if (lock.kind === 'owned') await lock.listen(() => {});
          return lock;
        }),
      );
      expect(locks.filter((lock) => lock.kind === 'owned')).toHaveLength(1);
      for (const lock of locks) if (lock.kind === 'foreign') lock.port.close();
      for (const lock of locks) if (lock.kind === 'owned') await lock.release();
    }
  });
});

describe('an owner that leaves', () => {
  it('takes no new guest, serves the ones it has, and waits until they have gone', async () => {
    const lock = await own();
    await lock.listen((port) => port.on('message', (event) => port.postMessage(event?.data)));
    const guest = await takeLock(folder, 'cli');
    if (guest.kind !== 'foreign') throw new Error('expected a guest');
    let left = false;
    const leaving = lock.drain(60_000).then(() => (left = true));
    await expect(takeLock(folder, 'cli', { waitMs: 100 })).rejects.toMatchObject({ code: 'profileInUse' });
    const reply = new Promise((done) => guest.port.on('message', (event) => done(event?.data)));
    const { port } = guest;
    port.postMessage('still here');
    expect(await reply).toBe('still here');
    expect(left).toBe(false);
    guest.port.close();
    await leaving;
  });
});

describe('a handshake', () => {
  it('hangs up on a caller that does not know the secret, whatever it says', async () => {
    const lock = await own();
    let served = 0;
    await lock.listen(() => (served += 1));
    const { socket, secret } = readInfo();
    for (const first of [
      'guess',
      secret,
      JSON.stringify({ proof: secret }),
      JSON.stringify({ nonce: 'n'.repeat(43) }),
    ]) {
      const port = socketPort(createConnection(socket));
      const end = new Promise<void>((done) => port.on('close', () => done()));
      port.on('message', () => port.postMessage(JSON.stringify({ proof: 'p'.repeat(43), wants: 'address' })));
      port.postMessage(first);
      await end;
    }
    expect(served).toBe(0);
  });

  it('tells nothing to one that listens in the owner’s place', async () => {
    await own();
    const { secret, socket } = leaveNote();
    const received: string[] = [];
    await listenAt(socket, (caller) => {
      caller.on('error', () => {});
      caller.on('data', (chunk: Buffer) => {
        received.push(chunk.subarray(5).toString());
        const answer = Buffer.from(JSON.stringify({ nonce: 'n'.repeat(43), proof: 'p'.repeat(43) }));
        const head = Buffer.alloc(5);
        head.writeUInt32BE(answer.length, 0);
        caller.write(Buffer.concat([head, answer]));
      });
    });
    await expect(takeLock(folder, 'cli', { waitMs: 0 })).rejects.toMatchObject({ code: 'profileInUse' });
    expect(received).toHaveLength(1);
    expect(Object.keys(JSON.parse(received[0]!) as object)).toEqual(['nonce']);
    expect(received.join()).not.toContain(secret);
  });
});
