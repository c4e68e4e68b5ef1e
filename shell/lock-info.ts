import { randomBytes } from 'node:crypto';
import {
  lstatSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { clearName } from '../db/index.ts';

/** The note in which an owner says where it listens: `daymark.lock`, readable for this user only. */

/** `sun_path` holds 104 bytes on macOS, 108 on Linux, the final NUL included. */
const MAX_SOCKET_PATH = 100;
const SOCKET_NAME = 'sock';

export interface LockInfo {
  pid: number;
  shell: string;
  socket: string;
  /** Owner and guest prove to each other that they know it; it never crosses the socket. */
  secret: string;
}

/** What the note says; null when there is none or it is no note of ours. */
export function readLockInfo(path: string): LockInfo | null {
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof parsed !== 'object' || parsed === null) return null;
    const { pid, shell, socket, secret } = parsed as Record<string, unknown>;
    if (typeof pid !== 'number' || typeof shell !== 'string') return null;
    if (typeof socket !== 'string' || typeof secret !== 'string' || secret.length < 32) return null;
    return { pid, shell, socket, secret };
  } catch {
    return null;
  }
}

/** Replaces the note in one step, so that no reader meets half of it. */
export function writeLockInfo(path: string, info: LockInfo): void {
  const temporary = `${path}.new`;
  clearName(temporary);
  writeFileSync(temporary, JSON.stringify(info), { mode: 0o600, flag: 'wx' });
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) clearName(path);
  renameSync(temporary, path);
}

export function removeLockInfo(path: string): void {
  clearName(path);
}

export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * A new place to listen at, for the one who owns the profile. Windows' pipes share one name space with every user, so theirs can't be guessed; elsewhere it
 * lies in the data folder, or in a new private folder where that path would be too long for a socket.
 */
export function newSocketPath(dataDir: string): string {
  if (process.platform === 'win32') return `\\\\.\\pipe\\daymark-${randomBytes(24).toString('hex')}`;
  const inside = join(resolve(dataDir), 'daymark.sock');
  if (Buffer.byteLength(inside) <= MAX_SOCKET_PATH) {
    clearName(inside);
    return inside;
  }
  return join(mkdtempSync(join(tmpdir(), 'daymark-')), SOCKET_NAME);
}

/** Removes a socket that an owner left, and the folder if it was made for nothing but that. */
export function removeSocket(path: string): void {
  if (process.platform === 'win32') return;
  try {
    if (lstatSync(path).isSocket()) unlinkSync(path);
  } catch {
    // Usually it is gone with the server that listened.
  }
  const folder = dirname(path);
  if (basename(path) !== SOCKET_NAME || dirname(folder) !== tmpdir()) return;
  try {
    rmdirSync(folder);
  } catch {
    // Gone already, not ours, or not empty and so not made for this.
  }
}
