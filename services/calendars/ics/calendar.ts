import { compareText } from '../../../core/text-order.ts';
import { formatDay, readMoment } from '../../../core/time/civil.ts';
import { timeOfDay } from '../../../core/time/week.ts';
import { readEntry, type CalendarEntry, type Placed, type ReadingClock } from './entries.ts';
import {
  atOnce,
  componentSteps,
  propertyOf,
  textOf,
  titleOf,
  type Component,
  type Skipped,
} from './lines.ts';
import type { Budget } from './rule-ticks.ts';
import { instancesOf, type Instance } from './series.ts';
import { DAY_S, UnreadableError } from './values.ts';
import { FileZones } from './file-zones.ts';
import { ianaZone, instantIn, UTC, wallIn, type Zone } from './zones.ts';

/** A calendar file as a list of instances in a span of days. */

/** One occurrence on the wall clock that was asked for; days for an all-day one, its end exclusive. */
export interface CalendarInstance {
  title: string;
  start: string;
  end: string;
  allDay: boolean;
  busy: boolean;
  /** Name of the calendar. */
  calendar: string;
  uid: string;
  location: string;
  link: string;
  attendees: number;
  /** Where its series has it. */
  original: Placed;
}

export interface ReadCalendar {
  name: string;
  series: readonly (readonly CalendarEntry[])[];
  skipped: Skipped[];
}

export interface DaySpan {
  /** First day, `YYYY-MM-DD`. */
  from: string;
  /** The day after the last. */
  to: string;
}

/** Reads a file; `tz` is the zone of moments that name none. Never throws for what stands in the file. */
export function readCalendar(text: string, fallbackName: string, tz: string): ReadCalendar | null {
  return atOnce(readingSteps(text, fallbackName, tz));
}

/** The same in steps, so that others can go in between. */
export function* readingSteps(
  text: string,
  fallbackName: string,
  tz: string,
): Generator<void, ReadCalendar | null, void> {
  const { roots, skipped } = yield* componentSteps(text);
  if (!roots.some((root) => root.name === 'VCALENDAR' || eventsIn(root).length > 0)) return null;
  const series: (readonly CalendarEntry[])[] = [];
  let name = '';
  for (const root of roots) {
    const read = yield* readRoot(root, tz);
    series.push(...read.series);
    skipped.push(...read.skipped);
    name ||= nameOf(root);
  }
  return { name: name || fallbackName, series, skipped };
}

const ENTRIES_A_STEP = 100;

function* readRoot(
  root: Component,
  tz: string,
): Generator<void, Pick<ReadCalendar, 'series' | 'skipped'>, void> {
  const skipped: Skipped[] = [];
  const home = ianaZone(propertyOf(root, 'X-WR-TIMEZONE')?.value.trim() ?? '');
  const clock: ReadingClock = {
    zones: new FileZones(embeddedZones(root)),
    floating: home ?? ianaZone(tz) ?? UTC,
    home,
  };
  const byUid = new Map<string, CalendarEntry[]>();
  for (const [nth, component] of eventsIn(root).entries()) {
    if (nth % ENTRIES_A_STEP === ENTRIES_A_STEP - 1) yield;
    const uid = propertyOf(component, 'UID')?.value.trim() ?? '';
    // Without an id nothing belongs together.
    const key = uid === '' ? `${byUid.size} without` : uid;
    try {
      const entry = readEntry(component, clock);
      const same = byUid.get(key);
      if (same) same.push(entry);
      else byUid.set(key, [entry]);
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      skipped.push({ what: titleOf(component), why: error.message });
    }
  }
  return { series: [...byUid.values()].flatMap(apart), skipped };
}

function eventsIn(component: Component): Component[] {
  return component.name === 'VEVENT' ? [component] : component.children.flatMap(eventsIn);
}

/**
 * Entries that share an id by mistake, as some programs give one to everything: several that replace nothing, begin at
 * different times, and don't claim to be newer than each other.
 */
function apart(entries: CalendarEntry[]): (readonly CalendarEntry[])[] {
  const mains = entries.filter((entry) => entry.replaces === null);
  const starts = new Set(mains.map((entry) => entry.start.wall));
  const newest = Math.max(...mains.map((entry) => entry.sequence));
  if (starts.size < 2 || mains.some((entry) => entry.sequence !== newest)) return [entries];
  const [first, ...others] = mains;
  const changes = entries.filter((entry) => entry.replaces !== null);
  return [[first!, ...changes], ...others.map((entry) => [entry])];
}

function embeddedZones(root: Component): Map<string, Component> {
  const zones = new Map<string, Component>();
  for (const child of root.children) {
    if (child.name !== 'VTIMEZONE') continue;
    const id = textOf(propertyOf(child, 'TZID')?.value ?? '').trim();
    if (!zones.has(id)) zones.set(id, child);
  }
  return zones;
}

function nameOf(root: Component): string {
  return textOf((propertyOf(root, 'X-WR-CALNAME') ?? propertyOf(root, 'NAME'))?.value ?? '').trim();
}

/** Days and ticks that are looked at for one file: seconds of work. */
const MAX_STEPS = 20_000_000;
/** For one series. */
const MAX_STEPS_EACH = 2_000_000;
/** What an ordinary series needs; it has that even after an attack. */
const MIN_STEPS = 4_000;
const MAX_INSTANCES = 500_000;

/** Instances whose start lies in the span of days on the clock of `tz`, in order; cancelled ones are left out. */
export function expandCalendar(
  calendar: ReadCalendar,
  span: DaySpan,
  tz: string,
): { events: CalendarInstance[]; skipped: Skipped[] } {
  return atOnce(expandingSteps(calendar, span, tz));
}

/** The same in steps, one a series. */
export function* expandingSteps(
  calendar: ReadCalendar,
  span: DaySpan,
  tz: string,
): Generator<void, { events: CalendarInstance[]; skipped: Skipped[] }, void> {
  const zone = ianaZone(tz) ?? UTC;
  const from = readMoment(span.from).day * DAY_S;
  const to = readMoment(span.to).day * DAY_S;
  const events: CalendarInstance[] = [];
  const skipped = [...calendar.skipped];
  let left = MAX_STEPS;
  for (const entries of calendar.series) {
    yield;
    const title = entries.find((entry) => entry.title !== '')?.title || 'an entry without a title';
    const given = Math.max(MIN_STEPS, Math.min(MAX_STEPS_EACH, left));
    const budget: Budget = { left: given };
    try {
      const wide = { from: from - 2 * DAY_S, to: to + 2 * DAY_S };
      const found = instancesOf(entries, wide, budget)
        .filter(({ entry }) => !entry.cancelled)
        .map((instance) => ({ instance, start: shownStart(instance, zone) }))
        .filter(({ start }) => start >= from && start < to)
        .map(({ instance, start }) => shown(instance, start, zone, calendar.name));
      if (events.length + found.length > MAX_INSTANCES)
        throw new UnreadableError('the file repeats too often');
      for (const event of found) events.push(event);
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      skipped.push({ what: title, why: error.message });
    }
    left -= given - budget.left;
  }
  events.sort(
    (a, b) => compareText(a.start, b.start) || compareText(a.end, b.end) || compareText(a.title, b.title),
  );
  return { events, skipped };
}

function shownStart({ entry, start }: Instance, zone: Zone): number {
  return entry.allDay ? start : onClock(start, entry.start.zone, zone);
}

function onClock(wall: number, own: Zone, zone: Zone): number {
  return wallIn(zone, instantIn(own, wall));
}

function shown(
  { entry, end, original }: Instance,
  start: number,
  zone: Zone,
  calendar: string,
): CalendarInstance {
  const { title, allDay, busy, uid, location, link, attendees } = entry;
  const last = allDay ? end : Math.max(start, onClock(end, entry.start.zone, zone));
  const text = allDay ? dayText : momentText;
  return {
    title,
    start: text(start),
    end: text(last),
    allDay,
    busy,
    calendar,
    uid,
    location,
    link,
    attendees,
    original,
  };
}

function dayText(wall: number): string {
  return formatDay(Math.floor(wall / DAY_S));
}

function momentText(wall: number): string {
  const minutes = Math.floor((wall - Math.floor(wall / DAY_S) * DAY_S) / 60);
  return `${dayText(wall)}T${timeOfDay(minutes)}`;
}
