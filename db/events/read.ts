import type { CalendarEvent } from '../../core/domain/calendar.ts';
import type { EventId } from '../../core/ids.ts';
import { compareText } from '../../core/text-order.ts';
import { DAY_MS } from '../../core/time/units.ts';
import type { Connection, SqlValue } from '../sqlite.ts';
import { eventColumns, fromStored, instanceColumns } from './columns.ts';
import type { EventReader } from './types.ts';

const spanOf = (row: string): string =>
  `${row}.start_local < ? AND (${row}.end_local > ? OR ${row}.start_local >= ?)`;

const OCCURRENCES = `
SELECT ${eventColumns.select('e')}, o.id AS "occurrenceId", o.start_local AS "from", o.end_local AS "to"
FROM event_occurrences o JOIN calendar_events e ON e.id = o.event_id`;

const INSTANCES = `
SELECT ${instanceColumns.select('i')}, c.busy, c.ignore_from AS "ignoreFrom", c.ignore_to AS "ignoreTo", o.href, o.rrule
FROM calendar_instances i JOIN calendars c ON c.id = i.calendar_id
  LEFT JOIN calendar_objects o ON o.calendar_id = i.calendar_id AND o.uid = i.uid`;

/** When a row that repeats takes place once. */
interface Occurrence {
  occurrenceId: EventId;
  from: string;
  to: string;
}

/** What its calendar says of an event. */
interface OfCalendar {
  busy: number;
  ignoreFrom: string | null;
  ignoreTo: string | null;
  /** Of an event that can be changed where it is kept. */
  href: string | null;
  rrule: string | null;
}

export function eventReader(db: Connection): EventReader {
  const own = (clause: string, ...params: SqlValue[]): CalendarEvent[] =>
    eventColumns.all(db, clause, ...params).map(fromStored);
  const occurrences = (clause: string, ...params: SqlValue[]): CalendarEvent[] =>
    db.all<Occurrence>(`${OCCURRENCES} ${clause}`, ...params).map((row) => {
      const { occurrenceId, from, to, ...stored } = eventColumns.decode(row);
      // It carries what its series has; its own are the times and the id.
      const { except: _except, ...series } = fromStored(stored);
      return { ...series, id: occurrenceId, seriesId: series.id, start: from, end: to };
    });
  const instances = (clause: string, ...params: SqlValue[]): CalendarEvent[] =>
    db.all<OfCalendar>(`${INSTANCES} ${clause}`, ...params).map((row) => {
      const {
        busy,
        ignoreFrom,
        ignoreTo,
        href,
        rrule,
        uid: _uid,
        original: _original,
        ...event
      } = instanceColumns.decode(row);
      const counts = busy === 1 && !isIgnored(event, ignoreFrom, ignoreTo);
      return {
        ...event,
        ...NOT_OURS,
        blocks: event.blocks && counts,
        ...(href === null ? {} : { writable: true }),
        ...(rrule === null ? {} : { rrule }),
      };
    });
  return {
    get: (id) =>
      own('WHERE id = ?', id)[0] ??
      occurrences('WHERE o.id = ?', id)[0] ??
      instances('WHERE i.id = ?', id)[0],
    // A day compares below every moment in it, so that both kinds of bound work as they stand.
    between: (from, to) => {
      const bounds = [to, atMinute(from), from];
      return [
        ...own(`WHERE rrule IS NULL AND ${spanOf('calendar_events')}`, ...bounds),
        ...occurrences(`WHERE ${spanOf('o')}`, ...bounds),
        ...instances(`WHERE ${spanOf('i')}`, ...bounds),
      ].sort((a, b) => compareText(a.start, b.start) || compareText(a.end, b.end) || compareText(a.id, b.id));
    },
    own: () => own('ORDER BY start_local, id'),
    series: () => own('WHERE rrule IS NOT NULL'),
    expansions: () =>
      new Map(
        db
          .all<{ id: EventId; source: string }>('SELECT event_id AS id, source FROM event_expansions')
          .map(({ id, source }) => [id, source]),
      ),
  };
}

/** What only an event that was entered here can have. */
const NOT_OURS = { travelBeforeMin: 0, travelAfterMin: 0, createdAt: 0, updatedAt: 0 };

/** Whether an event lies within the hours in which its calendar doesn't count. */
function isIgnored(
  { start, end, allDay }: Pick<CalendarEvent, 'start' | 'end' | 'allDay'>,
  from: string | null,
  to: string | null,
): boolean {
  if (from === null || to === null || allDay) return false;
  const [begins, ends] = [start.slice(11), end.slice(11)];
  const sameDay = start.slice(0, 10) === end.slice(0, 10);
  if (from < to) return sameDay && begins >= from && ends <= to;
  if (sameDay) return begins >= from || ends <= to;
  return begins >= from && ends <= to && Date.parse(end) - Date.parse(start) < DAY_MS;
}

function atMinute(local: string): string {
  return local.length === 10 ? `${local}T00:00` : local;
}
