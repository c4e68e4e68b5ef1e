import { formatMoment } from '../../../core/time/civil.ts';
import { DAY_S } from '../ics/values.ts';
import { wallText } from '../ics/write.ts';
import type { Zone } from '../ics/zones.ts';

/** How long a zone is described from the first occurrence on; programs that know its name need none of it. */
const YEARS = 10;

/** A VTIMEZONE with each change of the clocks that the machine knows of in these years. */
export function zoneLines(tzid: string, zone: Zone, from: number): string[] {
  const first = from - 366 * DAY_S;
  const lines = [
    'BEGIN:VTIMEZONE',
    `TZID:${tzid}`,
    ...observance('STANDARD', first, zone.offsetAt(first), zone.offsetAt(first)),
  ];
  for (const at of changesOf(zone, first, from + YEARS * 366 * DAY_S)) {
    const [before, after] = [zone.offsetAt(at - 1), zone.offsetAt(at)];
    lines.push(...observance(after > before ? 'DAYLIGHT' : 'STANDARD', at, before, after));
  }
  return [...lines, 'END:VTIMEZONE'];
}

/** Instants at which the offset changes. */
function changesOf(zone: Zone, from: number, to: number): number[] {
  const found: number[] = [];
  for (let day = from; day < to; day += DAY_S) {
    if (zone.offsetAt(day) === zone.offsetAt(day + DAY_S)) continue;
    let [low, high] = [day, day + DAY_S];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (zone.offsetAt(middle) === zone.offsetAt(day)) low = middle;
      else high = middle;
    }
    found.push(high);
  }
  return found;
}

function observance(name: 'STANDARD' | 'DAYLIGHT', at: number, before: number, after: number): string[] {
  const wall = at + before;
  const day = Math.floor(wall / DAY_S);
  return [
    `BEGIN:${name}`,
    `DTSTART:${wallText(formatMoment(day, Math.floor((wall - day * DAY_S) / 60)))}`,
    `TZOFFSETFROM:${offsetText(before)}`,
    `TZOFFSETTO:${offsetText(after)}`,
    `END:${name}`,
  ];
}

function offsetText(offset: number): string {
  const minutes = Math.floor(Math.abs(offset) / 60);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}
