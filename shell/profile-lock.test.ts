import { createServer, createConnection } from 'node:net';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLock, socketPath, type LockInfo, type OwnedLock } from './profile-lock.ts';
import { socketPort } from './ports.ts';
import { removeFolder, temporaryFolder } from './testing.ts';

let folder: string;
const owned: OwnedLock[] = [];
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  for (const lock of owned.splice(0)) await lock.release();
  removeFolder(folder);
});

async function own(dataDir = folder): Promise<OwnedLock> {
  const lock = await takeLock(dataDir, 'browser');
  if (lock.kind !== 'owned') throw new Error('expected to own it');
  owned.push(lock);
  return lock;
}

function lockFile(): string {
  return join(folder, 'daymark.lock');
}

function readInfo(): LockInfo {
  return JSON.parse(readFileSync(lockFile(), 'utf8')) as LockInfo;
}

/** Leaves a lock as a process would that did not clean up. */
function leaveLock(change: Partial<LockInfo>): void {
  const info: LockInfo = {
    pid: process.pid,
    bootedAt: 0,
    startedAt: null,
    socket: socketPath(folder),
    secret: 'old',
    shell: 'browser',
    address: null,
    ...change,
  };
  writeFileSync(lockFile(), JSON.stringify(info));
}

describe('takeLock', () => {
  it('leads a second door to the owner, with its address', async () => {
    const first = await own();
    await first.listen((port) =>
      port.on('message', (event) => port.postMessage(`you said ${String(event?.data)}`)),
    );
    first.publishAddress('http://127.0.0.1:1/');
    const second = await takeLock(folder, 'cli');
    if (second.kind !== 'foreign') throw new Error('expected a guest');
    const reply = new Promise((done) => second.port.on('message', (event) => done(event?.data)));
    const { port } = second;
    port.postMessage('hello');
    expect(await reply).toBe('you said hello');
    expect(second.info).toMatchObject({ shell: 'browser', address: 'http://127.0.0.1:1/', pid: process.pid });
    second.port.close();
  });

  it.skipIf(process.platform === 'win32')('keeps lock and socket to the owner of the folder', async () => {
    const lock = await own();
    await lock.listen(() => {});
    expect(statSync(lockFile()).mode & 0o777).toBe(0o600);
    expect(statSync(socketPath(folder)).mode & 0o777).toBe(0o600);
    lock.publishAddress('http://x');
    expect(statSync(lockFile()).mode & 0o777).toBe(0o600);
  });

  it('leaves nothing behind when it is released', async () => {
    const lock = await own();
    await lock.listen(() => {});
    await owned.pop()!.release();
    expect(statSync(lockFile(), { throwIfNoEntry: false })).toBeUndefined();
    await own();
  });

  it.each([
    ['of a process that is gone', { pid: 2 ** 22 + 1 }],
    ['of an earlier start of the machine', { pid: process.pid, bootedAt: 1 }],
    ['whose process id belongs to another program now', { pid: process.pid, startedAt: '1' }],
  ])('takes over a lock %s', async (_name, change) => {
    const probe = await own();
    const { bootedAt } = readInfo();
    await owned.pop()!.release();
    expect(probe.kind).toBe('owned');
    leaveLock({ bootedAt, ...change });
    await own();
    expect(readInfo().secret).not.toBe('old');
  });

  it('takes over a lock file that was cut off while it was written', async () => {
    writeFileSync(lockFile(), '{"pid":');
    await own();
    expect(readInfo().pid).toBe(process.pid);
  });

  it('names the process when the holder lives and does not answer', async () => {
    const mute = createServer(() => {});
    await new Promise<void>((done) => mute.listen(socketPath(folder), done));
    leaveLock({ bootedAt: 0 });
    await expect(takeLock(folder, 'cli', { helloMs: 100 })).rejects.toMatchObject({
      code: 'profileInUse',
      params: { pid: process.pid },
    });
    mute.close();
  });

  it('hangs up on a caller without the secret', async () => {
    const lock = await own();
    let served = 0;
    await lock.listen(() => (served += 1));
    const port = socketPort(createConnection(socketPath(folder)));
    const end = new Promise<void>((done) => port.on('close', () => done()));
    port.postMessage('guess');
    await end;
    expect(served).toBe(0);
  });

  it('listens elsewhere when the path is too long for a socket', async () => {
    const deep = join(folder, 'd'.repeat(60), 'e'.repeat(60));
    mkdirSync(deep, { recursive: true });
    expect(Buffer.byteLength(socketPath(deep))).toBeLessThanOrEqual(100);
    const lock = await own(deep);
    await lock.listen(() => {});
    const second = await takeLock(deep, 'cli');
    expect(second.kind).toBe('foreign');
    if (second.kind === 'foreign') second.port.close();
  });

  it('gives a contended stale lock to exactly one', async () => {
    const probe = await own();
    const { bootedAt } = readInfo();
    await probe.release();
    owned.length = 0;
    for (let round = 0; round < 5; round += 1) {
      leaveLock({ pid: 2 ** 22 + 1, bootedAt });
      const locks = await Promise.all(
        Array.from({ length: 6 }, async () => {
          const lock = await takeLock(folder, 'cli');
          if (lock.kind === 'owned') await lock.listen(() => {});
          return lock;
        }),
      );
      const owners = locks.filter((lock) => lock.kind === 'owned');
      expect(owners).toHaveLength(1);
      for (const lock of locks) if (lock.kind === 'foreign') lock.port.close();
      for (const lock of owners) await lock.release();
    }
  });
});
