import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { DaymarkError } from '../core/errors.ts';

/** JSON in, JSON out: standard output holds nothing else. */

/** A text of the greatest length, written wholly in escapes, takes less than a tenth of it. */
const MAX_LINE_BYTES = 1024 * 1024;
const MAX_DOCUMENT = 256 * 1024 * 1024;

export interface Streams {
  stdin: Readable;
  stdout: Writable;
  stderr: Writable;
}

/** Writes one JSON value as a line and waits while the reader is behind. */
export async function writeJson(stdout: Writable, value: unknown): Promise<void> {
  if (!stdout.write(`${JSON.stringify(value)}\n`)) await once(stdout, 'drain');
}

const LF = 0x0a;
const BYTE_ORDER_MARK = /^\uFEFF/;

/**
 * Yields the parsed lines of a JSONL stream with their numbers, empty ones left out. A line ends at a line feed and
 * nowhere else, since other line separators are valid inside a JSON string. Throws `invalidInput` that names the line.
 */
export async function* readJsonLines(stdin: Readable): AsyncGenerator<{ line: number; value: unknown }> {
  let line = 0;
  for await (const text of linesOf(stdin)) {
    line += 1;
    const json = line === 1 ? text.replace(BYTE_ORDER_MARK, '') : text;
    if (json.trim() !== '') yield { line, value: parseJson(json, `line ${line}`) };
  }
}

/** Never holds more than one line and one chunk: what is too long is refused while it is read. */
export async function* linesOf(stdin: Readable): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let bytes = 0;
  let line = 1;
  for await (const chunk of stdin) {
    const buffer = Buffer.from(chunk);
    for (let from = 0; from < buffer.length;) {
      const end = buffer.indexOf(LF, from);
      const part = buffer.subarray(from, end === -1 ? buffer.length : end);
      bytes += part.length;
      if (bytes > MAX_LINE_BYTES)
        throw new DaymarkError('invalidInput', {
          reason: `line ${line} is longer than ${MAX_LINE_BYTES} bytes`,
        });
      parts.push(part);
      if (end === -1) break;
      yield Buffer.concat(parts).toString('utf8');
      parts = [];
      bytes = 0;
      line += 1;
      from = end + 1;
    }
  }
  if (bytes > 0) yield Buffer.concat(parts).toString('utf8');
}

/** Reads one JSON document to its end. */
export async function readJson(stdin: Readable): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stdin) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > MAX_DOCUMENT) throw new DaymarkError('tooLarge', { limit: `${MAX_DOCUMENT} bytes` });
    chunks.push(buffer);
  }
  return parseJson(Buffer.concat(chunks).toString('utf8').replace(BYTE_ORDER_MARK, ''), 'standard input');
}

/**
 * Reads one text to its end, without the line end that a pipe adds. Throws `tooLarge` as soon as it has more than `limit`
 * UTF-16 units, and `invalidInput` for bytes that are no UTF-8.
 */
export async function readText(stdin: Readable, limit: number): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  const take = (bytes?: Buffer): void => {
    try {
      text += bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch (error) {
      throw new DaymarkError('invalidInput', { reason: 'standard input is not UTF-8' }, { cause: error });
    }
    // One line end more than the limit is no part of the text.
    if (text.length > limit + 2) throw new DaymarkError('tooLarge', { limit: `${limit} characters` });
  };
  for await (const chunk of stdin) take(Buffer.from(chunk));
  take();
  text = text.replace(/\r?\n$/, '');
  if (text.length > limit) throw new DaymarkError('tooLarge', { limit: `${limit} characters` });
  return text;
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DaymarkError('invalidInput', { reason: `${where} is not JSON` }, { cause: error });
  }
}

/**
 * Maps a stream with at most `limit` calls under way, and yields the answers in the order of the questions. The first
 * error ends it, after the answers before it.
 */
export async function* mapInOrder<T, R>(
  source: AsyncIterable<T>,
  limit: number,
  map: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const waiting: Promise<{ value: R } | { error: unknown }>[] = [];
  const take = async (): Promise<R> => {
    const result = await waiting.shift()!;
    if ('error' in result) throw result.error;
    return result.value;
  };
  const iterator = source[Symbol.asyncIterator]();
  let failed: { error: unknown } | null = null;
  for (;;) {
    let next: IteratorResult<T>;
    try {
      next = await iterator.next();
    } catch (error) {
      failed = { error };
      break;
    }
    if (next.done) break;
    waiting.push(settled(next.value, map));
    if (waiting.length >= limit) yield await take();
  }
  while (waiting.length > 0) yield await take();
  if (failed) throw failed.error;
}

async function settled<T, R>(
  item: T,
  map: (item: T) => Promise<R>,
): Promise<{ value: R } | { error: unknown }> {
  try {
    return { value: await map(item) };
  } catch (error) {
    return { error };
  }
}

/** Groups a stream into runs of at most `size`. */
export async function* inChunks<T>(source: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let chunk: T[] = [];
  try {
    for await (const item of source) {
      chunk.push(item);
      if (chunk.length < size) continue;
      yield chunk;
      chunk = [];
    }
  } catch (error) {
    if (chunk.length > 0) yield chunk;
    throw error;
  }
  if (chunk.length > 0) yield chunk;
}
