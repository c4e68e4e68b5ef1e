import { createDecipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { readAt, readLog, type LogReading } from './wal.ts';

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

export interface FileHead {
  /** `PRAGMA user_version`. */
  schemaVersion: number;
  /** `PRAGMA application_id`. */
  applicationId: number;
  /** False when pages that belong to the database are in neither file. */
  complete: boolean;
  /** The write-ahead log beside the file; undefined when there is none. */
  log: LogReading | undefined;
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
      log,
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
