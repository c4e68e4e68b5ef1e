import type { CalendarEntry, Placed } from './entries.ts';
import type { CalendarRule } from './rule.ts';
import { occurrencesOf } from './rule-expand.ts';
import type { Budget, Span } from './rule-ticks.ts';
import { DAY_S, UnreadableError } from './values.ts';
import { instantIn } from './zones.ts';

/**
 * Everything of one UID: the entry that repeats, and those that take the place of single occurrences. Which of them
 * count where several claim one place follows what calendar programs do: the highest sequence, then the last written.
 */

export interface Instance {
  entry: CalendarEntry;
  /** Seconds of the wall clock of the entry's zone. */
  start: number;
  end: number;
  /** Where the series has it, whatever has become of it since. */
  original: Placed;
}

/** Longest shift of an occurrence that is looked for, either way. */
const MAX_SHIFT = 400 * DAY_S;
const MAX_INSTANCES = 50_000;

/**
 * Instances of one series that start within the span of instants (a day more on either side), in no order.
 *
 * @throws UnreadableError when a rule asks for too much
 */
export function instancesOf(entries: readonly CalendarEntry[], span: Span, budget: Budget): Instance[] {
  const main = newest(entries.filter((entry) => entry.replaces === null));
  const changes = changesOf(entries, main?.start.isDate ?? false);
  if (!main) return [...changes.values()].map(asWritten);
  const excluded = new Excluded(main);
  const future = [...changes.values()]
    .filter((entry) => entry.andFuture)
    .sort((a, b) => instantOf(a.replaces!) - instantOf(b.replaces!));
  const out: Instance[] = [];
  const used = new Set<CalendarEntry>();
  const reach = Math.max(0, ...future.map(shiftOf).map(Math.abs));
  const wide = { from: span.from - Math.min(reach, MAX_SHIFT), to: span.to + Math.min(reach, MAX_SHIFT) };
  for (const { wall, length } of originals(main, wide, budget)) {
    const at: Placed = { ...main.start, wall };
    if (excluded.has(at)) continue;
    const change = changes.get(keyOf(at)) ?? changes.get(dayKeyOf(at));
    if (change) {
      used.add(change);
      out.push(asWritten(change));
      continue;
    }
    out.push(following(main, future, at, length));
    if (out.length > MAX_INSTANCES) throw new UnreadableError('it repeats too often');
  }
  // A changed occurrence may have come from outside of the span, or from nowhere.
  for (const change of new Set(changes.values()))
    if (!used.has(change) && !excluded.has(change.replaces!) && !isOutdated(change, main))
      out.push(asWritten(change));
  return out;
}

/** A change that repeats by itself is a part of a series that was split; a later edit of the whole has done away with it. */
function isOutdated(change: CalendarEntry, main: CalendarEntry): boolean {
  return change.rules.length > 0 && change.sequence < main.sequence;
}

function asWritten(entry: CalendarEntry): Instance {
  return {
    entry,
    start: entry.start.wall,
    end: entry.start.wall + entry.length,
    original: entry.replaces ?? entry.start,
  };
}

/** An occurrence as the last change of "this and what follows" before it has it. */
function following(
  main: CalendarEntry,
  future: readonly CalendarEntry[],
  at: Placed,
  length: number | null,
): Instance {
  const instant = future.length > 0 ? instantOf(at) : 0;
  const change = future.findLast((entry) => instantOf(entry.replaces!) < instant);
  if (!change) return { entry: main, start: at.wall, end: at.wall + (length ?? main.length), original: at };
  const start = at.wall + shiftOf(change);
  return {
    entry: { ...change, start: { ...change.start, zone: at.zone } },
    start,
    end: start + change.length,
    original: at,
  };
}

function shiftOf(change: CalendarEntry): number {
  return change.start.wall - (change.replaces?.wall ?? change.start.wall);
}

/** Starts of the main entry's occurrences by rule and date, each once, exceptions included. */
function* originals(
  main: CalendarEntry,
  span: Span,
  budget: Budget,
): Generator<{ wall: number; length: number | null }> {
  const { start } = main;
  // A wall clock is within a day of UTC.
  const walls = { from: span.from - DAY_S, to: span.to + DAY_S };
  const seen = new Set<number>();
  const fresh = (wall: number): boolean => !seen.has(wall) && Boolean(seen.add(wall));
  for (const { at, length } of main.dates) {
    const wall = at.zone === start.zone || start.isDate ? at.wall : at.wall + clockShift(at, main);
    if (fresh(wall)) yield { wall, length };
  }
  const ended = main.rules.length > 0 && main.rules.every((rule) => endsBefore(rule, main));
  if (!ended && fresh(start.wall)) yield { wall: start.wall, length: null };
  for (const rule of main.rules)
    for (const wall of ruled(rule, main, walls, budget)) if (fresh(wall)) yield { wall, length: null };
}

/** Occurrences of a rule up to its end. */
function* ruled(rule: CalendarRule, main: CalendarEntry, span: Span, budget: Budget): Generator<number> {
  const { until } = rule;
  let last = span.to;
  if (until !== null && (until.offset === null || main.start.isDate)) {
    last = Math.min(last, main.start.isDate ? Math.floor(until.wall / DAY_S) * DAY_S : until.wall);
  }
  const lastInstant =
    until !== null && until.offset !== null && !main.start.isDate ? until.wall - until.offset : null;
  for (const wall of occurrencesOf(rule, main.start.wall, { from: span.from, to: last }, budget)) {
    if (lastInstant !== null && wall - DAY_S > lastInstant) return;
    if (lastInstant !== null && instantIn(main.start.zone, wall) > lastInstant) return;
    yield wall;
  }
}

function endsBefore({ until }: CalendarRule, main: CalendarEntry): boolean {
  if (until === null) return false;
  const { wall, zone, isDate } = main.start;
  if (isDate) return Math.floor(until.wall / DAY_S) * DAY_S < wall;
  return until.offset === null ? until.wall < wall : until.wall - until.offset < instantIn(zone, wall);
}

/** How far the main entry's clock stands from that of a moment, at that moment. */
function clockShift(at: Placed, main: CalendarEntry): number {
  const instant = instantOf(at);
  return instant + main.start.zone.offsetAt(instant) - at.wall;
}

/** Occurrences that a series leaves out: moments, whole days, and what an (obsolete) exception rule says. */
class Excluded {
  readonly #keys = new Set<string>();
  readonly #main: CalendarEntry;

  constructor(main: CalendarEntry) {
    this.#main = main;
    for (const at of main.exceptDates) this.#keys.add(at.isDate ? dayKeyOf(at) : keyOf(at));
    if (main.start.isDate) for (const at of main.exceptDates) this.#keys.add(dayKeyOf(at));
  }

  has(at: Placed): boolean {
    return this.#keys.has(keyOf(at)) || this.#keys.has(dayKeyOf(at)) || this.#byRule(at);
  }

  #byRule(at: Placed): boolean {
    const { exceptRules } = this.#main;
    return exceptRules.some((rule) => {
      const span = { from: at.wall, to: at.wall };
      const found = ruled(rule, this.#main, span, { left: 10_000 });
      for (const wall of found) if (wall === at.wall) return true;
      return false;
    });
  }
}

/** Entries by the occurrence that they replace; by its day where the series has days. */
function changesOf(entries: readonly CalendarEntry[], byDay: boolean): Map<string, CalendarEntry> {
  const changes = new Map<string, CalendarEntry>();
  for (const entry of entries) {
    if (entry.replaces === null) continue;
    const key = byDay ? dayKeyOf(entry.replaces) : keyOf(entry.replaces);
    changes.set(key, newest([changes.get(key), entry].filter((one) => one !== undefined))!);
  }
  return changes;
}

function newest(entries: readonly CalendarEntry[]): CalendarEntry | undefined {
  let found: CalendarEntry | undefined;
  for (const entry of entries) if (!found || entry.sequence >= found.sequence) found = entry;
  return found;
}

export function instantOf({ wall, zone }: Placed): number {
  return instantIn(zone, wall);
}

const keyOf = (at: Placed): string => (at.isDate ? dayKeyOf(at) : `t${instantOf(at)}`);
const dayKeyOf = ({ wall }: Placed): string => `d${Math.floor(wall / DAY_S)}`;
