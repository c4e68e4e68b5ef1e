import type {
  CalendarEvent,
  CalendarEventInput,
  CalendarEventPatch,
  EventScope,
} from '../../core/domain/calendar.ts';
import { DaymarkError } from '../../core/errors.ts';
import type { CalendarId, EventId } from '../../core/ids.ts';
import { readMoment } from '../../core/time/civil.ts';
import { addDays, instantOf } from '../../core/time/zoned.ts';
import type { CalendarObjectRecord } from '../../db/index.ts';
import { checkSpan, type Events } from '../calendar/events.ts';
import { checkEventRule } from '../calendar/occurrences.ts';
import { zoneOf, type ServiceContext } from '../context.ts';
import type { CalDav, CalendarObject } from './caldav/client.ts';
import {
  changeAll,
  changeOne,
  endBefore,
  newObject,
  removeOne,
  seriesFrom,
  type EventFields,
  type OccurrenceRef,
} from './caldav/edit.ts';
import { DAY_S, UnreadableError } from './ics/values.ts';
import type { Calendars } from './subscriptions.ts';

/**
 * Events wherever they are kept. What is kept here is stored by the answer; what is on a server is changed there first, under
 * the version that was seen, and then read again, so that both sides always say the same. Nothing changes here when the
 * server can't be reached or refuses.
 */
export class RemoteEvents {
  readonly #ctx: ServiceContext;
  readonly #events: Events;
  readonly #calendars: Calendars;

  constructor(ctx: ServiceContext, events: Events, calendars: Calendars) {
    this.#ctx = ctx;
    this.#events = events;
    this.#calendars = calendars;
  }

  /** @throws DaymarkError as `Events.create`, and `unreachable` and `conflict` of a server */
  async create({ calendarId, ...input }: CalendarEventInput): Promise<() => CalendarEvent> {
    if (calendarId === undefined) return () => this.#events.create(input);
    checkSpan(input.start, input.end);
    if (input.rrule !== undefined) checkEventRule(input.rrule);
    const server = this.#calendars.server(calendarId);
    const uid = this.#ctx.ids();
    const tz = input.tz ?? zoneOf(this.#ctx);
    const fields: EventFields = {
      title: input.title,
      location: input.location,
      busy: input.blocks,
      rrule: input.rrule,
      times: secondsOf(input, tz),
    };
    await server.dav.put(hrefOf(server, uid), newObject(uid, fields, tz, this.#ctx.clock()), null);
    const stored = await this.#readAgain(calendarId, input.start, input.title);
    return () => stored;
  }

  /** @throws DaymarkError as `Events.update`, and `unreachable` and `conflict` of a server */
  async update(id: EventId, patch: CalendarEventPatch, scope: EventScope): Promise<() => CalendarEvent> {
    const remote = this.#remoteOf(id);
    if (!remote) return () => this.#events.update(id, patch, scope);
    const { event, at, calendar } = remote;
    const { start = event.start, end = event.end, allDay = event.allDay, tz = zoneOf(this.#ctx) } = patch;
    checkSpan(start, end);
    if (patch.rrule) checkEventRule(patch.rrule);
    const moved = patch.start ?? patch.end ?? patch.allDay;
    // The event as it is known here is on its own clock; what isn't given again stays that moment.
    const now = secondsOf(event, event.tz);
    const then = secondsOf({ start, end, allDay }, tz);
    const times = {
      start: patch.start === undefined && patch.allDay === undefined ? now.start : then.start,
      end: patch.end === undefined && patch.allDay === undefined ? now.end : then.end,
      allDay,
    };
    const fields: EventFields = {
      title: patch.title,
      location: patch.location,
      busy: patch.blocks,
      rrule: patch.rrule,
      times: moved === undefined ? undefined : times,
    };
    await this.#edit(remote, (object, server) =>
      this.#changed(object, server, { at, fields, scope, remote }),
    );
    const stored = await this.#readAgain(calendar, start, patch.title ?? event.title, event);
    return () => stored;
  }

  /** @throws DaymarkError as `Events.remove`, and `unreachable` and `conflict` of a server */
  async remove(id: EventId, scope: EventScope): Promise<() => { id: EventId }> {
    const remote = this.#remoteOf(id);
    if (!remote) return () => this.#events.remove(id, scope);
    const { at, calendar, object } = remote;
    const tz = zoneOf(this.#ctx);
    await this.#edit(remote, async ({ href, etag, text }, server) => {
      if (object.rrule === null || scope === 'all') return server.dav.remove(href, etag);
      const now = this.#ctx.clock();
      const kept = scope === 'this' ? removeOne(text, at, tz, now) : endBefore(text, at, tz, now);
      await server.dav.put(href, kept, etag);
    });
    await this.#calendars.refreshOne(calendar);
    return () => ({ id });
  }

  async #changed(
    { href, etag, text }: CalendarObject,
    server: Server,
    {
      at,
      fields,
      scope,
      remote,
    }: { at: OccurrenceRef; fields: EventFields; scope: EventScope; remote: Remote },
  ): Promise<void> {
    const tz = zoneOf(this.#ctx);
    const now = this.#ctx.clock();
    if (remote.object.rrule === null || scope === 'all')
      return server.dav.put(href, changeAll(text, at, fields, tz, now), etag);
    if (scope === 'this') return server.dav.put(href, changeOne(text, at, fields, tz, now), etag);
    const uid = this.#ctx.ids();
    const next = hrefOf(server, uid);
    await server.dav.put(next, seriesFrom(text, at, { uid, fields }, tz, now), null);
    try {
      await server.dav.put(href, endBefore(text, at, tz, now), etag);
    } catch (error) {
      // Half a change would show everything twice.
      await server.dav.remove(next, '');
      throw error;
    }
  }

  /** Changes the object as the server has it now, if it is still the one that was seen. */
  async #edit(
    { calendar, object }: Remote,
    work: (now: CalendarObject, server: Server) => Promise<void>,
  ): Promise<void> {
    const server = this.#calendars.server(calendar);
    try {
      const now = await server.dav.object(object.href);
      if (!now || (object.etag !== '' && now.etag !== '' && now.etag !== object.etag))
        throw new DaymarkError('conflict');
      await work(now, server);
    } catch (error) {
      if (error instanceof UnreadableError)
        throw new DaymarkError('invalidInput', { reason: error.message }, { cause: error });
      // What is there now is shown, so that the person can decide again.
      if (error instanceof DaymarkError && error.code === 'conflict')
        await this.#calendars.refreshOne(calendar);
      throw error;
    }
  }

  async #readAgain(
    calendar: CalendarId,
    start: string,
    title: string,
    otherwise?: CalendarEvent,
  ): Promise<CalendarEvent> {
    await this.#calendars.refreshOne(calendar);
    const day = start.slice(0, 10);
    const found = this.#events
      .list(day, addDays(day, 1))
      .find((one) => one.calendarId === calendar && one.start === start && one.title === title);
    if (found) return found;
    // Far from today nothing is worked out; it is on the server all the same.
    if (otherwise) return { ...otherwise, title };
    throw new DaymarkError('invalidInput', {
      reason: 'it was stored, but lies too far from today to be shown',
    });
  }

  #remoteOf(id: EventId): Remote | null {
    const { db } = this.#ctx;
    const event = db.events.get(id);
    if (event?.calendarId === undefined || !event.writable) return null;
    const object = db.calendars.objectOf(event.calendarId, id);
    if (!object) throw new DaymarkError('notFound', { what: 'event', id });
    const at = { original: object.original, start: secondsOf(event, event.tz).start };
    return { event, object, calendar: event.calendarId, at };
  }
}

/** A calendar on a server, and the address of its collection. */
interface Server {
  dav: CalDav;
  collection: string;
}

interface Remote {
  event: CalendarEvent;
  calendar: CalendarId;
  object: CalendarObjectRecord;
  at: OccurrenceRef;
}

function hrefOf({ collection }: { collection: string }, uid: string): string {
  return new URL(`${uid}.ics`, collection.endsWith('/') ? collection : `${collection}/`).href;
}

/** Seconds of the epoch, or of the wall clock for whole days. */
function secondsOf(
  { start, end, allDay }: Pick<CalendarEvent, 'start' | 'end' | 'allDay'>,
  tz: string,
): NonNullable<EventFields['times']> {
  const second = (local: string): number =>
    allDay ? readMoment(local.slice(0, 10)).day * DAY_S : Math.floor(instantOf(local, tz) / 1_000);
  return { start: second(start), end: second(end), allDay };
}
