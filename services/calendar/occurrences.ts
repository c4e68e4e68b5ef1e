import { v5 as uuidV5 } from 'uuid';
import type { CalendarEvent } from '../../core/domain/calendar.ts';
import { DaymarkError } from '../../core/errors.ts';
import type { EventId } from '../../core/ids.ts';
import { formatMoment, readMoment } from '../../core/time/civil.ts';
import { addDays } from '../../core/time/zoned.ts';
import type { OccurrenceRecord } from '../../db/index.ts';
import type { CalendarEntry, Placed } from '../calendars/ics/entries.ts';
import { readRule } from '../calendars/ics/rule.ts';
import { instancesOf } from '../calendars/ics/series.ts';
import { DAY_S, UnreadableError } from '../calendars/ics/values.ts';
import { ianaZone, UTC } from '../calendars/ics/zones.ts';
import { requestTimeOf, type ServiceContext } from '../context.ts';

/**
 * Occurrences of appointments that repeat. They are derived: kept for the days around today, so that plan, week and
 * command line read them like any other appointment, and worked out again when the series or the month changes.
 */

const NAMESPACE = '7d1b0a52-7b0e-5f0e-9a53-2f9d0b7c6e41';
const DAYS_BACK = 400;
const DAYS_AHEAD = 430;
const MAX_STEPS = 200_000;
/** More than one a day for the days that are kept is no appointment of a person. */
const MAX_OCCURRENCES = 900;

/** Brings the occurrences of every series up to date; cheap when nothing has changed. Inside a write or outside. */
export function refreshOccurrences(ctx: ServiceContext): void {
  const { db } = ctx;
  const stale = db.events.expansions();
  const month = requestTimeOf(ctx).local.slice(0, 7);
  for (const series of db.events.series()) {
    const source = sourceOf(series, month);
    if (stale.get(series.id) !== source)
      db.events.setOccurrences(series.id, { source, occurrences: around(series, `${month}-15`) });
    stale.delete(series.id);
  }
  for (const id of stale.keys()) db.events.setOccurrences(id, null);
}

/** The id under which one occurrence is known. */
export function occurrenceId(series: EventId, start: string): EventId {
  return uuidV5(`${series}\n${start}`, NAMESPACE) as EventId;
}

/** The first `limit` starts of a series from its beginning on, exceptions left out. */
export function startsOf(series: CalendarEvent, limit: number): string[] {
  const day = series.start.slice(0, 10);
  const found = occurrences(series, { from: day, to: addDays(day, 400 * 366) }, limit);
  return found.map(({ start }) => start);
}

/**
 * A rule that an appointment can live by.
 *
 * @throws DaymarkError `invalidInput`
 */
export function checkEventRule(text: string): void {
  try {
    const { frequency, byHour, byMinute, bySecond } = readRule(text);
    const timed = [...byHour, ...byMinute, ...bySecond].length > 0;
    if (!timed && /^(?:DAILY|WEEKLY|MONTHLY|YEARLY)$/.test(frequency)) return;
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    throw new DaymarkError('invalidInput', { reason: `rrule: ${error.message}` });
  }
  throw new DaymarkError('invalidInput', {
    reason: 'rrule: an event repeats by days, weeks, months or years',
  });
}

/** Everything that the occurrences follow from. */
function sourceOf({ start, end, tz, rrule, except = [], allDay }: CalendarEvent, month: string): string {
  return JSON.stringify([month, start, end, tz, rrule, except, allDay]);
}

function around(series: CalendarEvent, day: string): OccurrenceRecord[] {
  const span = { from: addDays(day, -DAYS_BACK), to: addDays(day, DAYS_AHEAD) };
  return occurrences(series, span, MAX_OCCURRENCES);
}

function occurrences(
  series: CalendarEvent,
  { from, to }: { from: string; to: string },
  limit: number,
): OccurrenceRecord[] {
  const span = { from: readMoment(from).day * DAY_S, to: readMoment(to).day * DAY_S };
  try {
    return instancesOf([entryOf(series)], span, { left: MAX_STEPS })
      .filter(({ start }) => start >= span.from && start < span.to)
      .sort((a, b) => a.start - b.start)
      .slice(0, limit)
      .map(({ start, end }) => {
        const local = momentOf(start);
        return { id: occurrenceId(series.id, local), start: local, end: momentOf(end) };
      });
  } catch (error) {
    // A rule from elsewhere (an import, another device) that can't be read leaves the first one.
    if (!(error instanceof UnreadableError)) throw error;
    const { id, start, end } = series;
    return [{ id: occurrenceId(id, start), start, end }];
  }
}

function entryOf({ id, title, start, end, tz, allDay, rrule, except = [] }: CalendarEvent): CalendarEntry {
  const zone = ianaZone(tz) ?? UTC;
  const placed = (local: string): Placed => ({ wall: wallOf(local), zone, isDate: allDay });
  return {
    uid: id,
    title,
    location: '',
    notes: '',
    link: '',
    attendees: 0,
    start: placed(start),
    length: wallOf(end) - wallOf(start),
    allDay,
    busy: true,
    cancelled: false,
    sequence: 0,
    rules: rrule === undefined ? [] : [readRule(rrule)],
    exceptRules: [],
    dates: [],
    exceptDates: except.map(placed),
    replaces: null,
    andFuture: false,
  };
}

function wallOf(local: string): number {
  const { day, min } = readMoment(local);
  return day * DAY_S + min * 60;
}

function momentOf(wall: number): string {
  const day = Math.floor(wall / DAY_S);
  return formatMoment(day, Math.floor((wall - day * DAY_S) / 60));
}
