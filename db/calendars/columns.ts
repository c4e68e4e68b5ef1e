import { ColumnTable, flagColumn as flag, jsonColumn as json, plainColumn as plain } from '../columns.ts';
import type {
  CalendarCopy,
  CalendarLogin,
  CalendarObjectRecord,
  CalendarRecord,
  ConnectionRecord,
} from './types.ts';

/** Ignored hours are two columns, both null or neither. */
interface StoredCalendar extends Omit<CalendarRecord, 'ignored'> {
  ignoreFrom: string | null;
  ignoreTo: string | null;
}

export const calendarColumns = new ColumnTable<StoredCalendar>('calendars', {
  id: plain('id'),
  name: plain('name'),
  kind: plain('kind'),
  caldav: flag('caldav'),
  location: plain('location'),
  colour: plain('colour'),
  busy: flag('busy'),
  ignoreFrom: plain('ignore_from'),
  ignoreTo: plain('ignore_to'),
  privateAllowed: flag('private_allowed'),
  contentHash: plain('content_hash'),
  createdAt: plain('created_at'),
  updatedAt: plain('updated_at'),
});

/** As the columns have it. */
export function toStored({ ignored, ...rest }: Partial<CalendarRecord>): Partial<StoredCalendar> {
  if (ignored === undefined) return rest;
  return { ...rest, ignoreFrom: ignored?.from ?? null, ignoreTo: ignored?.to ?? null };
}

/** As the rest of the program sees it. */
export function fromStored({ ignoreFrom: from, ignoreTo: to, ...rest }: StoredCalendar): CalendarRecord {
  return { ...rest, ignored: from !== null && to !== null ? { from, to } : null };
}

export const copyColumns = new ColumnTable<CalendarCopy>('calendar_copies', {
  body: plain('body'),
  etag: plain('etag'),
  modified: plain('modified'),
  checkedAt: plain('checked_at'),
  triedAt: plain('tried_at'),
  error: plain('error'),
  skipped: json('skipped_json'),
  expandedDay: plain('expanded_day'),
  expandedTz: plain('expanded_tz'),
});

export const loginColumns = new ColumnTable<CalendarLogin>('calendar_logins', {
  username: plain('username'),
  password: plain('password'),
});

export const objectColumns = new ColumnTable<CalendarObjectRecord>('calendar_objects', {
  uid: plain('uid'),
  href: plain('href'),
  etag: plain('etag'),
  rrule: plain('rrule'),
});

export const connectionColumns = new ColumnTable<ConnectionRecord>('connections', {
  at: plain('at'),
  purpose: plain('purpose'),
  host: plain('host'),
  sent: plain('sent'),
  received: plain('received'),
  outcome: plain('outcome'),
});
