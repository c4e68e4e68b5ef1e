import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir, uptime } from 'node:os';
import { join, resolve } from 'node:path';
import { DaymarkError } from '../core/errors.ts';
import { socketPort, type RpcPort } from './ports.ts';

/**
 * One owner per profile. The owner holds `daymark.lock` in the data folder and listens on a local socket; any other
 * door reads the lock and talks to the owner. The socket is the proof that an owner lives: process ids are used
 * again, sockets of dead processes refuse.
 */

const LOCK_NAME = 'daymark.lock';
/** `sun_path` holds 104 bytes on macOS, 108 on Linux, the final NUL included. */
const MAX_SOCKET_PATH = 100;
const HELLO_MS = 3_000;
const MAX_CONNECTIONS = 16;

/** What stands in the lock file (readable by its owner only). */
export interface LockInfo {
  pid: number;
  /** When this machine was started, epoch ms rounded; a lock of an earlier start is stale. */
  bootedAt: number;
  /** Start time of the process where the system tells it (Linux), else null. */
  startedAt: string | null;
  socket: string;
  /** Has to be the first frame of a connection. */
  secret: string;
  shell: string;
  /** Address of a running browser host. */
  address: string | null;
}

export interface OwnedLock {
  kind: 'owned';
  /** Serves other doors from now on. */
  listen(onPort: (port: RpcPort) => void): Promise<void>;
  /** Tells other doors the address of the browser host. */
  publishAddress(address: string): void;
  release(): Promise<void>;
}

export interface ForeignLock {
  kind: 'foreign';
  info: LockInfo;
  port: RpcPort;
}

/**
 * Takes the profile's lock, or connects to whoever holds it. Throws `profileInUse` when the holder is alive and does
 * not answer, `databaseReadOnly` when the folder can't be written.
 */
export async function takeLock(
  dataDir: string,
  shell: string,
  options: { waitMs?: number; helloMs?: number } = {},
): Promise<OwnedLock | ForeignLock> {
  const path = join(dataDir, LOCK_NAME);
  prepareFolder(dataDir);
  const deadline = Date.now() + (options.waitMs ?? 3_000);
  for (;;) {
    const info = newInfo(dataDir, shell);
    if (tryCreate(path, info)) return new Owned(path, info);
    const held = readLock(path);
    if (held) {
      const port = await connect(held, options.helloMs ?? HELLO_MS);
      if (port) return { kind: 'foreign', info: held, port };
      if (isDead(held)) removeStale(path, held);
    } else if (isOldAndBroken(path)) {
      removeStale(path, null);
    }
    if (Date.now() > deadline) throw new DaymarkError('profileInUse', { pid: held?.pid ?? 0 });
    await new Promise((done) => setTimeout(done, 50));
  }
}

function prepareFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new DaymarkError('databaseReadOnly', { path: dataDir }, { cause: error });
  }
}

function newInfo(dataDir: string, shell: string): LockInfo {
  return {
    pid: process.pid,
    bootedAt: bootTime(),
    startedAt: startTimeOf(process.pid),
    socket: socketPath(dataDir),
    secret: randomBytes(24).toString('base64url'),
    shell,
    address: null,
  };
}

function bootTime(): number {
  return Math.round(Date.now() - uptime() * 1_000);
}

/** Field 22 of `/proc/<pid>/stat`: ticks from the start of the machine to the start of the process. */
function startTimeOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

/** Where the owner listens: inside the data folder unless that path is too long for a socket. */
export function socketPath(dataDir: string): string {
  const hash = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return `\\\\.\\pipe\\daymark-${hash}`;
  const inside = join(resolve(dataDir), 'daymark.sock');
  if (Buffer.byteLength(inside) <= MAX_SOCKET_PATH) return inside;
  const uid = process.getuid?.() ?? 0;
  return join(tmpdir(), `daymark-${uid}`, `${hash}.sock`);
}

function tryCreate(path: string, info: LockInfo): boolean {
  const temporary = `${path}.${process.pid}.${info.secret.slice(0, 8)}`;
  try {
    writeFileSync(temporary, JSON.stringify(info), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw folderError(error, path);
  }
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    return createPlain(path, info, error);
  } finally {
    unlinkSync(temporary);
  }
}

/** For file systems without hard links (FAT, some network drives). */
function createPlain(path: string, info: LockInfo, linkError: unknown): boolean {
  if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK'].includes(codeOf(linkError)))
    throw folderError(linkError, path);
  try {
    writeFileSync(path, JSON.stringify(info), { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw folderError(error, path);
  }
}

function folderError(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return new DaymarkError('diskFull', {}, { cause: error });
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR'].includes(code)) {
    return new DaymarkError('databaseReadOnly', { path }, { cause: error });
  }
  return error;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function readLock(path: string): LockInfo | null {
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof parsed !== 'object' || parsed === null) return null;
    if (!('pid' in parsed) || !('socket' in parsed) || !('secret' in parsed)) return null;
    return parsed as LockInfo;
  } catch {
    return null;
  }
}

function isOldAndBroken(path: string): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs > 1_000 && readLock(path) === null;
}

function isDead(info: LockInfo): boolean {
  if (Math.abs(info.bootedAt - bootTime()) > 60_000) return true;
  try {
    process.kill(info.pid, 0);
  } catch (error) {
    return codeOf(error) === 'ESRCH';
  }
  const started = startTimeOf(info.pid);
  return info.startedAt !== null && started !== null && info.startedAt !== started;
}

/** Moves a stale lock away; should it have been replaced in between, the new one is put back. */
function removeStale(path: string, judged: LockInfo | null): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const moved = readLock(aside);
  if (moved && moved.secret !== judged?.secret) {
    try {
      linkSync(aside, path);
    } catch {
      // A third one was faster; it holds the profile.
    }
  }
  unlinkSync(aside);
}

/** Connects to an owner; null when nobody listens there. */
async function connect(info: LockInfo, helloMs: number): Promise<RpcPort | null> {
  const socket = await new Promise<Socket | null>((done) => {
    const attempt = createConnection(info.socket);
    attempt.once('connect', () => done(attempt));
    attempt.once('error', () => done(null));
  });
  if (!socket) return null;
  const port = socketPort(socket);
  const answered = new Promise<boolean>((done) => {
    const timer = setTimeout(() => done(false), helloMs);
    port.on('close', () => finish(false));
    const finish = (ok: boolean): void => {
      clearTimeout(timer);
      done(ok);
    };
    let greeted = false;
    port.on('message', () => {
      if (!greeted) finish(true);
      greeted = true;
    });
  });
  port.postMessage(info.secret);
  if (await answered) return port;
  socket.destroy();
  throw new DaymarkError('profileInUse', { pid: info.pid });
}

class Owned implements OwnedLock {
  readonly kind = 'owned';
  readonly #path: string;
  readonly #info: LockInfo;
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;

  constructor(path: string, info: LockInfo) {
    this.#path = path;
    this.#info = info;
  }

  async listen(onPort: (port: RpcPort) => void): Promise<void> {
    prepareSocket(this.#info.socket);
    const server = createServer((socket) => this.#greet(socket, onPort));
    server.maxConnections = MAX_CONNECTIONS;
    this.#server = server;
    await new Promise<void>((done, failed) => {
      server.once('error', failed);
      server.listen(this.#info.socket, done);
    });
    if (process.platform !== 'win32') chmodSync(this.#info.socket, 0o600);
  }

  #greet(socket: Socket, onPort: (port: RpcPort) => void): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    const port = socketPort(socket);
    const timer = setTimeout(() => socket.destroy(), HELLO_MS);
    let greeted = false;
    const rest = new EarlyMessages(port);
    port.on('message', (event) => {
      if (greeted) return rest.push(event?.data);
      clearTimeout(timer);
      if (!same(String(event?.data), this.#info.secret)) {
        socket.destroy();
        return;
      }
      greeted = true;
      port.postMessage('hello');
      onPort(rest.port);
    });
  }

  publishAddress(address: string): void {
    this.#info.address = address;
    const temporary = `${this.#path}.${process.pid}`;
    writeFileSync(temporary, JSON.stringify(this.#info), { mode: 0o600 });
    renameSync(temporary, this.#path);
  }

  async release(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    const server = this.#server;
    if (server) await new Promise<void>((done) => server.close(() => done()));
    if (readLock(this.#path)?.secret === this.#info.secret) unlinkSync(this.#path);
  }
}

/** A port that hands on the messages which come after the greeting. */
class EarlyMessages {
  readonly port: RpcPort;
  readonly #listeners: ((event?: { data: unknown }) => void)[] = [];

  constructor(port: RpcPort) {
    this.port = {
      on: (event, callback) => {
        if (event === 'message') this.#listeners.push(callback);
        else port.on(event, callback);
      },
      postMessage: (data) => port.postMessage(data),
      close: () => port.close(),
    };
  }

  push(data: unknown): void {
    for (const listener of this.#listeners) listener({ data });
  }
}

function same(a: string, b: string): boolean {
  const left = createHash('sha256').update(a).digest();
  const right = createHash('sha256').update(b).digest();
  return timingSafeEqual(left, right);
}

/** Makes the folder of a socket private and removes what a dead owner left. */
function prepareSocket(path: string): void {
  if (process.platform === 'win32') return;
  const folder = join(path, '..');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stat = lstatSync(folder);
  const uid = process.getuid?.();
  if (!stat.isDirectory() || (uid !== undefined && stat.uid !== uid)) {
    throw new DaymarkError('databaseReadOnly', { path: folder });
  }
  try {
    unlinkSync(path);
  } catch {
    // Usually there is none.
  }
}
