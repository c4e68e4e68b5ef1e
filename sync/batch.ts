import { z } from 'zod';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { DaymarkError } from '../core/errors.ts';
import { stampedOperation } from './operation.ts';

/** What one device tells the others at once: groups of operations, each an intent of the person. */

/** Grows when older programs could misread what is sent. */
export const BATCH_FORMAT = 1;
/** A batch that says it is larger than this is none of ours. */
const MAX_BYTES = 64 * 1024 * 1024;

const batch = z.object({
  format: z.int().positive(),
  /** The newest schema that its rows may have columns of. */
  schema: z.int().positive(),
  /** The batches of each other device that this one builds upon. */
  after: z.record(z.uuid(), z.int().nonnegative()),
  /** The writes of each other device that this one had seen. */
  seen: z.record(z.uuid(), z.int().nonnegative()),
  /** The number of the device's last write in it. */
  upTo: z.int().nonnegative(),
  groups: z.array(z.array(stampedOperation)),
});
export type Batch = z.infer<typeof batch>;

export function encodeBatch(body: Batch): Uint8Array {
  return deflateRawSync(Buffer.from(JSON.stringify(body)));
}

/** @throws DaymarkError `unsupported` for a batch of a newer program, `invalidInput` for what is no batch. */
export function decodeBatch(bytes: Uint8Array, schemaVersion: number): Batch {
  const raw = parsed(bytes);
  const head = z.object({ format: z.int(), schema: z.int() }).safeParse(raw);
  if (head.success && (head.data.format > BATCH_FORMAT || head.data.schema > schemaVersion))
    throw newerProgram();
  const found = batch.safeParse(raw);
  if (!found.success) throw new DaymarkError('invalidInput', { reason: 'a batch of changes can’t be read' });
  return found.data;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(inflateRawSync(bytes, { maxOutputLength: MAX_BYTES }).toString('utf8'));
  } catch (cause) {
    throw new DaymarkError('invalidInput', { reason: 'a batch of changes can’t be read' }, { cause });
  }
}

/** The error for what a newer program has written. */
export function newerProgram(): DaymarkError {
  return new DaymarkError('unsupported', {
    reason: 'another device has a newer Daymark; update this one first',
  });
}
