import { readRule, type CalendarRule } from './rule.ts';
import { propertiesOf, propertyOf, textOf, type Component, type Property } from './lines.ts';
import { readDuration, readMomentValue, UnreadableError, DAY_S } from './values.ts';
import type { FileZones } from './file-zones.ts';
import { instantIn, UTC, wallIn, type Zone } from './zones.ts';

/** Appointments of a file as they are written, each on the clock of its own zone. */

/** A moment on a clock: seconds of the wall, the zone it is meant in, and whether it is a day without a time. */
export interface Placed {
  wall: number;
  zone: Zone;
  isDate: boolean;
}

export interface CalendarEntry {
  uid: string;
  title: string;
  location: string;
  notes: string;
  link: string;
  attendees: number;
  start: Placed;
  /** Seconds of the wall clock from start to end. */
  length: number;
  allDay: boolean;
  busy: boolean;
  cancelled: boolean;
  sequence: number;
  rules: CalendarRule[];
  exceptRules: CalendarRule[];
  /** Additional starts, with a length of their own where they have one. */
  dates: { at: Placed; length: number | null }[];
  exceptDates: Placed[];
  /** The occurrence that this entry takes the place of. */
  replaces: Placed | null;
  /** It also changes what comes after. */
  andFuture: boolean;
}

/** How a file's moments are read. */
export interface ReadingClock {
  zones: FileZones;
  /** For moments without a zone. */
  floating: Zone;
  /** Where moments in UTC are lived (X-WR-TIMEZONE); null leaves them in UTC. */
  home: Zone | null;
}

const MAX_DATES = 10_000;

/** @throws UnreadableError with the reason for an entry that can't be used */
export function readEntry(component: Component, clock: ReadingClock): CalendarEntry {
  const startProperty = propertyOf(component, 'DTSTART');
  if (!startProperty) throw new UnreadableError('it has no start');
  const start = placed(startProperty, startProperty.value, clock);
  const { length: signed, timed } = lengthOf(component, start, clock);
  // Start and end in each other's place is a mistake that is easily put right.
  if (signed < 0) start.wall += signed;
  const length = Math.abs(signed);
  const replaces = propertyOf(component, 'RECURRENCE-ID');
  const text = (name: string): string => textOf(propertyOf(component, name)?.value ?? '').trim();
  return {
    uid: propertyOf(component, 'UID')?.value.trim() ?? '',
    title: textOf(propertyOf(component, 'SUMMARY')?.value ?? ''),
    location: text('LOCATION'),
    notes: text('DESCRIPTION'),
    link: linkOf(component),
    attendees: propertiesOf(component, 'ATTENDEE').length,
    start: timed ? { ...start, isDate: false } : start,
    length,
    allDay: start.isDate && !timed,
    busy: isBusy(component, start.isDate && !timed),
    cancelled: text('STATUS').toUpperCase() === 'CANCELLED',
    sequence: Number.parseInt(text('SEQUENCE'), 10) || 0,
    rules: rulesOf(component, 'RRULE'),
    exceptRules: rulesOf(component, 'EXRULE'),
    dates: listed(component, 'RDATE').map(({ property, value }) => readDate(property, value, clock, start)),
    exceptDates: listed(component, 'EXDATE').map(({ property, value }) =>
      placed(property, value, clock, start.zone),
    ),
    replaces: replaces ? placed(replaces, replaces.value, clock, start.zone) : null,
    andFuture: replaces?.params.get('RANGE')?.toUpperCase() === 'THISANDFUTURE',
  };
}

/** Rules that say something; some exports leave the line empty. */
function rulesOf(component: Component, name: string): CalendarRule[] {
  const given = propertiesOf(component, name).filter(({ value }) => value.trim() !== '');
  return given.map(({ value }) => readRule(value));
}

function lengthOf(
  component: Component,
  start: Placed,
  clock: ReadingClock,
): { length: number; timed: boolean } {
  const endProperty = propertyOf(component, 'DTEND');
  const duration = propertyOf(component, 'DURATION');
  if (endProperty && endProperty.value.trim() !== '') {
    const end = placed(endProperty, endProperty.value, clock, start.zone);
    const timed = start.isDate && !end.isDate;
    const zone = start.zone;
    // Another zone's clock stands elsewhere: the length is what passes between the two.
    const wall =
      end.isDate || start.isDate || end.zone === zone
        ? end.wall
        : wallIn(zone, instantIn(end.zone, end.wall));
    return { length: wall - start.wall, timed };
  }
  if (duration && duration.value.trim() !== '') {
    const length = Math.max(0, readDuration(duration.value));
    return { length, timed: start.isDate && length % DAY_S !== 0 };
  }
  return { length: start.isDate ? DAY_S : 0, timed: false };
}

/** Only what is given: days without a time are notes unless they are marked as busy. */
function isBusy(component: Component, allDay: boolean): boolean {
  const own = propertyOf(component, 'TRANSP')?.value.trim().toUpperCase();
  const outlook = propertyOf(component, 'X-MICROSOFT-CDO-BUSYSTATUS')?.value.trim().toUpperCase();
  if (own === 'TRANSPARENT' || outlook === 'FREE') return false;
  return own === 'OPAQUE' || outlook === 'BUSY' || outlook === 'OOF' || !allDay;
}

const LINK = /https?:\/\/[^\s<>"]{4,500}/;

function linkOf(component: Component): string {
  for (const name of [
    'X-GOOGLE-CONFERENCE',
    'CONFERENCE',
    'X-MICROSOFT-SKYPETEAMSMEETINGURL',
    'URL',
    'LOCATION',
  ]) {
    const found = LINK.exec(textOf(propertyOf(component, name)?.value ?? ''));
    if (found) return found[0];
  }
  return '';
}

function listed(component: Component, name: string): { property: Property; value: string }[] {
  const all = propertiesOf(component, name).flatMap((property) =>
    property.value
      .split(',')
      .filter((value) => value.trim() !== '')
      .map((value) => ({ property, value })),
  );
  if (all.length > MAX_DATES) throw new UnreadableError(`it names more than ${MAX_DATES} dates`);
  return all;
}

function readDate(
  property: Property,
  value: string,
  clock: ReadingClock,
  start: Placed,
): { at: Placed; length: number | null } {
  const [from = '', to] = value.split('/');
  const at = placed(property, from, clock, start.zone);
  if (to === undefined) return { at, length: null };
  if (/^[+-]?P/i.test(to)) return { at, length: Math.max(0, readDuration(to)) };
  return { at, length: Math.max(0, placed(property, to, clock, start.zone).wall - at.wall) };
}

/** `other` is the zone of moments that name none, where the entry has one already. */
function placed(property: Property, value: string, clock: ReadingClock, other?: Zone): Placed {
  const { wall, isDate, offset } = readMomentValue(value);
  const tzid = property.params.get('TZID');
  if (offset !== null) {
    const instant = wall - offset;
    // A zone beside a moment in UTC is a common mistake; the moment is certain, the zone says where it is lived.
    const zone = (tzid ? clock.zones.zoneOf(tzid) : null) ?? clock.home ?? UTC;
    return { wall: wallIn(zone, instant), zone, isDate };
  }
  if (isDate || !tzid) return { wall, zone: other ?? clock.floating, isDate };
  return { wall, zone: clock.zones.zoneOf(tzid) ?? clock.floating, isDate };
}
