import type { SkippedItem } from '../../../core/domain/exchange.ts';
import { DaymarkError } from '../../../core/errors.ts';
import { formatMoment } from '../../../core/time/civil.ts';
import { checkEventRule } from '../../calendar/occurrences.ts';
import { expandCalendar, readCalendar, type ReadCalendar } from '../../calendars/ics/calendar.ts';
import type { CalendarEntry, Placed } from '../../calendars/ics/entries.ts';
import { instantOf } from '../../calendars/ics/series.ts';
import { DAY_S } from '../../calendars/ics/values.ts';
import { ianaZone, UTC, wallIn, type Zone } from '../../calendars/ics/zones.ts';
import type { ImportedEvent } from '../types.ts';
import type { Losses } from '../values.ts';

/** Appointments of an iCalendar file as Daymark keeps them: single ones, and series with what was changed of them. */

/** A series that can't be kept becomes single events, if they are no more than these. */
const MAX_SINGLE = 1_000;
const EVER = { from: '1970-01-01', to: '2200-01-01' };

export function eventsOf(
  text: string,
  fileName: string,
  tz: string,
  losses: Losses,
  skipped: SkippedItem[],
): ImportedEvent[] {
  const calendar = readCalendar(text, fileName, tz);
  if (!calendar) return [];
  const known = new Set(skipped.map(({ what, why }) => `${what} ${why}`));
  const expanded = (entries: ReadCalendar['series'], seriesKey?: string): ImportedEvent[] => {
    const { events, skipped: more } = expandCalendar({ ...calendar, series: entries }, EVER, tz);
    for (const one of more) {
      if (!known.has(`${one.what} ${one.why}`)) skipped.push(one);
      known.add(`${one.what} ${one.why}`);
    }
    return events.map(({ uid, title, start, end, allDay, busy, location }) => ({
      key: `${uid} ${start} ${title}`,
      title: title.trim() || 'Event',
      start: allDay ? `${start}T00:00` : start,
      end: allDay ? `${end}T00:00` : end,
      allDay,
      busy,
      location,
      ...(seriesKey === undefined ? {} : { seriesKey }),
    }));
  };
  const isSeries = (entries: readonly CalendarEntry[]): boolean =>
    entries.some(({ rules, dates }) => rules.length + dates.length > 0);
  const single = expanded(calendar.series.filter((entries) => !isSeries(entries)));
  const repeating = calendar.series.filter(isSeries).flatMap((entries) => {
    const series = seriesOf(entries, ianaZone(tz) ?? UTC);
    if (!series) return asSingle(entries, expanded([entries]), losses);
    return [
      series.event,
      ...expanded(
        series.others.map((one) => [one]),
        series.event.key,
      ),
    ];
  });
  return [...single, ...repeating];
}

/** Occurrences one by one, where the rule can't be kept. */
function asSingle(
  entries: readonly CalendarEntry[],
  events: ImportedEvent[],
  losses: Losses,
): ImportedEvent[] {
  const what = `repeating event “${entries[0]?.title ?? ''}”`;
  if (events.length > MAX_SINGLE) {
    losses.add(what, 'its rule can’t be kept; add the file as a calendar to see it');
    return [];
  }
  if (entries.some(({ rules }) => rules.length > 0))
    losses.add(what, `its rule can’t be kept, so it becomes ${events.length} single events`);
  return events;
}

interface Series {
  event: ImportedEvent;
  /** What was changed of it or added to it, as entries that happen once. */
  others: CalendarEntry[];
}

/** One entry that repeats by one rule, with its changes; null for a series that Daymark's own can't be. */
function seriesOf(entries: readonly CalendarEntry[], home: Zone): Series | null {
  const [written, ...more] = entries.filter(({ replaces }) => replaces === null);
  const rule = written?.rules[0];
  const main = written && onNamedClock(written, home);
  if (!main || !rule || more.length > 0 || main.rules.length > 1 || main.exceptRules.length > 0) return null;
  const changes = newestChanges(entries);
  if (main.cancelled || changes.some(({ andFuture, rules }) => andFuture || rules.length > 0)) return null;
  if (!isKeepable(rule.text)) return null;
  const except = [...main.exceptDates, ...changes.map(({ replaces }) => replaces!)].map((at) =>
    startOn(main, at),
  );
  const event: ImportedEvent = {
    key: `${main.uid} ${local(main.start.wall)} ${main.title} series`,
    title: main.title.trim() || 'Event',
    start: local(main.start.wall),
    end: local(main.start.wall + Math.max(main.length, main.allDay ? DAY_S : 0)),
    allDay: main.allDay,
    busy: main.busy,
    location: main.location,
    series: { tz: main.start.zone.id, rrule: rule.text, except: [...new Set(except)].toSorted() },
  };
  const added = main.dates
    .filter(({ at }) => !except.includes(startOn(main, at)))
    .map(({ at, length }) => once(main, at, length ?? main.length));
  const changed = changes
    .filter(({ cancelled, replaces }) => !cancelled && !isExcluded(main, replaces!))
    .map((change) => once(change, change.start, change.length));
  return { event, others: [...added, ...changed] };
}

/** A zone that only the file knows has no name to keep: the clock of the import takes its place, on the same day. */
function onNamedClock(entry: CalendarEntry, home: Zone): CalendarEntry | null {
  const { zone, wall } = entry.start;
  if (entry.allDay || ianaZone(zone.id)?.id === zone.id) return entry;
  const here = wallIn(home, instantOf(entry.start));
  if (Math.floor(here / DAY_S) !== Math.floor(wall / DAY_S)) return null;
  return { ...entry, start: { ...entry.start, wall: here, zone: home } };
}

/** Of several changes of one occurrence the newest, or the last that was written. */
function newestChanges(entries: readonly CalendarEntry[]): CalendarEntry[] {
  const found = new Map<number, CalendarEntry>();
  for (const entry of entries) {
    if (entry.replaces === null) continue;
    const at = instantOf(entry.replaces);
    if ((found.get(at)?.sequence ?? -1) <= entry.sequence) found.set(at, entry);
  }
  return [...found.values()];
}

function isKeepable(rule: string): boolean {
  try {
    checkEventRule(rule);
    return true;
  } catch (error) {
    if (!(error instanceof DaymarkError)) throw error;
    return false;
  }
}

function isExcluded(main: CalendarEntry, at: Placed): boolean {
  return main.exceptDates.some((one) => startOn(main, one) === startOn(main, at));
}

/** A start of the series on its own clock; a day stands for the start on that day. */
function startOn({ start, allDay }: CalendarEntry, at: Placed): string {
  const wall = at.isDate || at.zone === start.zone ? at.wall : wallIn(start.zone, instantOf(at));
  const day = Math.floor(wall / DAY_S) * DAY_S;
  if (allDay) return local(day);
  return local(at.isDate ? day + (start.wall - Math.floor(start.wall / DAY_S) * DAY_S) : wall);
}

function once(entry: CalendarEntry, start: Placed, length: number): CalendarEntry {
  return { ...entry, start, length, rules: [], exceptRules: [], dates: [], exceptDates: [], replaces: null };
}

function local(wall: number): string {
  const day = Math.floor(wall / DAY_S);
  return formatMoment(day, Math.floor((wall - day * DAY_S) / 60));
}
