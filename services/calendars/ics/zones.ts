import { DAY_S } from './values.ts';

/** Time zones, and clocks in them. All times are whole seconds. */

export interface Zone {
  /** IANA name where it has one. */
  id: string;
  /** Seconds east of UTC at an instant (seconds of the epoch). */
  offsetAt(instant: number): number;
}

/** Instant of a wall clock. A skipped moment moves forward by the gap; one that happens twice is the first. */
export function instantIn(zone: Zone, wall: number): number {
  const before = zone.offsetAt(wall - DAY_S);
  const after = zone.offsetAt(wall + DAY_S);
  if (before === after) {
    const plain = wall - before;
    // Two changes within two days, as when a zone moved and moved back.
    if (zone.offsetAt(plain) === before) return plain;
  }
  const fits = [wall - before, wall - after].filter((instant) => zone.offsetAt(instant) === wall - instant);
  return fits.length > 0 ? Math.min(...fits) : wall - before;
}

export function wallIn(zone: Zone, instant: number): number {
  return instant + zone.offsetAt(instant);
}

export function fixedZone(id: string, offset: number): Zone {
  return { id, offsetAt: () => offset };
}

export const UTC = fixedZone('UTC', 0);

const known = new Map<string, Zone | null>();

/** A zone of this machine's time-zone data by its name, in any case of letters; null when there is none. */
export function ianaZone(name: string): Zone | null {
  const key = name.toLowerCase();
  let zone = known.get(key);
  if (zone === undefined) {
    zone = makeIanaZone(name);
    if (known.size > 1_000) known.clear();
    known.set(key, zone);
  }
  return zone;
}

function makeIanaZone(name: string): Zone | null {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{1,63}$/.test(name)) return null;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      timeZoneName: 'longOffset',
      year: 'numeric',
    });
  } catch {
    return null;
  }
  const id = format.resolvedOptions().timeZone;
  if (id === 'UTC') return UTC;
  const exact = (instant: number): number => offsetOf(format.format(instant * 1_000));
  const days = new Map<number, number>();
  const atDay = (day: number): number => {
    let offset = days.get(day);
    if (offset === undefined) days.set(day, (offset = exact(day * DAY_S)));
    return offset;
  };
  return {
    id,
    // Clocks change at most once a day: where both ends of it agree, all of it does.
    offsetAt: (instant) => {
      const day = Math.floor(instant / DAY_S);
      const offset = atDay(day);
      return offset === atDay(day + 1) ? offset : exact(instant);
    },
  };
}

/** Reads the offset out of `2026, GMT+05:30` or `GMT-00:01:15`. */
function offsetOf(formatted: string): number {
  const found = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(formatted);
  if (!found?.[1]) return 0;
  const seconds = Number(found[2]) * 3_600 + Number(found[3]) * 60 + Number(found[4] ?? 0);
  return found[1] === '-' ? -seconds : seconds;
}
