import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { v5 as uuidV5 } from 'uuid';
import type { SubscribedCalendar } from '../../core/domain/calendar.ts';
import { DaymarkError } from '../../core/errors.ts';
import { calendarId, type CalendarId, eventId, taskId } from '../../core/ids.ts';
import { addDays } from '../../core/time/zoned.ts';
import type {
  CalendarCopy,
  CalendarLogin,
  CalendarObjectRecord,
  CalendarRecord,
  InstanceRecord,
} from '../../db/index.ts';
import { requestTimeOf, type ServiceContext } from '../context.ts';
import { refreshOccurrences } from '../calendar/occurrences.ts';
import { withPauses } from '../pauses.ts';
import { runIntent } from '../intent.ts';
import { Gate, MAX_BYTES, webAddress, type GateParts } from '../outgoing/gate.ts';
import { CalDav, type CalendarObject, type FoundCalendar } from './caldav/client.ts';
import { readObject, valueOf } from './caldav/object-text.ts';
import { taskOfUid } from '../publishing/block-text.ts';
import { calendarFolderOf, calendarPath, decodeText, lookOf, readCalendarFiles } from './file.ts';
import { FolderWatch } from '../folder-watch.ts';
import { instantOf } from './ics/series.ts';
import { expandingSteps, readingSteps, type CalendarInstance } from './ics/calendar.ts';

/**
 * Calendars of others: a file on this machine or an address. A copy is kept, so that a calendar is there without a
 * connection; the occurrences around today are worked out of it, and lie in the plan like the person's own.
 */

const NAMESPACE = '0d3c9a3e-51a0-5c0e-8d3f-2f5f4f0c8a11';
/** Occurrences are worked out for these days around today, and again when a month of them has passed. */
const DAYS_BACK = 400;
const DAYS_AHEAD = 430;
const DAYS_FRESH = 30;
const POLL_MS = 60 * 60_000;
const MAX_INSTANCES = 20_000;
const MAX_SKIPPED = 100;
const COLOURS = 12;

export interface AddedCalendar {
  location: string;
  name?: string | undefined;
  busy?: boolean | undefined;
  /** The person's word for an address in a private network. */
  allowPrivate?: boolean | undefined;
  /** Of a calendar on a CalDAV server, which can then be changed from here. */
  login?: CalendarLogin | undefined;
}

interface Fetched {
  /** Null when the copy is still right. */
  text: string | null;
  etag: string | null;
  modified: string | null;
  /** Of a calendar on a server, when its text has changed. */
  objects?: readonly CalendarObjectRecord[];
}

export class Calendars {
  readonly #ctx: ServiceContext;
  readonly #gate: Gate;
  readonly #ended = new AbortController();
  #refreshing: Promise<unknown> = Promise.resolve();
  #looked = new Map<string, string>();
  readonly #watch = new FolderWatch(() => this.#refreshQuietly());
  #attended = false;

  constructor(ctx: ServiceContext, resolve?: GateParts['resolve']) {
    this.#ctx = ctx;
    this.#gate = new Gate({
      note: (connection) => ctx.db.calendars.noteConnection(connection),
      clock: ctx.clock,
      resolve,
    });
  }

  list(): SubscribedCalendar[] {
    return this.#ctx.db.calendars.list().map((one) => this.#shown(one));
  }

  /**
   * Adds a calendar once its file has been read.
   *
   * @throws DaymarkError `invalidInput` for what is no calendar, `privateAddress` until it is allowed, `unreachable`,
   *   `notFound`, `tooLarge`
   */
  async prepareAdd({
    location,
    name,
    busy = true,
    allowPrivate = false,
    login,
  }: AddedCalendar): Promise<() => SubscribedCalendar> {
    const ctx = this.#ctx;
    const kind = /^(?:https?|webcals?):/i.test(location.trim()) ? 'url' : 'file';
    if (login && kind !== 'url')
      throw new DaymarkError('invalidInput', { reason: 'an account has a web address' });
    const place = kind === 'url' ? webAddress(location).href : await calendarPath(location.trim());
    if (ctx.db.calendars.list().some((one) => one.location === place))
      throw new DaymarkError('invalidInput', { reason: 'this calendar is here already' });
    if (ctx.db.publications.list().some((one) => one.location === place))
      throw new DaymarkError('invalidInput', { reason: 'your plan is published to this calendar' });
    const { at } = requestTimeOf(ctx);
    const record: CalendarRecord = {
      id: calendarId.parse(ctx.ids()),
      name: '',
      kind,
      caldav: login !== undefined,
      location: place,
      colour: ctx.db.calendars.list().length % COLOURS,
      busy,
      ignored: null,
      privateAllowed: allowPrivate,
      contentHash: null,
      createdAt: at,
      updatedAt: at,
    };
    const fetched = await this.#fetch(record, null, login);
    const worked = await this.#workOut(record, fetched.text ?? '');
    if (!worked) throw new DaymarkError('invalidInput', { reason: 'this is no calendar' });
    record.name = (name?.trim() || worked.name).slice(0, 200);
    record.contentHash = worked.hash;
    return () => {
      runIntent(ctx, { name: 'calendars.add', requestTime: requestTimeOf(ctx), about: record.name }, () => {
        ctx.db.calendars.insert(record);
        if (login) ctx.db.calendars.setLogin(record.id, login);
        this.#keep(record.id, fetched, worked);
      });
      this.#follow();
      ctx.hub.publish({ topic: 'events', ids: [] });
      return this.#shown(record);
    };
  }

  /**
   * The calendars of an account on a CalDAV server.
   *
   * @throws DaymarkError `invalidInput` where there is none, and as `Gate.send`
   */
  find(url: string, login: CalendarLogin, allowPrivate = false): Promise<FoundCalendar[]> {
    const signal = this.#ended.signal;
    return new CalDav(this.#gate, { url: webAddress(url).href, login, allowPrivate, signal }).calendars();
  }

  /** Another login for a calendar on a server. It is tried before it takes the place of the one before. */
  async signIn(id: CalendarId, login: CalendarLogin): Promise<SubscribedCalendar> {
    const record = this.#get(id);
    if (!record.caldav)
      throw new DaymarkError('invalidInput', { reason: 'this calendar is signed in to nowhere' });
    await this.#serverOf(record, login).tag();
    this.#ctx.db.calendars.setLogin(id, login);
    await this.refreshOne(id);
    return this.#shown(this.#get(id));
  }

  /** A calendar on a server as one that can be changed, and the address of its collection. */
  server(id: CalendarId): { dav: CalDav; collection: string } {
    const record = this.#get(id);
    return { dav: this.#serverOf(record), collection: record.location };
  }

  update(
    id: CalendarId,
    change: { name?: string; colour?: number; busy?: boolean; ignored?: SubscribedCalendar['ignored'] },
  ): SubscribedCalendar {
    const ctx = this.#ctx;
    const before = this.#get(id);
    if (change.name?.trim() === '')
      throw new DaymarkError('invalidInput', { reason: 'a calendar needs a name' });
    if (change.ignored && change.ignored.from === change.ignored.to)
      throw new DaymarkError('invalidInput', { reason: 'the hours to ignore end when they begin' });
    runIntent(
      ctx,
      { name: 'calendars.update', requestTime: requestTimeOf(ctx), about: before.name },
      ({ requestTime }) => ctx.db.calendars.update(id, change, requestTime.at),
    );
    ctx.hub.publish({ topic: 'events', ids: [] });
    return this.#shown(this.#get(id));
  }

  remove(id: CalendarId): { id: CalendarId } {
    const ctx = this.#ctx;
    const before = this.#get(id);
    runIntent(ctx, { name: 'calendars.remove', requestTime: requestTimeOf(ctx), about: before.name }, () => {
      ctx.db.calendars.remove(id);
    });
    ctx.hub.publish({ topic: 'events', ids: [] });
    return { id };
  }

  /** Looks again at every calendar, or at those that are due; one after the other. */
  async refresh(dueOnly = false): Promise<SubscribedCalendar[]> {
    const before = this.#refreshing;
    const work = (async () => {
      await before;
      if (this.#ended.signal.aborted) return;
      for (const record of this.#ctx.db.calendars.list())
        if (!this.#ended.signal.aborted && (!dueOnly || (await this.#isDue(record))))
          await this.#refreshOne(record);
    })();
    // The next call waits for the end of this one, however it ends.
    this.#refreshing = Promise.allSettled([work]);
    await work;
    return this.list();
  }

  /** Looks again at one calendar now. */
  async refreshOne(id: CalendarId): Promise<void> {
    const before = this.#refreshing;
    const work = (async () => {
      await before;
      if (!this.#ended.signal.aborted) await this.#refreshOne(this.#get(id));
    })();
    this.#refreshing = Promise.allSettled([work]);
    await work;
  }

  /** Called every minute: files that changed, addresses once an hour, and a new day or zone. */
  tick(): void {
    refreshOccurrences(this.#ctx);
    this.#follow();
    if (this.#ctx.db.calendars.list().length > 0) this.#refreshQuietly();
  }

  /** Follows the files from here on. */
  start(): void {
    this.#attended = true;
    this.#follow();
  }

  #follow(): void {
    if (!this.#attended || this.#ended.signal.aborted) return;
    const files = this.#ctx.db.calendars.list().filter(({ kind }) => kind === 'file');
    this.#watch.set([...new Set(files.map(({ location }) => calendarFolderOf(location)))]);
  }

  #refreshQuietly(): void {
    void this.refresh(true).catch((error: unknown) =>
      this.#ctx.log('warn', 'calendars.refresh', { reason: error instanceof Error ? error.name : 'unknown' }),
    );
  }

  /** Resolves when nothing of this touches the database any more. */
  async stop(): Promise<void> {
    this.#ended.abort();
    this.#watch.close();
    await this.#refreshing;
  }

  async #isDue(record: CalendarRecord): Promise<boolean> {
    const copy = this.#ctx.db.calendars.copy(record.id);
    if (!copy || this.#isStale(copy)) return true;
    if (record.kind === 'url') return this.#ctx.clock() - copy.triedAt >= POLL_MS;
    const look = await lookOf(record.location);
    const changed = this.#looked.get(record.id) !== look;
    this.#looked.set(record.id, look);
    return changed;
  }

  #isStale({ expandedDay, expandedTz }: CalendarCopy): boolean {
    const { local, tz } = requestTimeOf(this.#ctx);
    return (
      expandedDay === null || expandedTz !== tz || addDays(expandedDay, DAYS_FRESH) <= local.slice(0, 10)
    );
  }

  async #refreshOne(record: CalendarRecord): Promise<void> {
    const { db, clock, hub } = this.#ctx;
    const copy = db.calendars.copy(record.id) ?? null;
    try {
      const fetched = await this.#fetch(record, copy);
      const same = fetched.text === null || (copy !== null && fetched.text === copy.body);
      const text = fetched.text ?? copy?.body ?? '';
      if (this.#ended.signal.aborted || !db.calendars.get(record.id)) return;
      if (same && copy !== null && !this.#isStale(copy)) {
        if (fetched.objects) db.calendars.replaceObjects(record.id, fetched.objects);
        db.calendars.setCopy(record.id, {
          ...copy,
          ...tagsOf(fetched, copy),
          checkedAt: clock(),
          triedAt: clock(),
          error: null,
        });
        return;
      }
      const worked = await this.#workOut(record, text);
      if (!worked) throw new DaymarkError('invalidInput', { reason: 'this is no calendar any more' });
      if (this.#ended.signal.aborted || !db.calendars.get(record.id)) return;
      runIntent(
        this.#ctx,
        { name: 'calendars.refresh', requestTime: requestTimeOf(this.#ctx), undoable: false },
        ({ requestTime }) => {
          this.#keep(record.id, { ...fetched, text, ...tagsOf(fetched, copy) }, worked);
          if (worked.hash !== record.contentHash)
            db.calendars.update(record.id, { contentHash: worked.hash }, requestTime.at);
        },
      );
      hub.publish({ topic: 'events', ids: [] });
    } catch (error) {
      if (this.#ended.signal.aborted) return;
      const reason = error instanceof DaymarkError ? error.message : 'Something went wrong.';
      const empty = {
        body: '',
        etag: null,
        modified: null,
        checkedAt: null,
        skipped: [],
        expandedDay: null,
        expandedTz: null,
      };
      if (db.calendars.get(record.id))
        db.calendars.setCopy(record.id, { ...(copy ?? empty), triedAt: clock(), error: reason });
      hub.publish({ topic: 'events', ids: [] });
    }
  }

  async #fetch(record: CalendarRecord, copy: CalendarCopy | null, login?: CalendarLogin): Promise<Fetched> {
    if (record.caldav) return fetchObjects(this.#serverOf(record, login), copy);
    if (record.kind === 'file') {
      return { text: await readCalendarFiles(record.location, MAX_BYTES), etag: null, modified: null };
    }
    const { body, etag, modified } = await this.#gate.fetch({
      url: record.location,
      purpose: 'calendar',
      signal: this.#ended.signal,
      allowPrivate: record.privateAllowed,
      etag: copy?.etag ?? null,
      modified: copy?.modified ?? null,
    });
    return { text: body && decodeText(body), etag, modified };
  }

  #serverOf(record: CalendarRecord, given?: CalendarLogin): CalDav {
    const login = given ?? this.#ctx.db.calendars.login(record.id);
    if (!record.caldav || !login)
      throw new DaymarkError('invalidInput', { reason: 'sign in to this calendar first' });
    const { location: url, privateAllowed: allowPrivate } = record;
    return new CalDav(this.#gate, { url, login, allowPrivate, signal: this.#ended.signal });
  }

  /** Reads a file and works its occurrences out, a moment at a time; null for what is no calendar. */
  async #workOut(record: CalendarRecord, text: string): Promise<WorkedOut | null> {
    const { local, tz } = requestTimeOf(this.#ctx);
    const day = local.slice(0, 10);
    const name =
      record.kind === 'file'
        ? basename(record.location).replace(/\.[a-z]+$/i, '')
        : webAddress(record.location).hostname;
    const calendar = await withPauses(readingSteps(text, name, tz));
    if (!calendar) return null;
    const span = { from: addDays(day, -DAYS_BACK), to: addDays(day, DAYS_AHEAD) };
    const { events, skipped } = await withPauses(expandingSteps(calendar, span, tz));
    // The plan must not be planned around itself, by whatever address it comes back.
    const found = events.filter(({ uid }) => !this.#isOwnPlan(uid));
    const kept = nearest(found, day);
    if (kept.length < found.length)
      skipped.push({
        what: `${found.length - kept.length} events`,
        why: `a calendar holds ${MAX_INSTANCES} around today`,
      });
    return {
      name: calendar.name,
      hash: createHash('sha256').update(text).digest('hex').slice(0, 32),
      instances: kept.map((event) => instanceOf(record, event, tz)),
      skipped: skipped.slice(0, MAX_SKIPPED),
      day,
      tz,
    };
  }

  #isOwnPlan(uid: string): boolean {
    const task = taskId.safeParse(taskOfUid(uid));
    return task.success && this.#ctx.db.tasks.get(task.data) !== undefined;
  }

  /** Inside a write. */
  #keep(id: CalendarId, fetched: Fetched, worked: WorkedOut): void {
    const { db, clock } = this.#ctx;
    const { day, tz, skipped, instances } = worked;
    db.calendars.setCopy(id, {
      body: fetched.text ?? '',
      etag: fetched.etag,
      modified: fetched.modified,
      checkedAt: clock(),
      triedAt: clock(),
      error: null,
      skipped,
      expandedDay: day,
      expandedTz: tz,
    });
    db.calendars.replaceInstances(id, instances);
    if (fetched.objects) db.calendars.replaceObjects(id, fetched.objects);
  }

  #shown({
    id,
    name,
    kind,
    caldav,
    location,
    colour,
    busy,
    ignored,
    createdAt,
    updatedAt,
  }: CalendarRecord): SubscribedCalendar {
    const { calendars } = this.#ctx.db;
    const copy = calendars.copy(id);
    return {
      id,
      name,
      kind: caldav ? 'caldav' : kind,
      location,
      colour,
      busy,
      ignored,
      createdAt,
      updatedAt,
      checkedAt: copy?.checkedAt ?? null,
      error: copy?.error ?? null,
      events: calendars.countInstances(id),
      skipped: copy?.skipped ?? [],
    };
  }

  #get(id: CalendarId): CalendarRecord {
    const found = this.#ctx.db.calendars.get(id);
    if (!found) throw new DaymarkError('notFound', { what: 'calendar', id });
    return found;
  }
}

interface WorkedOut {
  name: string;
  hash: string;
  instances: InstanceRecord[];
  skipped: CalendarCopy['skipped'];
  day: string;
  tz: string;
}

/** A server that says nothing has changed need not say its tags again. */
function tagsOf(fetched: Fetched, copy: CalendarCopy | null): Pick<Fetched, 'etag' | 'modified'> {
  const hasState = fetched.etag !== null || fetched.modified !== null || fetched.text !== null;
  return hasState
    ? { etag: fetched.etag, modified: fetched.modified }
    : { etag: copy?.etag ?? null, modified: copy?.modified ?? null };
}

function nearest(events: readonly CalendarInstance[], day: string): readonly CalendarInstance[] {
  if (events.length <= MAX_INSTANCES) return events;
  const at = events.findIndex(({ start }) => start >= day);
  const from = Math.max(0, Math.min(events.length - MAX_INSTANCES, at - MAX_INSTANCES / 2));
  return events.slice(from, from + MAX_INSTANCES);
}

function instanceOf(
  { id: calendar, caldav }: CalendarRecord,
  event: CalendarInstance,
  tz: string,
): InstanceRecord {
  const { uid, title, start, end, allDay, busy, location, link, attendees } = event;
  return {
    id: eventId.parse(uuidV5(`${calendar}\n${uid}\n${start}\n${title}`, NAMESPACE)),
    calendarId: calendar,
    title: title.trim().slice(0, 1_000) || 'Busy',
    start: allDay ? `${start}T00:00` : start,
    // An end that isn't after the start would be no event to a plan.
    end: allDay ? `${end > start ? end : addDays(start, 1)}T00:00` : end,
    tz,
    allDay,
    blocks: busy && end > start,
    location: location.slice(0, 1_000),
    link: link.slice(0, 1_000),
    attendees,
    uid,
    original: caldav ? (allDay ? event.original.wall : instantOf(event.original)) : null,
  };
}

/** The objects of a calendar on a server as one text; nothing where its tag says that nothing has changed. */
async function fetchObjects(server: CalDav, copy: CalendarCopy | null): Promise<Fetched> {
  const tag = await server.tag();
  if (tag !== null && copy && tag === copy.etag && copy.body !== '')
    return { text: null, etag: tag, modified: null };
  const objects = await server.objects();
  const text = ['BEGIN:VCALENDAR\r\nEND:VCALENDAR', ...objects.map((one) => one.text.trim())].join('\r\n');
  return { text, etag: tag, modified: null, objects: objects.flatMap(objectRecord) };
}

function objectRecord({ href, etag, text }: CalendarObject): CalendarObjectRecord[] {
  const { events } = readObject(text);
  const main = events.find((event) => valueOf(event, 'RECURRENCE-ID') === '') ?? events[0];
  const uid = main ? valueOf(main, 'UID').trim() : '';
  return uid === '' ? [] : [{ uid, href, etag, rrule: valueOf(main!, 'RRULE').trim() || null }];
}
