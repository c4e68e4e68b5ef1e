import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { DaymarkError } from '../core/errors.ts';

/** JSON in, JSON out: standard output holds nothing else. */

const MAX_LINE = 4 * 1024 * 1024;
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

/** Yields the parsed lines of a JSONL stream with their numbers. Throws `invalidInput` that names the line. */
export async function* readJsonLines(stdin: Readable): AsyncGenerator<{ line: number; value: unknown }> {
  let line = 0;
  for await (const text of createInterface({ input: stdin, crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() === '') continue;
    if (text.length > MAX_LINE)
      throw new DaymarkError('tooLarge', { limit: `${MAX_LINE} characters of a line` });
    yield { line, value: parseJson(text, `line ${line}`) };
  }
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
  return parseJson(Buffer.concat(chunks).toString('utf8'), 'standard input');
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
