import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { DaymarkError } from '../../core/errors.ts';

/** Bodies of answers, unpacked and bounded. */

/** What is unpacked of an answer. */
export function decoded(response: IncomingMessage): Readable {
  const packers = {
    gzip: createGunzip,
    'x-gzip': createGunzip,
    deflate: createInflate,
    br: createBrotliDecompress,
  };
  const name = response.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (!Object.hasOwn(packers, name)) return response;
  const unpacked = packers[name as keyof typeof packers]();
  response.on('error', (error) => unpacked.destroy(error));
  unpacked.on('close', () => response.destroy());
  return response.pipe(unpacked);
}

/** Counts what comes out, not what came in: a small file may unpack to a large one. */
export async function bytesOf(stream: Readable, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  signal.addEventListener('abort', () => stream.destroy(new Error('aborted')), { once: true });
  for await (const chunk of stream) {
    size += (chunk as Uint8Array).length;
    if (size > maxBytes) {
      stream.destroy();
      throw new DaymarkError('tooLarge', { limit: `${Math.round(maxBytes / 1024 / 1024)} MB` });
    }
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks);
}

/** Gives up waiting when the signal says so. */
export function within<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_resolve, reject) => {
      if (signal.aborted) reject(new Error('aborted'));
      signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
    }),
  ]);
}
