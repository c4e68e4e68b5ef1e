import { randomBytes } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { DaymarkError } from '../../core/errors.ts';
import type { PublishedBlock } from '../../db/index.ts';
import type { CalDav } from '../calendars/caldav/client.ts';
import { readObject, valueOf, writeObject, type ObjectText } from '../calendars/caldav/object-text.ts';
import { decodeText, readBounded } from '../calendars/file.ts';
import { MAX_BYTES } from '../outgoing/gate.ts';
import { textOf, timesOf } from './block-text.ts';
import type { PlacedEvent, Writes } from './differences.ts';

/** Calendars that blocks are published to: one on a server, and a file. */

export interface PlanPlace {
  /** Changes whenever something there does; null where that can't be told. Cheap. */
  tag(): Promise<string | null>;
  /** Every event there by its UID; null when there is no calendar (yet). */
  read(): Promise<Map<string, PlacedEvent> | null>;
  /** Writes what `read` was asked before; yields what has been written. What was changed there meanwhile is left out. */
  write(
    writes: Writes,
    now: number,
  ): AsyncGenerator<{ put: PublishedBlock } | { removed: string }, void, void>;
}

interface ServerEvent extends PlacedEvent {
  href: string;
  etag: string;
  text: string;
}

export class ServerPlace implements PlanPlace {
  readonly #dav: CalDav;
  readonly #collection: string;
  #events = new Map<string, ServerEvent>();

  constructor(dav: CalDav, location: string) {
    this.#dav = dav;
    this.#collection = location.endsWith('/') ? location : `${location}/`;
  }

  tag(): Promise<string | null> {
    return this.#dav.tag();
  }

  async read(): Promise<Map<string, PlacedEvent>> {
    const objects = await this.#dav.objects();
    this.#events = new Map(
      objects.flatMap(({ href, etag, text }): [string, ServerEvent][] => {
        const [event] = readObject(text).events;
        const uid = event ? valueOf(event, 'UID').trim() : '';
        return [[uid === '' ? href : uid, { uid, times: timesOf(text), href, etag, text }]];
      }),
    );
    return this.#events;
  }

  async *write({ put, remove }: Writes, now: number): ReturnType<PlanPlace['write']> {
    for (const uid of remove) {
      const event = this.#events.get(uid);
      if (!event || (await unlessChanged(this.#dav.remove(event.href, event.etag)))) yield { removed: uid };
    }
    for (const block of put) {
      const event = this.#events.get(block.uid);
      const href = event?.href ?? new URL(`${encodeURIComponent(block.uid)}.ics`, this.#collection).href;
      const text = textOf(block, event?.text, now);
      if (await unlessChanged(this.#dav.put(href, text, event?.etag ?? null))) yield { put: block };
    }
  }
}

/** Whether it was done; a change there in the meantime is looked at in the next round. */
async function unlessChanged(work: Promise<void>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof DaymarkError && error.code === 'conflict') return false;
    throw error;
  }
}

const EMPTY: ObjectText = {
  head: ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Daymark//Daymark//EN'],
  events: [],
};

/** A file that is replaced as a whole, so that no program ever reads half of it. */
export class FilePlace implements PlanPlace {
  readonly #path: string;
  #object: ObjectText = EMPTY;

  constructor(path: string) {
    this.#path = path;
  }

  async tag(): Promise<string | null> {
    return stat(this.#path).then(
      ({ mtimeMs, size }) => `${mtimeMs} ${size}`,
      () => null,
    );
  }

  async read(): Promise<Map<string, PlacedEvent> | null> {
    this.#object = EMPTY;
    if ((await this.tag()) === null) return null;
    const text = decodeText(await readBounded(this.#path, MAX_BYTES));
    if (text.trim() === '') return new Map();
    if (!/^\s*BEGIN:VCALENDAR/i.test(text))
      throw new DaymarkError('invalidInput', { reason: 'this file is no calendar' });
    this.#object = readObject(text);
    const { head } = this.#object;
    return new Map(
      this.#object.events.map((event, at): [string, PlacedEvent] => {
        const uid = valueOf(event, 'UID').trim();
        return [uid === '' ? `#${at}` : uid, { uid, times: timesOf(writeObject({ head, events: [event] })) }];
      }),
    );
  }

  async *write({ put, remove }: Writes, now: number): ReturnType<PlanPlace['write']> {
    if (put.length + remove.length === 0) return;
    const { head, events } = this.#object;
    const gone = new Set(remove);
    const byUid = new Map(events.map((event) => [valueOf(event, 'UID').trim(), event]));
    const written = new Map(
      put.map((block) => {
        const event = byUid.get(block.uid);
        const text = textOf(block, event && writeObject({ head, events: [event] }), now);
        return [block.uid, readObject(text).events[0]!];
      }),
    );
    const kept = events.flatMap((event) => {
      const uid = valueOf(event, 'UID').trim();
      const next = written.get(uid);
      written.delete(uid);
      return gone.has(uid) ? [] : [next ?? event];
    });
    await this.#replace(writeObject({ head, events: [...kept, ...written.values()] }));
    for (const uid of remove) yield { removed: uid };
    for (const block of put) yield { put: block };
  }

  async #replace(text: string): Promise<void> {
    const unfinished = `${this.#path}.${randomBytes(4).toString('hex')}.part`;
    try {
      const file = await open(unfinished, 'wx', 0o600);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(unfinished, this.#path);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw new DaymarkError(
        'unreachable',
        { host: basename(this.#path), reason: 'it can’t be written' },
        { cause: error },
      );
    }
  }
}
