import { mkdir, readdir, rename, stat } from 'node:fs/promises';
import { extname, join, parse } from 'node:path';
import { DaymarkError } from '../../core/errors.ts';
import { readBounded } from '../calendars/file.ts';

/** Text files of a folder, each of which is a task; and where they go when they have become one. */

export const ADDED = 'Added';
const ENDINGS: ReadonlySet<string> = new Set(['.txt', '.md', '.text', '.markdown']);
/** A note of a person is shorter; the limit of notes. */
const MAX_BYTES = 100_000;
/** Looked at in one go; the rest comes with the next look. */
const MAX_FILES = 500;

export interface TextFile {
  name: string;
  /** Changes whenever the file does. */
  look: string;
  size: number;
}

/** The text files of a folder in the order of their names. Hidden ones and folders are none of them. */
export async function textFilesIn(folder: string): Promise<TextFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .filter((name) => ENDINGS.has(extname(name).toLowerCase()))
    .toSorted()
    .slice(0, MAX_FILES);
  const files = await Promise.all(
    names.map(async (name) => {
      const found = await stat(join(folder, name)).catch(() => null);
      return found && { name, size: found.size, look: `${found.mtimeMs} ${found.size} ${found.ino}` };
    }),
  );
  return files.filter((file) => file !== null);
}

/**
 * Line and notes of a file.
 *
 * @throws DaymarkError `invalidInput` for what is no text, `tooLarge`
 */
export async function readNote(
  folder: string,
  { name, size }: TextFile,
): Promise<{ line: string; notes: string }> {
  if (size > MAX_BYTES) throw new DaymarkError('tooLarge', { limit: `${MAX_BYTES / 1_000} kB` });
  const bytes = await readBounded(join(folder, name), MAX_BYTES);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new DaymarkError('invalidInput', { reason: 'this is no text in UTF-8' }, { cause: error });
  }
  if (text.includes('\0')) throw new DaymarkError('invalidInput', { reason: 'this is no text' });
  const [line = '', ...rest] = text.trim().split(/\r\n|\n|\r/);
  return { line: line.trim(), notes: rest.join('\n').trim() };
}

/** Moves a file into the folder of those that were added; one of its name there is kept. */
export async function moveToAdded(folder: string, name: string): Promise<void> {
  const target = join(folder, ADDED);
  await mkdir(target, { recursive: true });
  const taken = new Set(await readdir(target));
  const { name: stem, ext } = parse(name);
  let free = name;
  for (let nth = 2; taken.has(free); nth += 1) free = `${stem} (${nth})${ext}`;
  await rename(join(folder, name), join(target, free));
}
