import type { CalendarId, EventId } from '../../core/ids.ts';
import type { CalendarEvent } from '../../core/domain/calendar.ts';

/** A subscribed calendar as the person set it up. */
export interface CalendarRecord {
  id: CalendarId;
  name: string;
  kind: 'url' | 'file';
  /** On a CalDAV server, where it can be changed from here. */
  caldav: boolean;
  location: string;
  colour: number;
  busy: boolean;
  /** Hours of a day in which its events don't count. */
  ignored: { from: string; to: string } | null;
  /** The person has allowed an address in a private network. */
  privateAllowed: boolean;
  /** Of the text that its occurrences were last worked out from; null before. */
  contentHash: string | null;
  createdAt: number;
  updatedAt: number;
}

/** What was fetched last. */
export interface CalendarCopy {
  body: string;
  etag: string | null;
  modified: string | null;
  /** Epoch ms; null when it has never come. */
  checkedAt: number | null;
  triedAt: number;
  error: string | null;
  skipped: { what: string; why: string }[];
  /** The day and zone that occurrences were worked out around. */
  expandedDay: string | null;
  expandedTz: string | null;
}

/** One occurrence in a subscribed calendar, on the wall clock of `tz`. */
export type InstanceRecord = Pick<
  CalendarEvent,
  'id' | 'title' | 'start' | 'end' | 'tz' | 'allDay' | 'blocks'
> &
  Required<Pick<CalendarEvent, 'calendarId' | 'location' | 'link' | 'attendees'>> & {
    /** Of its calendar object; empty where none was said. */
    uid: string;
    /** Where its series has it: seconds of the epoch, or of the wall clock for whole days. */
    original: number | null;
  };

/** How a calendar on a server is signed in to. Stays on this device. */
export interface CalendarLogin {
  username: string;
  password: string;
}

/** One object of a calendar on a server: an event, or a series with its changes. */
export interface CalendarObjectRecord {
  uid: string;
  href: string;
  etag: string;
  rrule: string | null;
}

/** One connection to somewhere else. */
export interface ConnectionRecord {
  at: number;
  purpose: string;
  host: string;
  /** Bytes. */
  sent: number;
  received: number;
  /** Status or reason of a failure. */
  outcome: string;
}

/** Calendars that were added, with how their last reading went. */
export interface CalendarReader {
  list(): CalendarRecord[];
  get(id: CalendarId): CalendarRecord | undefined;
  copy(id: CalendarId): CalendarCopy | undefined;
  countInstances(id: CalendarId): number;
  login(id: CalendarId): CalendarLogin | undefined;
  /** The object that an event of a calendar on a server belongs to, and where its series has it. */
  objectOf(id: CalendarId, event: EventId): (CalendarObjectRecord & { original: number }) | undefined;
  /** Newest first. */
  connections(limit: number): ConnectionRecord[];
}

/** Adds, changes and removes calendars and what was read of them. */
export interface CalendarWriter {
  insert(record: CalendarRecord): void;
  update(
    id: CalendarId,
    change: Partial<Pick<CalendarRecord, 'name' | 'colour' | 'busy' | 'ignored' | 'contentHash'>>,
    at: number,
  ): void;
  remove(id: CalendarId): boolean;
  /** Derived, like the two below: not logged. */
  setCopy(id: CalendarId, copy: CalendarCopy): void;
  replaceInstances(id: CalendarId, instances: readonly InstanceRecord[]): void;
  setLogin(id: CalendarId, login: CalendarLogin): void;
  replaceObjects(id: CalendarId, objects: readonly CalendarObjectRecord[]): void;
  noteConnection(connection: ConnectionRecord): void;
}
