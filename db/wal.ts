import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/*
 * Reads a write-ahead log without SQLite, which would fold it into the database and throw away what it can't use.
 * Frame headers are plain, pages are encrypted. Layout: https://sqlite.org/fileformat2.html#walformat
 */

const PAGE = 4096;
const WAL_HEADER = 32;
const FRAME_HEADER = 24;
const FRAME = FRAME_HEADER + PAGE;

/** What SQLite would take from a log, and whether that is all that had been stored in it. */
export interface LogReading {
  /** Whole frames in the file. */
  frames: number;
  /** The newest committed first page, still encrypted. */
  firstPage: Buffer | undefined;
  /** Numbers of the pages with a committed copy in the log. */
  pages: ReadonlySet<number>;
  /** Size of the database after the last commit, in pages. */
  pageCount: number | undefined;
  /**
   * `frames`: what SQLite can't reach any more holds a transaction that was finished, since another was written after
   * it. `header`: the log's head is damaged, so that SQLite passes over all of it. Null for a sound log and for the torn
   * end that a crash leaves.
   */
  damage: 'frames' | 'header' | null;
}

/** Reads the log at `path`; undefined when there is none. */
export function readLog(path: string): LogReading | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    return readFrames(file);
  } finally {
    closeSync(file);
  }
}

function readFrames(file: number): LogReading {
  const { size } = fstatSync(file);
  const frames = Math.max(0, Math.floor((size - WAL_HEADER) / FRAME));
  const reading = { frames, firstPage: undefined, pages: new Set<number>(), pageCount: undefined };
  const header = readAt(file, 0, WAL_HEADER);
  const isBigEndian = header.length > 3 && (header.readUInt32BE(0) & 1) === 1;
  const sum = checksum(header.subarray(0, 24), [0, 0], isBigEndian);
  if (header.length < WAL_HEADER || !isChecksum(sum, header, 24)) {
    return { ...reading, damage: holdsCommit(file, frames) ? 'header' : null };
  }
  const salts = header.subarray(16, 24);
  const usable = readUsable(file, salts, sum, isBigEndian);
  const isCut = holdsCommitBeyond(file, usable.end, frames, salts);
  return { ...reading, ...usable, damage: isCut ? 'frames' : null };
}

/** The frames up to the last commit before the first one that is torn or left over from an earlier log. */
function readUsable(file: number, salts: Buffer, headerSum: [number, number], isBigEndian: boolean) {
  let sum = headerSum;
  let end = 0;
  let firstPage: Buffer | undefined;
  let pageCount: number | undefined;
  const pages = new Set<number>();
  let pending: number[] = [];
  let pendingFirst: Buffer | undefined;
  for (let index = 0; ; index++) {
    const frame = readAt(file, WAL_HEADER + index * FRAME, FRAME);
    if (frame.length < FRAME || !frame.subarray(8, 16).equals(salts)) break;
    sum = checksum(frame.subarray(0, 8), sum, isBigEndian);
    sum = checksum(frame.subarray(FRAME_HEADER), sum, isBigEndian);
    if (!isChecksum(sum, frame, 16)) break;
    const page = frame.readUInt32BE(0);
    pending.push(page);
    if (page === 1) pendingFirst = frame.subarray(FRAME_HEADER);
    const committed = frame.readUInt32BE(4);
    if (committed === 0) continue;
    pageCount = committed;
    firstPage = pendingFirst ?? firstPage;
    for (const one of pending) pages.add(one);
    pending = [];
    end = index + 1;
  }
  return { end, firstPage, pageCount, pages };
}

/**
 * Whether a transaction that was finished lies beyond the usable part: a commit of this very log, and something
 * written after it. The last transaction alone proves nothing: power may fail between writing its frames. Neither do
 * frames without a commit, which a transaction that was taken back leaves.
 */
function holdsCommitBeyond(file: number, from: number, frames: number, salts: Buffer): boolean {
  let committed = false;
  for (let index = from; index < frames; index++) {
    const header = readAt(file, WAL_HEADER + index * FRAME, FRAME_HEADER);
    if (header.length < FRAME_HEADER || !header.subarray(8, 16).equals(salts)) continue;
    if (committed) return true;
    committed = header.readUInt32BE(4) !== 0;
  }
  return false;
}

/** Whether a log whose header is no help holds a finished transaction: two frames of one log, one with a commit. */
function holdsCommit(file: number, frames: number): boolean {
  let committed = false;
  let before: Buffer | undefined;
  for (let index = 0; index < frames; index++) {
    const header = readAt(file, WAL_HEADER + index * FRAME, FRAME_HEADER);
    const salts = header.subarray(8, 16);
    const isFrame = header.length === FRAME_HEADER && salts.some((byte) => byte !== 0);
    if (isFrame) committed ||= header.readUInt32BE(4) !== 0;
    if (isFrame && committed && (frames === 1 || before?.equals(salts))) return true;
    before = isFrame ? salts : undefined;
  }
  return false;
}

/** SQLite's running checksum of a log, continued over `bytes`; a pair of 32-bit sums. */
function checksum(bytes: Buffer, from: readonly [number, number], isBigEndian: boolean): [number, number] {
  let [first, second] = from;
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    first = (first + (isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + second) >>> 0;
    second = (second + (isBigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + first) >>> 0;
  }
  return [first, second];
}

function isChecksum([first, second]: readonly [number, number], bytes: Buffer, at: number): boolean {
  return bytes.readUInt32BE(at) === first && bytes.readUInt32BE(at + 4) === second;
}

/** Up to `length` bytes of a file; fewer at its end. */
export function readAt(file: number, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  const read = readSync(file, buffer, 0, length, position);
  return buffer.subarray(0, read);
}
