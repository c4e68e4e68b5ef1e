import { randomInt } from 'node:crypto';
import { chmodSync, mkdirSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { DaymarkError } from '../core/errors.ts';
import { tryOwnerLock, type OwnerLock } from '../db/index.ts';
import { handshakeWithGuest, handshakeWithOwner, type Welcome } from './handshake.ts';
import {
  newSecret,
  newSocketPath,
  readLockInfo,
  removeLockInfo,
  removeSocket,
  writeLockInfo,
  type LockInfo,
} from './lock-info.ts';
import { socketPort, type RpcPort } from './ports.ts';

/**
 * One owner per profile. Whether there is one the kernel says: the owner holds `daymark.owner` locked for as long as its
 * process lives. Where it listens stands in `daymark.lock`; any other process reads that and talks to the owner.
 */

const OWNER_NAME = 'daymark.owner';
const LOCK_NAME = 'daymark.lock';
/** An owner that lives may be deriving its key, migrating, or on a machine that is busy elsewhere. */
const WAIT_MS = 60_000;
/** Commands end by themselves; a long one may wait for its models and its plan. */
const COMMAND_WAIT_MS = 180_000;
const HANDSHAKE_MS = 10_000;
const MAX_GUESTS = 64;

export interface OwnedLock {
  kind: 'owned';
  /** Serves other processes from now on. `address` makes the one-time address of a page, null where there is none. */
  listen(onPort: (port: RpcPort) => void, address?: () => string | null): Promise<void>;
  /** Takes no more guests and waits until those that are here have left, so long at most. */
  drain(limitMs: number): Promise<void>;
  release(): Promise<void>;
}

export interface ForeignLock {
  kind: 'foreign';
  info: LockInfo;
  welcome: Welcome;
  port: RpcPort;
}

export interface TakeLockOptions {
  /** How long to wait for an owner that lives and does not answer. */
  waitMs?: number;
  handshakeMs?: number;
  /** Waits until a command that owns the profile has ended, instead of becoming its guest. */
  outlastsCommands?: boolean;
}

/**
 * Takes the profile's lock, or connects to its owner. Throws `profileInUse` when the holder lives and does not
 * answer in time, `databaseReadOnly` when the folder can't be written.
 */
export async function takeLock(
  dataDir: string,
  shell: string,
  options: TakeLockOptions = {},
): Promise<OwnedLock | ForeignLock> {
  prepareFolder(dataDir);
  const path = join(dataDir, LOCK_NAME);
  const from = performance.now();
  for (;;) {
    const held = tryOwnerLock(join(dataDir, OWNER_NAME));
    const info = readLockInfo(path);
    const outlasts = options.outlastsCommands === true && info?.shell === 'cli' && held === null;
    // With the lock in hand no one should answer, unless the lock file was deleted under an owner that lives.
    const owner = info && !outlasts ? await connect(info, shell, options.handshakeMs ?? HANDSHAKE_MS) : null;
    if (owner) {
      held?.release();
      return { kind: 'foreign', info: info!, ...owner };
    }
    if (held) {
      if (info) removeSocket(info.socket);
      return new Owned(dataDir, shell, held);
    }
    const limitMs = options.waitMs ?? (outlasts ? COMMAND_WAIT_MS : WAIT_MS);
    if (performance.now() - from > limitMs) throw new DaymarkError('profileInUse', { pid: info?.pid ?? 0 });
    await new Promise((done) => setTimeout(done, randomInt(15, 60)));
  }
}

function prepareFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new DaymarkError('databaseReadOnly', { path: dataDir }, { cause: error });
  }
}

/** Connects to an owner; null when no one listens there, or it is none. */
async function connect(
  info: LockInfo,
  shell: string,
  limitMs: number,
): Promise<{ port: RpcPort; welcome: Welcome } | null> {
  const socket = await new Promise<Socket | null>((done) => {
    const attempt = createConnection(info.socket);
    attempt.once('connect', () => done(attempt));
    attempt.once('error', () => done(null));
  });
  if (!socket) return null;
  const accepted = await handshakeWithOwner(socketPort(socket), {
    secret: info.secret,
    socket: info.socket,
    limitMs,
    wantsAddress: shell !== 'cli',
  });
  if (!accepted) socket.destroy();
  return accepted;
}

class Owned implements OwnedLock {
  readonly kind = 'owned';
  readonly #dataDir: string;
  readonly #path: string;
  readonly #shell: string;
  readonly #held: OwnerLock;
  readonly #sockets = new Set<Socket>();
  #server: { server: Server; info: LockInfo; closed: Promise<void> | null } | null = null;
  #left: (() => void) | null = null;

  constructor(dataDir: string, shell: string, held: OwnerLock) {
    this.#dataDir = dataDir;
    this.#path = join(dataDir, LOCK_NAME);
    this.#shell = shell;
    this.#held = held;
  }

  async listen(onPort: (port: RpcPort) => void, address: () => string | null = () => null): Promise<void> {
    const socket = newSocketPath(this.#dataDir);
    const info: LockInfo = { pid: process.pid, shell: this.#shell, socket, secret: newSecret() };
    const server = createServer((guest) => void this.#handshake(guest, info, onPort, address));
    server.maxConnections = MAX_GUESTS;
    this.#server = { server, info, closed: null };
    await new Promise<void>((done, failed) => {
      server.once('error', failed);
      server.listen(socket, done);
    });
    server.on('error', () => {});
    if (process.platform !== 'win32') chmodSync(socket, 0o600);
    writeLockInfo(this.#path, info);
  }

  async #handshake(
    socket: Socket,
    info: LockInfo,
    onPort: (port: RpcPort) => void,
    address: () => string | null,
  ): Promise<void> {
    this.#sockets.add(socket);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      if (this.#sockets.size === 0) this.#left?.();
    });
    const { secret } = info;
    const options = { secret, socket: info.socket, limitMs: HANDSHAKE_MS, address };
    const port = await handshakeWithGuest(socketPort(socket), options);
    if (port) onPort(port);
    else socket.destroy();
  }

  async drain(limitMs: number): Promise<void> {
    if (!this.#server) return;
    this.#stopListening();
    if (this.#sockets.size === 0) return;
    await new Promise<void>((done) => {
      const timer = setTimeout(done, limitMs);
      this.#left = () => {
        clearTimeout(timer);
        done();
      };
    });
  }

  /** Callers from now on wait for the lock itself. */
  #stopListening(): void {
    const listening = this.#server;
    if (!listening || listening.closed) return;
    removeLockInfo(this.#path);
    listening.closed = new Promise((done) => listening.server.close(() => done()));
  }

  async release(): Promise<void> {
    this.#stopListening();
    for (const socket of this.#sockets) socket.destroy();
    if (this.#server) {
      await this.#server.closed;
      removeSocket(this.#server.info.socket);
    }
    this.#held.release();
  }
}
