import { ZONES } from '../lexicon.ts';
import type { Scan } from '../scan.ts';

const formatters = new Map<string, Intl.DateTimeFormat | null>();

function formatterOf(tz: string): Intl.DateTimeFormat | null {
  const known = formatters.get(tz);
  if (known !== undefined) return known;
  let made: Intl.DateTimeFormat | null = null;
  try {
    made = new Intl.DateTimeFormat('en-US', {
      timeZone: tz,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  } catch {
    made = null;
  }
  if (formatters.size < 600) formatters.set(tz, made);
  return made;
}

/** Whether the machine's time-zone data knows `tz`. */
export const isZoneName = (tz: string): boolean => formatterOf(tz) !== null;

/** Minutes east of UTC of a zone (name or fixed offset) at an instant given in minutes since the epoch. */
export function offsetAt(zone: string | number, epochMin: number): number {
  if (typeof zone === 'number') return zone;
  const format = formatterOf(zone);
  if (format === null || !Number.isFinite(epochMin)) return 0;
  const part: Record<string, number> = {};
  for (const p of format.formatToParts(epochMin * 60_000)) part[p.type] = Number(p.value);
  const wall = Date.UTC(
    part['year'] ?? 0,
    (part['month'] ?? 1) - 1,
    part['day'] ?? 1,
    part['hour'] ?? 0,
    part['minute'] ?? 0,
  );
  return wall / 60_000 - epochMin;
}

/** Instant (minutes since the epoch) of a wall-clock moment; in a gap the clock has moved on, in a fold the first. */
export function toEpoch(zone: string | number, day: number, min: number): number {
  const wall = day * 1440 + min;
  const before = wall - offsetAt(zone, wall - 1440);
  if (offsetAt(zone, before) === wall - before) return before;
  const after = wall - offsetAt(zone, wall + 1440);
  return offsetAt(zone, after) === wall - after ? after : before;
}

/** Wall-clock moment of an instant. */
export function toWall(zone: string | number, epochMin: number): { day: number; min: number } {
  const wall = epochMin + offsetAt(zone, epochMin);
  const day = Math.floor(wall / 1440);
  return { day, min: wall - day * 1440 };
}

/** Abbreviations that are no words and may be typed small. */
const LOWER_ZONES = new Set([
  'utc',
  'gmt',
  'pst',
  'pdt',
  'cst',
  'cdt',
  'edt',
  'mdt',
  'cet',
  'cest',
  'jst',
  'aest',
  'bst',
]);

const SPOKEN: ReadonlyMap<string, string> = new Map(
  Object.entries({
    london: 'Europe/London',
    berlin: 'Europe/Berlin',
    paris: 'Europe/Paris',
    tokyo: 'Asia/Tokyo',
    sydney: 'Australia/Sydney',
    eastern: 'America/New_York',
    central: 'America/Chicago',
    mountain: 'America/Denver',
    pacific: 'America/Los_Angeles',
    india: 'Asia/Kolkata',
    singapore: 'Asia/Singapore',
    uk: 'Europe/London',
  }),
);

/** `PST`, `UTC`, `UTC+2`, `Europe/Berlin`, `London time` behind a time of day. Names that are words need capitals. */
export function matchZone(s: Scan, i: number, sure = false): { to: number; zone: string | number } | null {
  const t = s.at(i);
  if (s.is(i, '(') && sure) {
    const inner = matchZone(s, i + 1, true);
    return inner !== null && s.is(inner.to, ')') ? { ...inner, to: inner.to + 1 } : null;
  }
  if (t === undefined || t.kind !== 'word') return null;
  const known = ZONES.get(t.lower);
  const small =
    LOWER_ZONES.has(t.lower) || (sure && t.lower.length > 2 && t.lower !== 'west' && t.lower !== 'wet');
  if (known !== undefined && (t.text === t.text.toUpperCase() || small)) {
    return (known === 0 && matchShift(s, i)) || { to: i + 1, zone: known };
  }
  if (s.gluedMark(i + 1, '/') && s.glued(i + 2) && s.at(i + 2)?.kind === 'word') {
    const name = `${t.text}/${s.at(i + 2)?.text ?? ''}`;
    if (isZoneName(name)) return { to: i + 3, zone: name };
  }
  return matchSpoken(s, i, sure);
}

/** Names of American zones that need no "time" behind a clock: "2pm Eastern". */
const REGIONS: ReadonlySet<string> = new Set(['eastern', 'central', 'mountain', 'pacific']);

/** `Eastern`, `Pacific time`, `Eastern Standard Time`, `New York time`: places of the time-zone data by their city. */
function matchSpoken(s: Scan, i: number, sure: boolean): { to: number; zone: string } | null {
  const first = s.at(i)?.lower ?? '';
  const standard = s.is(i + 1, 'standard', 'daylight') ? i + 2 : i + 1;
  const spoken = SPOKEN.get(first);
  if (spoken !== undefined && s.is(standard, 'time')) return { to: standard + 1, zone: spoken };
  if (spoken !== undefined && sure && REGIONS.has(first) && s.at(i)?.capital === true) {
    const next = s.at(i + 1);
    if (next === undefined || next.kind !== 'word' || !next.capital) return { to: i + 1, zone: spoken };
  }
  const local = s.is(i, 'local')
    ? null
    : s.is(i + 1, 'time')
      ? 1
      : s.is(i + 2, 'time')
        ? 2
        : s.is(i + 3, 'time')
          ? 3
          : null;
  if (local === null) return null;
  const words = s.lx.slice(i, i + local);
  if (words.some((w) => w.kind !== 'word')) return null;
  const zone = cityZones().get(words.map((w) => w.lower.replace('·', '')).join(' '));
  return zone === undefined ? null : { to: i + local + 1, zone };
}

let cities: ReadonlyMap<string, string> | null = null;

/** Cities that zones are named after, and the countries people say instead; made at the first question. */
function cityZones(): ReadonlyMap<string, string> {
  if (cities !== null) return cities;
  const made = new Map<string, string>();
  for (const zone of Intl.supportedValuesOf('timeZone')) {
    const city = zone.split('/').at(-1);
    if (city !== undefined) made.set(city.replaceAll('_', ' ').toLowerCase(), zone);
  }
  for (const [name, zone] of Object.entries(MORE_PLACES)) made.set(name, zone);
  return (cities = made);
}

const MORE_PLACES: Readonly<Record<string, string>> = {
  'san francisco': 'America/Los_Angeles',
  seattle: 'America/Los_Angeles',
  california: 'America/Los_Angeles',
  boston: 'America/New_York',
  washington: 'America/New_York',
  miami: 'America/New_York',
  texas: 'America/Chicago',
  // The data's own names of these cities are old ones on some systems.
  kathmandu: 'Asia/Kathmandu',
  kolkata: 'Asia/Kolkata',
  kyiv: 'Europe/Kyiv',
  hanoi: 'Asia/Bangkok',
  saigon: 'Asia/Ho_Chi_Minh',
  'ho chi minh city': 'Asia/Ho_Chi_Minh',
  yangon: 'Asia/Yangon',
  nuuk: 'America/Nuuk',
  'hong kong': 'Asia/Hong_Kong',
  korea: 'Asia/Seoul',
  israel: 'Asia/Jerusalem',
  'tel aviv': 'Asia/Jerusalem',
  hawaii: 'Pacific/Honolulu',
  arizona: 'America/Phoenix',
  alaska: 'America/Anchorage',
  'new zealand': 'Pacific/Auckland',
  geneva: 'Europe/Zurich',
  frankfurt: 'Europe/Berlin',
  hamburg: 'Europe/Berlin',
  barcelona: 'Europe/Madrid',
  milan: 'Europe/Rome',
  edinburgh: 'Europe/London',
  'abu dhabi': 'Asia/Dubai',
  mumbai: 'Asia/Kolkata',
  delhi: 'Asia/Kolkata',
  bangalore: 'Asia/Kolkata',
  beijing: 'Asia/Shanghai',
  china: 'Asia/Shanghai',
  japan: 'Asia/Tokyo',
  germany: 'Europe/Berlin',
  munich: 'Europe/Berlin',
  uk: 'Europe/London',
  british: 'Europe/London',
  'central european': 'Europe/Berlin',
  wien: 'Europe/Vienna',
  zürich: 'Europe/Zurich',
  'new yorker': 'America/New_York',
  londoner: 'Europe/London',
};

function matchShift(s: Scan, i: number): { to: number; zone: number } | null {
  if (!s.glued(i + 1) || !s.is(i + 1, '+', '-', '−') || !s.glued(i + 2)) return null;
  const n = s.num(i + 2);
  const sign = s.is(i + 1, '+') ? 1 : -1;
  if (s.digits(i + 2) === 4) return { to: i + 3, zone: sign * (Math.floor(n / 100) * 60 + (n % 100)) };
  if (!(n <= 14)) return null;
  const minutes = s.gluedMark(i + 3, ':') && s.digits(i + 4) === 2 ? s.num(i + 4) : null;
  return { to: minutes === null ? i + 3 : i + 5, zone: sign * (n * 60 + (minutes ?? 0)) };
}
