import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { DaymarkError } from '../../core/errors.ts';
import { deriveKey, seal, unseal, type Argon2Cost } from '../../db/index.ts';
import { yieldToEvents } from '../pauses.ts';

/**
 * An export under a passphrase (docs/export-format.md): a line that says how the key is made, then the text of the export in
 * sealed pieces, one a line. Each piece is bound to its place and to the first line, and the last one says that it is the
 * last, so that nothing can be left out, moved or put in.
 */

const header = z.object({
  format: z.literal('daymark-archive'),
  version: z.int().positive(),
  kdf: z.literal('argon2id'),
  memoryKib: z.int().min(8_192).max(262_144),
  iterations: z.int().min(1).max(10),
  parallelism: z.int().min(1).max(4),
  salt: z.base64(),
});

const VERSION = 1;
const COST: Argon2Cost = { memoryKib: 65_536, iterations: 3, parallelism: 1 };
const SALT_BYTES = 16;
/** Pieces that are opened between two breaths. */
const AT_ONCE = 8;

/** Seals the pieces of a text as they come. */
export async function* sealedPieces(
  pieces: AsyncIterable<{ text: string }>,
  passphrase: string,
): AsyncGenerator<{ text: string }, void, void> {
  const salt = randomBytes(SALT_BYTES);
  const first = JSON.stringify({
    format: 'daymark-archive',
    version: VERSION,
    kdf: 'argon2id',
    ...COST,
    salt: salt.toString('base64'),
  });
  const key = await deriveKey(passphrase, salt, COST);
  yield { text: `${first}\n` };
  const line = (text: string, place: string): { text: string } => ({
    text: `${Buffer.from(seal(Buffer.from(text), key, contextOf(first, place))).toString('base64')}\n`,
  });
  let index = 0;
  for await (const { text } of pieces) {
    yield line(text, String(index));
    index += 1;
  }
  yield line('', `${index} last`);
}

export function isArchive(text: string): boolean {
  return text.startsWith('{"format":"daymark-archive"');
}

/**
 * The text of an archive.
 *
 * @throws DaymarkError `archiveLocked` without the right passphrase, and `invalidInput` for one that is damaged
 */
export async function openedText(text: string, passphrase: string | undefined): Promise<string> {
  const [first = '', ...lines] = text.trimEnd().split(/\r?\n/);
  const read = readHeader(first);
  if (passphrase === undefined)
    throw new DaymarkError('archiveLocked', { reason: 'enter the one it was made with' });
  const key = await deriveKey(passphrase, Buffer.from(read.salt, 'base64'), read);
  const parts: string[] = [];
  for (const [index, line] of lines.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await yieldToEvents();
    const place = index === lines.length - 1 ? `${index} last` : String(index);
    const plain = unseal(Buffer.from(line, 'base64'), key, contextOf(first, place));
    if (plain) parts.push(Buffer.from(plain).toString('utf8'));
    // Of the first piece no one can tell a wrong passphrase from damage.
    else if (index === 0)
      throw new DaymarkError('archiveLocked', { reason: 'this is not the one it was made with' });
    else throw damaged();
  }
  if (lines.length === 0) throw damaged();
  return parts.join('');
}

function readHeader(line: string): z.infer<typeof header> {
  try {
    const read = header.parse(JSON.parse(line));
    if (read.version <= VERSION) return read;
  } catch (error) {
    throw new DaymarkError('invalidInput', { reason: 'this archive is damaged' }, { cause: error });
  }
  throw new DaymarkError('invalidInput', {
    reason: 'this archive was written by a later version of Daymark',
  });
}

function damaged(): DaymarkError {
  return new DaymarkError('invalidInput', { reason: 'this archive is damaged or cut off' });
}

function contextOf(first: string, place: string): string {
  return `${createHash('sha256').update(first).digest('hex')} ${place}`;
}
