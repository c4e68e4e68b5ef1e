import { open } from 'node:fs/promises';
import { basename } from 'node:path';
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
