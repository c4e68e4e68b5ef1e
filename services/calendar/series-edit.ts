import type { CalendarEvent, CalendarEventPatch } from '../../core/domain/calendar.ts';
import { formatMoment, readMoment } from '../../core/time/civil.ts';
import { addDays, instantOf } from '../../core/time/zoned.ts';
import { startsOf } from './occurrences.ts';

/** How a series changes when some of its occurrences do. Pure: series in, series out. */

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
/** A count beyond this is found out of no calendar. */
const MAX_COUNTED = 10_000;

/** A series cut in two: what comes before a start, and what begins there. */
export function splitSeries(
  series: CalendarEvent,
  at: string,
): { before: Pick<CalendarEvent, 'rrule' | 'except'>; after: Pick<CalendarEvent, 'rrule' | 'except'> } {
  const { rrule = '', except = [], allDay, tz } = series;
  const parts = partsOf(rrule);
  const count = parts.get('COUNT');
  const until = allDay ? addDays(at.slice(0, 10), -1).replaceAll('-', '') : utc(instantOf(at, tz) - 60_000);
  const before = new Map(parts);
  before.delete('COUNT');
  before.set('UNTIL', until);
  const after = new Map(parts);
  if (count !== undefined) {
    const gone = startsOf({ ...series, except: [] }, MAX_COUNTED).filter((start) => start < at).length;
    after.set('COUNT', String(Math.max(1, Number(count) - gone)));
  }
  return {
    before: { rrule: ruleOf(before), except: except.filter((start) => start < at) },
    after: { rrule: ruleOf(after), except: except.filter((start) => start >= at) },
  };
}

/**
 * Fields of a whole series after one of its occurrences was moved: everything moves by as much, weekdays that the rule
 * names included. `before` is the occurrence as it was.
 */
export function movedSeries(
  series: CalendarEvent,
  before: Pick<CalendarEvent, 'start'>,
  patch: CalendarEventPatch,
): CalendarEventPatch & { except?: string[] } {
  const { start, end, ...rest } = patch;
  if (start === undefined || end === undefined) return rest;
  const shift = minutesBetween(before.start, start);
  const days = readMoment(start).day - readMoment(before.start).day;
  const moved = shifted(series.start, shift);
  const rrule =
    rest.rrule === undefined && series.rrule !== undefined && days !== 0
      ? withShiftedDays(series.rrule, days)
      : undefined;
  return {
    ...rest,
    start: moved,
    end: shifted(moved, minutesBetween(start, end)),
    except: (series.except ?? []).map((one) => shifted(one, shift)),
    ...(rrule === undefined ? {} : { rrule }),
  };
}

/** Plain weekdays move along; whatever says more (the last Friday) stays as it was said. */
export function withShiftedDays(rrule: string, days: number): string {
  const parts = partsOf(rrule);
  const named = parts.get('BYDAY')?.split(',') ?? [];
  if (parts.get('FREQ') !== 'WEEKLY' || named.length === 0) return rrule;
  const moved = named.map((day) => WEEKDAYS[(WEEKDAYS.indexOf(day) + (days % 7) + 7) % 7] ?? day);
  parts.set('BYDAY', moved.join(','));
  return ruleOf(parts);
}

function partsOf(rrule: string): Map<string, string> {
  return new Map(
    rrule
      .toUpperCase()
      .split(';')
      .map((part) => part.split('=').map((piece) => piece.trim()) as [string, string]),
  );
}

function ruleOf(parts: ReadonlyMap<string, string>): string {
  return [...parts].map(([name, value]) => `${name}=${value}`).join(';');
}

function minutesBetween(from: string, to: string): number {
  const [a, b] = [readMoment(from), readMoment(to)];
  return (b.day - a.day) * 1_440 + b.min - a.min;
}

function shifted(local: string, minutes: number): string {
  const { day, min } = readMoment(local);
  return formatMoment(day, min + minutes);
}

function utc(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}
