import { DaymarkError } from '../../../core/errors.ts';
import { formatMoment } from '../../../core/time/civil.ts';
import { withShiftedDays } from '../../calendar/series-edit.ts';
import { readCalendar } from '../ics/calendar.ts';
import type { CalendarEntry } from '../ics/entries.ts';
import { instancesOf } from '../ics/series.ts';
import { DAY_S, readMomentValue } from '../ics/values.ts';
import { dayText, escaped, utc, wallText } from '../ics/write.ts';
import { ianaZone, instantIn, UTC, wallIn, type Zone } from '../ics/zones.ts';
import {
  lineOf,
  mapLines,
  readObject,
  valueOf,
  valueStart,
  withProperties,
  writeObject,
  type ObjectText,
} from './object-text.ts';
import { zoneLines } from './zone-lines.ts';

/** Changes of one calendar object as text: an event, or a series of which one, some or all occurrences change. */

/** What is to be different. Times come as a pair: seconds of the epoch, or of the wall clock for whole days. */
export interface EventFields {
  title?: string | undefined;
  location?: string | undefined;
  busy?: boolean | undefined;
  times?: { start: number; end: number; allDay: boolean } | undefined;
  /** Null ends the repetition. */
  rrule?: string | null | undefined;
}

/** One occurrence: where the series has it, and where it is now. Seconds as in `EventFields`. */
export interface OccurrenceRef {
  original: number;
  start: number;
}

const MAX_STEPS = 200_000;

/** A new object. `tz` is the zone in which it repeats. */
export function newObject(uid: string, fields: EventFields, tz: string, now: number): string {
  const zone = ianaZone(tz) ?? UTC;
  const repeats = Boolean(fields.rrule) && fields.times?.allDay === false && zone !== UTC;
  const form: TimeForm = repeats ? { zone, prefix: `;TZID=${tz}:`, utc: false } : UTC_FORM;
  const head = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Daymark//Daymark//EN'];
  if (repeats) head.push(...zoneLines(tz, zone, fields.times!.start));
  const event = ['BEGIN:VEVENT', `UID:${uid}`, 'END:VEVENT'];
  return writeObject({ head, events: [changed(event, fields, form, now)] });
}

/** All of it: an event that happens once, or each occurrence of a series, which moves by as much as this one. */
export function changeAll(
  text: string,
  at: OccurrenceRef,
  fields: EventFields,
  tz: string,
  now: number,
): string {
  const { object, main, form } = opened(text, tz);
  const index = mainIndex(object);
  const { times, ...rest } = fields;
  if (!times || main.rules.length === 0) {
    object.events[index] = changed(object.events[index]!, fields, formFor(form, main, fields), now);
    return writeObject(object);
  }
  if (times.allDay !== main.allDay)
    throw new DaymarkError('invalidInput', { reason: 'a series keeps being timed, or of whole days' });
  const wall = (second: number): number => (main.allDay ? second : wallIn(form.zone, second));
  const shift = wall(times.start) - wall(at.start);
  const start = main.start.wall + shift;
  const moved = {
    allDay: main.allDay,
    start: main.allDay ? start : instantIn(form.zone, start),
    end: (main.allDay ? start : instantIn(form.zone, start)) + (times.end - times.start),
  };
  const rule = valueOf(object.events[index]!, 'RRULE');
  const days = Math.floor(wall(times.start) / DAY_S) - Math.floor(wall(at.start) / DAY_S);
  const rrule = rest.rrule === undefined && days !== 0 ? withShiftedDays(rule, days) : rest.rrule;
  const main2 = mapLines(object.events[index]!, 'EXDATE', (line) => shiftedLine(line, shift));
  object.events = object.events.map((event) =>
    mapLines(event, 'RECURRENCE-ID', (line) => shiftedLine(line, shift)),
  );
  object.events[index] = changed(main2, { ...rest, rrule, times: moved }, form, now);
  return writeObject(object);
}

/** One occurrence of a series alone. */
export function changeOne(
  text: string,
  at: OccurrenceRef,
  fields: EventFields,
  tz: string,
  now: number,
): string {
  const { object, main, form } = opened(text, tz);
  const found = overrideIndex(object, at, form, main);
  const { rrule, ...own } = fields;
  if (rrule) throw new DaymarkError('invalidInput', { reason: 'one occurrence can’t repeat by itself' });
  if (found >= 0) {
    object.events[found] = changed(object.events[found]!, own, form, now);
    return writeObject(object);
  }
  const length = main.length;
  const times = own.times ?? { start: at.start, end: at.start + length, allDay: main.allDay };
  const plain = withProperties(object.events[mainIndex(object)]!, {
    RRULE: null,
    RDATE: null,
    EXDATE: null,
    EXRULE: null,
    'RECURRENCE-ID': timeText(at.original, main.allDay, form),
  });
  object.events.push(changed(plain, { ...own, times }, form, now));
  return writeObject(object);
}

/** Leaves one occurrence out. */
export function removeOne(text: string, at: OccurrenceRef, tz: string, now: number): string {
  const { object, main, form } = opened(text, tz);
  const found = overrideIndex(object, at, form, main);
  if (found >= 0) object.events.splice(found, 1);
  const index = mainIndex(object);
  const [first, ...rest] = changed(object.events[index]!, {}, form, now);
  object.events[index] = [first!, `EXDATE${timeText(at.original, main.allDay, form)}`, ...rest];
  return writeObject(object);
}

/** Ends a series before an occurrence. */
export function endBefore(text: string, at: OccurrenceRef, tz: string, now: number): string {
  const { object, main, form } = opened(text, tz);
  const index = mainIndex(object);
  const until = main.allDay ? dayText(momentOf(at.original - DAY_S)) : utc((at.original - 1) * 1_000);
  const rrule = ruleWith(valueOf(object.events[index]!, 'RRULE'), { COUNT: null, UNTIL: until });
  object.events[index] = changed(object.events[index]!, { rrule }, form, now);
  object.events = object.events.filter((event) => replacedAt(event, form, main) < at.original);
  return writeObject(object);
}

/** The series that goes on from an occurrence with changes, as an object of its own. */
export function seriesFrom(
  text: string,
  at: OccurrenceRef,
  { uid, fields }: { uid: string; fields: EventFields },
  tz: string,
  now: number,
): string {
  const { object, main, form } = opened(text, tz);
  const event = object.events[mainIndex(object)]!;
  const rule = valueOf(event, 'RRULE');
  const count = /COUNT=(\d+)/i.exec(rule)?.[1];
  const to = main.allDay ? at.original : wallIn(form.zone, at.original);
  const before = instancesOf(
    [{ ...main, exceptDates: [] }],
    { from: main.start.wall - DAY_S, to },
    { left: MAX_STEPS },
  );
  const gone = before.filter(({ start }) => start < to).length;
  const counted =
    count === undefined ? rule : ruleWith(rule, { COUNT: String(Math.max(1, Number(count) - gone)) });
  const times = { start: at.original, end: at.original + main.length, allDay: main.allDay };
  const cut = changed(withProperties(event, { UID: `:${uid}` }), { times, rrule: counted }, form, now);
  const rest = writeObject({ head: object.head, events: [cut] });
  return changeAll(rest, at, fields, tz, now);
}

interface TimeForm {
  zone: Zone;
  /** Between the name of the property and its value. */
  prefix: string;
  utc: boolean;
}

const UTC_FORM: TimeForm = { zone: UTC, prefix: ':', utc: true };

function opened(text: string, tz: string): { object: ObjectText; main: CalendarEntry; form: TimeForm } {
  const object = readObject(text);
  const main = readCalendar(text, '', tz)
    ?.series.flat()
    .find(({ replaces }) => replaces === null);
  if (!main || mainIndex(object) < 0)
    throw new DaymarkError('invalidInput', { reason: 'this event can only be changed in its own program' });
  const line = lineOf(object.events[mainIndex(object)]!, 'DTSTART') ?? '';
  const at = valueStart(line);
  const isUtc = /Z\s*$/i.test(line);
  const prefix = main.allDay || isUtc ? ':' : line.slice('DTSTART'.length, at);
  return { object, main, form: { zone: isUtc ? UTC : main.start.zone, prefix, utc: isUtc } };
}

/** An event that happens once may become timed or a whole day; its old form says nothing of the other. */
function formFor(form: TimeForm, main: CalendarEntry, { times }: EventFields): TimeForm {
  return times && main.allDay && !times.allDay ? UTC_FORM : form;
}

function mainIndex({ events }: ObjectText): number {
  return events.findIndex((event) => lineOf(event, 'RECURRENCE-ID') === undefined);
}

function overrideIndex(object: ObjectText, at: OccurrenceRef, form: TimeForm, main: CalendarEntry): number {
  return object.events.findIndex((event) => replacedAt(event, form, main) === at.original);
}

/** Where the occurrence that an override stands for was; below everything for the series itself. */
function replacedAt(event: readonly string[], { zone }: TimeForm, main: CalendarEntry): number {
  const value = valueOf(event, 'RECURRENCE-ID').trim();
  if (value === '') return Number.NEGATIVE_INFINITY;
  const { wall, offset } = readMomentValue(value);
  if (main.allDay) return Math.floor(wall / DAY_S) * DAY_S;
  return offset === null ? instantIn(zone, wall) : wall - offset;
}

function changed(event: readonly string[], fields: EventFields, form: TimeForm, now: number): string[] {
  const { title, location, busy, times, rrule } = fields;
  const sequence = Number.parseInt(valueOf(event, 'SEQUENCE'), 10) || 0;
  return withProperties(event, {
    ...(title === undefined ? {} : { SUMMARY: `:${escaped(title)}` }),
    ...(location === undefined ? {} : { LOCATION: location === '' ? null : `:${escaped(location)}` }),
    ...(busy === undefined
      ? {}
      : { TRANSP: busy ? ':OPAQUE' : ':TRANSPARENT', 'X-MICROSOFT-CDO-BUSYSTATUS': null }),
    ...(rrule === undefined ? {} : { RRULE: rrule === null ? null : `:${rrule}` }),
    ...(times
      ? {
          DTSTART: timeText(times.start, times.allDay, form),
          DTEND: timeText(times.end, times.allDay, form),
          DURATION: null,
        }
      : {}),
    SEQUENCE: `:${sequence + 1}`,
    DTSTAMP: `:${utc(now)}`,
    'LAST-MODIFIED': `:${utc(now)}`,
  });
}

function timeText(second: number, allDay: boolean, { zone, prefix, utc: isUtc }: TimeForm): string {
  if (allDay) return `;VALUE=DATE:${dayText(momentOf(second))}`;
  return isUtc ? `:${utc(second * 1_000)}` : `${prefix}${wallText(momentOf(wallIn(zone, second)))}`;
}

/** Every moment of a line moved by so many seconds of its own clock. */
function shiftedLine(line: string, seconds: number): string {
  const at = valueStart(line);
  const values = line.slice(at).split(',');
  return `${line.slice(0, at)}${values.map((value) => shiftedValue(value, seconds)).join(',')}`;
}

function shiftedValue(value: string, seconds: number): string {
  const { wall, isDate } = readMomentValue(value);
  const local = momentOf(wall + seconds);
  return isDate ? dayText(local) : `${wallText(local)}${/Z\s*$/i.test(value) ? 'Z' : ''}`;
}

function ruleWith(rule: string, set: Record<string, string | null>): string {
  const kept = rule.split(';').filter((part) => part !== '' && !(part.split('=')[0]!.toUpperCase() in set));
  const added = Object.entries(set).flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`]));
  return [...kept, ...added].join(';');
}

function momentOf(wall: number): string {
  const day = Math.floor(wall / DAY_S);
  return formatMoment(day, Math.floor((wall - day * DAY_S) / 60));
}
