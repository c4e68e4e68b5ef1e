import { createDecipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/*
 * Looks at an SQLCipher 4 file without SQLite. Opening a file with SQLite makes `-wal` and `-shm` files beside it and
 * may fold the log in; a foreign, damaged or newer file must stay byte for byte as it is, so it is looked at first.
 * Layouts: https://www.zetetic.net/sqlcipher/design/ and https://sqlite.org/fileformat2.html
 */

const PAGE = 4096;
const IV = 16;
const MAC = 64;
const RESERVED = IV + MAC;
const SALT = 16;
const WAL_HEADER = 32;
const FRAME_HEADER = 24;

export interface FileHead {
  /** `PRAGMA user_version`. */
  schemaVersion: number;
  /** `PRAGMA application_id`. */
  applicationId: number;
  /** False when pages that belong to the database are in neither file. */
  complete: boolean;
}

/**
 * Reads the newest committed first page, from the log or the file. Answers null when it can't be decrypted with this
 * key: another key, another program's file, damage.
 */
export function readHead(path: string, key: Uint8Array): FileHead | null {
  const file = openSync(path, 'r');
  try {
    const size = fstatSync(file).size;
    const first = readAt(file, 0, PAGE);
    if (first.length < SALT) return null;
    const log = readLog(`${path}-wal`);
    const page = log?.firstPage ?? first;
    // Every page carries the salt in its first bytes only in the file; the log's copy does too.
    const plain = decryptFirst(page, page.subarray(0, SALT), key);
    if (!plain) return null;
    const pages = log?.pageCount ?? plain.readUInt32BE(28);
    return {
      schemaVersion: plain.readUInt32BE(60),
      applicationId: plain.readUInt32BE(68),
      complete: isComplete(pages, Math.floor(size / PAGE), log?.pages ?? new Set()),
    };
  } finally {
    closeSync(file);
  }
}

function isComplete(pages: number, inFile: number, inLog: ReadonlySet<number>): boolean {
  for (let page = inFile + 1; page <= pages; page++) if (!inLog.has(page)) return false;
  return true;
}

function decryptFirst(page: Buffer, salt: Buffer, key: Uint8Array): Buffer | null {
  if (page.length < PAGE) return null;
  const macSalt = Buffer.from(salt.map((byte) => byte ^ 0x3a));
  const macKey = pbkdf2Sync(key, macSalt, 2, 32, 'sha512');
  const number = Buffer.from([1, 0, 0, 0]);
  const mac = createHmac('sha512', macKey)
    .update(page.subarray(SALT, PAGE - MAC))
    .update(number)
    .digest();
  if (!timingSafeEqual(mac, page.subarray(PAGE - MAC))) return null;
  const iv = page.subarray(PAGE - RESERVED, PAGE - MAC);
  const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  const body = Buffer.concat([decipher.update(page.subarray(SALT, PAGE - RESERVED)), decipher.final()]);
  return Buffer.concat([Buffer.alloc(SALT), body]);
}

interface Log {
  firstPage: Buffer | undefined;
  pages: Set<number>;
  pageCount: number | undefined;
}

/**
 * What SQLite would take from a write-ahead log: its frames up to the last commit before the first one that is
 * torn or left over from an earlier log. Undefined when the log is not usable at all.
 */
function readLog(path: string): Log | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    const header = readAt(file, 0, WAL_HEADER);
    if (header.length < WAL_HEADER) return undefined;
    const isBigEndian = (header.readUInt32BE(0) & 1) === 1;
    let sum = checksum(header.subarray(0, 24), [0, 0], isBigEndian);
    if (!isChecksum(sum, header, 24)) return undefined;
    const salts = header.subarray(16, 24);
    const log: Log = { firstPage: undefined, pages: new Set(), pageCount: undefined };
    let pending: { page: number; at: number }[] = [];
    for (let at = WAL_HEADER; ; at += FRAME_HEADER + PAGE) {
      const frame = readAt(file, at, FRAME_HEADER + PAGE);
      if (frame.length < FRAME_HEADER + PAGE || !frame.subarray(8, 16).equals(salts)) break;
      sum = checksum(frame.subarray(0, 8), sum, isBigEndian);
      sum = checksum(frame.subarray(FRAME_HEADER), sum, isBigEndian);
      if (!isChecksum(sum, frame, 16)) break;
      pending.push({ page: frame.readUInt32BE(0), at: at + FRAME_HEADER });
      const committed = frame.readUInt32BE(4);
      if (committed === 0) continue;
      log.pageCount = committed;
      for (const { page, at: offset } of pending) {
        log.pages.add(page);
        if (page === 1) log.firstPage = readAt(file, offset, PAGE);
      }
      pending = [];
    }
    return log;
  } finally {
    closeSync(file);
  }
}

/** SQLite's running checksum of a log, continued over `bytes`; a pair of 32-bit sums. */
function checksum(bytes: Buffer, from: readonly [number, number], isBigEndian: boolean): [number, number] {
  let [first, second] = from;
  for (let at = 0; at < bytes.length; at += 8) {
    first = (first + (isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + second) >>> 0;
    second = (second + (isBigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + first) >>> 0;
  }
  return [first, second];
}

function isChecksum([first, second]: readonly [number, number], bytes: Buffer, at: number): boolean {
  return bytes.readUInt32BE(at) === first && bytes.readUInt32BE(at + 4) === second;
}

function readAt(file: number, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  const read = readSync(file, buffer, 0, length, position);
  return buffer.subarray(0, read);
}
