import type { CalendarId } from '../../core/ids.ts';
import type { Connection } from '../sqlite.ts';
import type {
  CalendarCopy,
  CalendarLogin,
  CalendarObjectRecord,
  CalendarReader,
  CalendarRecord,
  ConnectionRecord,
} from './types.ts';

interface CalendarRow {
  id: string;
  name: string;
  kind: CalendarRecord['kind'];
  caldav: number;
  location: string;
  colour: number;
  busy: number;
  ignore_from: string | null;
  ignore_to: string | null;
  private_allowed: number;
  content_hash: string | null;
  created_at: number;
  updated_at: number;
}

interface CopyRow {
  body: string;
  etag: string | null;
  modified: string | null;
  checked_at: number | null;
  tried_at: number;
  error: string | null;
  skipped_json: string;
  expanded_day: string | null;
  expanded_tz: string | null;
}

export function calendarReader(db: Connection): CalendarReader {
  return {
    list: () => db.all<CalendarRow>('SELECT * FROM calendars ORDER BY created_at, id').map(toCalendar),
    get: (id) => {
      const row = db.get<CalendarRow>('SELECT * FROM calendars WHERE id = ?', id);
      return row && toCalendar(row);
    },
    copy: (id) => {
      const row = db.get<CopyRow>('SELECT * FROM calendar_copies WHERE calendar_id = ?', id);
      return row && toCopy(row);
    },
    countInstances: (id) =>
      db.get<{ n: number }>('SELECT count(*) AS n FROM calendar_instances WHERE calendar_id = ?', id)?.n ?? 0,
    login: (id) =>
      db.get<CalendarLogin>('SELECT username, password FROM calendar_logins WHERE calendar_id = ?', id),
    objectOf: (id, event) =>
      db.get<CalendarObjectRecord & { original: number }>(
        `SELECT o.uid, o.href, o.etag, o.rrule, i.original FROM calendar_instances i
           JOIN calendar_objects o ON o.calendar_id = i.calendar_id AND o.uid = i.uid
         WHERE i.calendar_id = ? AND i.id = ? AND i.original IS NOT NULL`,
        id,
        event,
      ),
    connections: (limit) =>
      db.all<ConnectionRecord>(
        'SELECT at, purpose, host, sent, received, outcome FROM connections ORDER BY seq DESC LIMIT ?',
        limit,
      ),
  };
}

function toCalendar(row: CalendarRow): CalendarRecord {
  return {
    id: row.id as CalendarId,
    name: row.name,
    kind: row.kind,
    caldav: row.caldav === 1,
    location: row.location,
    colour: row.colour,
    busy: row.busy === 1,
    ignored:
      row.ignore_from === null || row.ignore_to === null
        ? null
        : { from: row.ignore_from, to: row.ignore_to },
    privateAllowed: row.private_allowed === 1,
    contentHash: row.content_hash,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function toCopy(row: CopyRow): CalendarCopy {
  return {
    body: row.body,
    etag: row.etag,
    modified: row.modified,
    checkedAt: row.checked_at,
    triedAt: row.tried_at,
    error: row.error,
    skipped: JSON.parse(row.skipped_json) as CalendarCopy['skipped'],
    expandedDay: row.expanded_day,
    expandedTz: row.expanded_tz,
  };
}
