import { open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { DaymarkError } from '../../core/errors.ts';
import { expandCalendar, readCalendar, type CalendarInstance, type DaySpan } from './ics/calendar.ts';
import type { Skipped } from './ics/lines.ts';

/** Calendar files on this machine. */

/** Larger than any calendar that a person keeps; a subscription may have less (`fetch.ts`). */
export const MAX_CALENDAR_BYTES = 64 * 1024 * 1024;
const MAX_SKIPPED = 1_000;

/**
 * The instances of one calendar file in a span of days on the clock of `tz`.
 *
 * @throws DaymarkError `notFound`, `tooLarge`, and `invalidInput` for what is no calendar
 */
export async function eventsOfFile(
  path: string,
  span: DaySpan,
  tz: string,
): Promise<{ events: CalendarInstance[]; skipped: Skipped[] }> {
  const text = decodeText(await readBounded(path, MAX_CALENDAR_BYTES));
  const calendar = readCalendar(text, basename(path).replace(/\.[a-z]{2,5}$/i, ''), tz);
  if (!calendar) throw new DaymarkError('invalidInput', { reason: `${basename(path)} is no calendar` });
  const { events, skipped } = expandCalendar(calendar, span, tz);
  return { events, skipped: skipped.slice(0, MAX_SKIPPED) };
}

/**
 * Reads a whole file, but never more than `limit` bytes of it, whatever it turns out to be (a pipe, a growing log).
 *
 * @throws DaymarkError `notFound` and `tooLarge`
 */
export async function readBounded(path: string, limit: number): Promise<Uint8Array> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw new DaymarkError('notFound', { what: 'file', id: path }, { cause: error });
  });
  try {
    const stat = await file.stat();
    if (stat.isDirectory()) throw new DaymarkError('invalidInput', { reason: `${path} is a folder` });
    const tooLarge = new DaymarkError('tooLarge', { limit: `${Math.round(limit / 1024 / 1024)} MB` });
    if (stat.size > limit) throw tooLarge;
    const chunks: Uint8Array[] = [];
    let size = 0;
    for (;;) {
      const { bytesRead, buffer } = await file.read(new Uint8Array(1024 * 1024), 0, 1024 * 1024, null);
      if (bytesRead === 0) break;
      size += bytesRead;
      if (size > limit) throw tooLarge;
      chunks.push(buffer.subarray(0, bytesRead));
    }
    return Buffer.concat(chunks);
  } finally {
    await file.close();
  }
}

const ENDING = /\.(?:ics|ical|ifb|icalendar)$/i;
/** More files than any program keeps events in, one each. */
const MAX_FILES = 20_000;

/**
 * The full path of a calendar file, which need not be there. Only calendar files can be named: someone who can add one must
 * not be able to look into others.
 *
 * @throws DaymarkError `invalidInput`
 */
export function calendarFile(path: string): string {
  if (!isAbsolute(path) || !ENDING.test(path))
    throw new DaymarkError('invalidInput', {
      reason: 'a calendar is a web address, or the full path of an .ics file or of a folder of them',
    });
  return path;
}

/** The same for a calendar that is there: a file, or a folder of which the calendar files are read. */
export async function calendarPath(path: string): Promise<string> {
  return isAbsolute(path) && (await isFolder(path)) ? path : calendarFile(path);
}

/** The folder in which a calendar changes. */
export function calendarFolderOf(path: string): string {
  return ENDING.test(path) ? dirname(path) : path;
}

/** What changes whenever the file, or a calendar file of the folder, does. */
export async function lookOf(path: string): Promise<string> {
  const lookAt = (file: string): Promise<string> =>
    stat(file).then(
      ({ mtimeMs, size }) => `${mtimeMs} ${size}`,
      () => 'gone',
    );
  if (!(await isFolder(path))) return lookAt(path);
  const looks = await Promise.all((await filesIn(path)).map(async (file) => `${file} ${await lookAt(file)}`));
  return looks.join('\n');
}

/**
 * The text of a calendar file, or of all those of a folder as one.
 *
 * @throws DaymarkError as `readBounded`, the limit in bytes counting for all of a folder
 */
export async function readCalendarFiles(path: string, limit: number): Promise<string> {
  if (!(await isFolder(path))) return decodeText(await readBounded(path, limit));
  // A folder without files is a calendar without events.
  const texts = ['BEGIN:VCALENDAR\r\nEND:VCALENDAR'];
  let left = limit;
  for (const file of await filesIn(path)) {
    const bytes = await readBounded(file, Math.max(0, left));
    left -= bytes.length;
    texts.push(decodeText(bytes).trim());
  }
  return texts.join('\r\n');
}

async function filesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder))
    .filter((name) => ENDING.test(name) && !name.startsWith('.'))
    .toSorted();
  if (names.length > MAX_FILES) throw new DaymarkError('tooLarge', { limit: `${MAX_FILES} files` });
  return names.map((name) => join(folder, name));
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Text of bytes: by its mark, as UTF-8, else as Windows wrote it before. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return utf8Of(bytes) ?? utf8Of(withWholeCharacters(bytes)) ?? new TextDecoder('windows-1252').decode(bytes);
}

function utf8Of(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Calendar lines are folded by octets (RFC 5545, 3.1), so that a line break may stand within a character. */
function withWholeCharacters(bytes: Uint8Array): Uint8Array {
  const kept = new Uint8Array(bytes.length);
  let size = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const fold = size > 0 && kept[size - 1]! >= 0x80 ? foldAt(bytes, at) : 0;
    if (fold > 0 && isContinuation(bytes[at + fold])) at += fold;
    kept[size++] = bytes[at]!;
  }
  return kept.subarray(0, size);
}

/** Length of a line break with the blank that continues the line; 0 where there is none. */
function foldAt(bytes: Uint8Array, at: number): number {
  const breakLength = bytes[at] === 0x0d && bytes[at + 1] === 0x0a ? 2 : bytes[at] === 0x0a ? 1 : 0;
  const blank = bytes[at + breakLength];
  return breakLength > 0 && (blank === 0x20 || blank === 0x09) ? breakLength + 1 : 0;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80 && byte < 0xc0;
}
