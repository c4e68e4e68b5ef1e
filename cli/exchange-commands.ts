import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import {
  exportFormat,
  importFormat,
  importFormats,
  type ExportFormat,
  type ImportFormat,
} from '../core/domain/exchange.ts';
import { MAX_IMPORT, MAX_PIECE } from '../core/exchange-limits.ts';
import { DaymarkError } from '../core/errors.ts';
import { calendarDay } from '../core/time/schemas.ts';
import { decodeText, eventsOfFile, readBounded } from '../services/calendars/file.ts';
import type { AppClient } from '../shell/rpc.ts';
import { addDays, instantOf, localOf } from '../core/time/zoned.ts';
import { calendarId } from '../core/ids.ts';
import { check } from './check.ts';
import { helperReady, systemZone } from './compose.ts';
import { writeJson, type Streams } from './io.ts';

/** What comes in from other programs, and goes out to them. */

export interface EventsOptions {
  from: string | undefined;
  to: string | undefined;
  tz: string | undefined;
  file: string | undefined;
}

/** Days of a span as they were typed; throws `invalidInput` for anything else. */
export function spanOf({ from, to }: Pick<EventsOptions, 'from' | 'to'>): { from: string; to: string } {
  const span = { from: check(calendarDay, from ?? '', '--from'), to: check(calendarDay, to ?? '', '--to') };
  if (span.to <= span.from)
    throw new DaymarkError('invalidInput', { reason: '--to: it has to come after --from' });
  return span;
}

/** Instances of a calendar file; needs no profile. */
export async function fileEventsCommand(
  file: string,
  options: EventsOptions,
  streams: Streams,
): Promise<void> {
  const { events, skipped } = await eventsOfFile(file, spanOf(options), options.tz ?? systemZone());
  await writeJson(streams.stdout, {
    events: events.map(({ title, start, end, allDay, busy, calendar }) => ({
      title,
      start,
      end,
      allDay,
      busy,
      calendar,
    })),
    skipped,
  });
}

/** Appointments that start in a span of days, on the clock of a zone when one is given. */
export async function eventsCommand(
  client: AppClient,
  span: { from: string; to: string },
  tz: string | undefined,
  streams: Streams,
): Promise<void> {
  const [{ events }, { calendars }] = await Promise.all([
    client.events.list({ from: addDays(span.from, -1), to: addDays(span.to, 1) }),
    client.calendars.list(),
  ]);
  const names = new Map(calendars.map(({ id, name }) => [id, name]));
  const moved = (local: string, own: string): string =>
    tz === undefined || tz === own ? local : localOf(instantOf(local, own), tz);
  const listed = events.map(({ title, start, end, allDay, blocks, tz: own, calendarId: of }) => ({
    title,
    start: allDay ? start.slice(0, 10) : moved(start, own),
    end: allDay ? end.slice(0, 10) : moved(end, own),
    allDay,
    busy: blocks,
    calendar: (of && names.get(of)) ?? 'Daymark',
  }));
  await writeJson(streams.stdout, {
    events: listed.filter(({ start }) => start.slice(0, 10) >= span.from && start.slice(0, 10) < span.to),
    skipped: calendars.flatMap(({ skipped }) => skipped),
  });
}

export interface ImportOptions {
  format: ImportFormat | undefined;
  columns: Record<string, string> | undefined;
  dryRun: boolean;
  now: string | undefined;
  tz: string | undefined;
  /** Of an archive. */
  passphrase: string | undefined;
}

interface ImportWords {
  passwordFile: string | undefined;
  format: string | undefined;
  columns: string | undefined;
  dryRun: boolean;
  now: string | undefined;
  tz: string | undefined;
}

/** Throws `invalidInput` for a format that there isn't, and for columns that aren't `what=name`. */
export function importOptionsOf({
  format,
  columns,
  dryRun,
  now,
  tz,
  passwordFile,
}: ImportWords): ImportOptions {
  const known = importFormat.safeParse(format);
  if (format !== undefined && format !== 'auto' && !known.success)
    throw new DaymarkError('invalidInput', {
      reason: `--format takes auto, ${importFormats.join(', ')}`,
    });
  const pairs = columns?.split(',').map((pair) => pair.split('=').map((part) => part.trim()));
  if (pairs?.some(([what, name, ...rest]) => !what || !name || rest.length > 0))
    throw new DaymarkError('invalidInput', {
      reason: '--columns takes pairs such as title=Name,project=List',
    });
  return {
    format: known.data,
    columns: pairs && Object.fromEntries(pairs as [string, string][]),
    dryRun,
    now,
    tz,
    passphrase: passphraseOf(passwordFile),
  };
}

/** Hands a file over and imports it, or says what it would bring. */
export async function importCommand(
  client: AppClient,
  path: string,
  { dryRun, ...given }: ImportOptions,
  streams: Streams,
): Promise<void> {
  const text = decodeText(await readBounded(path, MAX_IMPORT));
  const { upload } = await client.imports.begin({ name: basename(path) });
  for (let from = 0; from < text.length; from += MAX_PIECE)
    await client.imports.append({ upload, text: text.slice(from, from + MAX_PIECE) });
  const input = {
    upload,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
  if (dryRun) {
    const { summary } = await client.imports.preview(input);
    return writeJson(streams.stdout, summary);
  }
  await helperReady(client);
  for await (const { done, total, summary } of await client.imports.run(input)) {
    if (summary) await writeJson(streams.stdout, summary);
    else if (process.stderr.isTTY) streams.stderr.write(`\r${done} of ${total}`);
  }
}

export function exportFormatOf(format: string | undefined): ExportFormat {
  const known = exportFormat.safeParse(format ?? 'json');
  if (known.success) return known.data;
  throw new DaymarkError('invalidInput', { reason: `--format takes ${exportFormat.options.join(', ')}` });
}

interface ExportOptions {
  format: ExportFormat;
  out: string | undefined;
  /** Of an archive. */
  passphrase: string | undefined;
}

/** Writes the document to standard output, or as a whole to a file that only its owner can read. */
export async function exportCommand(
  client: AppClient,
  { format, out, passphrase }: ExportOptions,
  streams: Streams,
): Promise<void> {
  const pieces = await client.exports.make({ format, ...(passphrase === undefined ? {} : { passphrase }) });
  if (out === undefined) {
    for await (const { text } of pieces) if (!streams.stdout.write(text)) await once(streams.stdout, 'drain');
    return;
  }
  const unfinished = `${out}.${randomBytes(4).toString('hex')}.part`;
  const file = await open(unfinished, 'wx', 0o600).catch((error: unknown) => {
    throw new DaymarkError('invalidInput', { reason: `${out} can't be written` }, { cause: error });
  });
  let bytes = 0;
  try {
    for await (const { text } of pieces) bytes += (await file.write(text)).bytesWritten;
    await file.sync();
    await file.close();
    await rename(unfinished, out);
  } catch (error) {
    await file.close().catch(() => {});
    await rm(unfinished, { force: true });
    throw error;
  }
  await writeJson(streams.stdout, { format, file: out, bytes });
}

/** How an account is named on the command line. */
export interface LoginWords {
  user: string | undefined;
  passwordFile: string | undefined;
}

interface CalendarOptions extends LoginWords {
  name: string | undefined;
  showOnly: boolean;
  allowPrivate: boolean;
}

/** What is done with subscribed calendars; throws `invalidInput` before a profile is opened. */
export function calendarWork(
  action: string | undefined,
  rest: readonly string[],
  options: CalendarOptions,
  streams: Streams,
): (client: AppClient) => Promise<void> {
  const [target, ...others] = rest;
  const alone = action === 'list' || action === 'refresh';
  if (
    others.length > 0 ||
    (target === undefined) !== alone ||
    (!alone && action !== 'add' && action !== 'find' && action !== 'remove')
  )
    throw new DaymarkError('invalidInput', {
      reason: 'calendar takes add URL|FILE, find URL, list, refresh or remove ID',
    });
  if (action === 'list') return async (client) => writeJson(streams.stdout, await client.calendars.list());
  if (action === 'refresh')
    return async (client) => writeJson(streams.stdout, await client.calendars.refresh());
  if (action === 'remove') {
    const id = check(calendarId, target, 'ID');
    return async (client) => writeJson(streams.stdout, await client.calendars.remove({ id }));
  }
  const login = loginOf(options);
  if (action === 'find') {
    if (!login)
      throw new DaymarkError('invalidInput', { reason: 'calendar find takes --user and --password-file' });
    const { allowPrivate } = options;
    return async (client) =>
      writeJson(streams.stdout, await client.calendars.find({ url: target!, login, allowPrivate }));
  }
  const location =
    /^[a-z][a-z0-9+.-]+:/i.test(target!) && !/^[a-z]:/i.test(target!) ? target! : resolve(target!);
  const { name, showOnly, allowPrivate } = options;
  return async (client) =>
    writeJson(
      streams.stdout,
      await client.calendars.add({
        location,
        busy: !showOnly,
        allowPrivate,
        ...(name === undefined ? {} : { name }),
        ...(login ? { login } : {}),
      }),
    );
}

/** Throws `invalidInput` for a half of it. */
export function loginOf({
  user,
  passwordFile,
}: LoginWords): { username: string; password: string } | undefined {
  if (user === undefined && passwordFile === undefined) return undefined;
  if (user === undefined || passwordFile === undefined)
    throw new DaymarkError('invalidInput', { reason: '--user and --password-file come together' });
  return { username: user, password: passphraseOf(passwordFile)! };
}

/** The first line of a file. Secrets come from files: the command line is seen by every process. */
export function passphraseOf(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8').split(/\r?\n/, 1)[0]!;
  } catch (error) {
    throw new DaymarkError('invalidInput', { reason: `${path} can't be read` }, { cause: error });
  }
}
