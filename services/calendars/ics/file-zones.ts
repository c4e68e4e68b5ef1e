import { embeddedZone } from './embedded-zone.ts';
import type { Component } from './lines.ts';
import { WINDOWS_ZONES } from './windows-zones.ts';
import { fixedZone, ianaZone, UTC, type Zone } from './zones.ts';

/** Zones by the names that calendar files call them. */

/** The zones of one file: what its names stand for, and those that it describes itself. */
export class FileZones {
  readonly #embedded: ReadonlyMap<string, Component>;
  readonly #found = new Map<string, Zone | null>();

  constructor(embedded: ReadonlyMap<string, Component>) {
    this.#embedded = embedded;
  }

  /**
   * Null for a name that no one knows. The machine's own data goes before what a file says of a zone that both know: it
   * has the changes since, and the rules of many exports stop at one year.
   */
  zoneOf(tzid: string): Zone | null {
    let zone = this.#found.get(tzid);
    if (zone === undefined) this.#found.set(tzid, (zone = this.#find(tzid)));
    return zone;
  }

  #find(tzid: string): Zone | null {
    const name = tzid.trim().replace(/^\/(?=[A-Za-z])/, '');
    const described = this.#embedded.get(tzid) ?? this.#embedded.get(name);
    return (
      ianaZone(name) ??
      windowsZone(name) ??
      regionWithin(name) ??
      (described ? embeddedZone(tzid, described) : null) ??
      offsetZone(name)
    );
  }
}

function windowsZone(name: string): Zone | null {
  const id = WINDOWS_ZONES[name.toLowerCase()];
  return id === undefined ? null : ianaZone(id);
}

/** `/mozilla.org/20050126_1/Europe/Berlin`, `/freeassociation.sourceforge.net/Europe/Berlin`, `tzone://Microsoft/Utc`. */
function regionWithin(name: string): Zone | null {
  const parts = name.split('/').filter(Boolean);
  for (let length = Math.min(3, parts.length - 1); length >= 1; length -= 1) {
    const tail = parts.slice(-length).join('/');
    const zone = length > 1 || /^(?:utc|gmt)$/i.test(tail) ? ianaZone(tail) : windowsZone(tail);
    if (zone) return zone;
  }
  return null;
}

/** `GMT+1`, `UTC-05:30`, `(GMT+01:00) Amsterdam, Berlin`, `+0200`. The sign is as people write it: east is plus. */
function offsetZone(name: string): Zone | null {
  const found = /^\(?(?:utc|gmt|z)?\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?\)?(?:\s|$)/i.exec(name);
  if (!found) return /^\(?(?:utc|gmt|zulu|z)\)?(?:\s|$)/i.test(name) ? UTC : null;
  const seconds = Number(found[2]) * 3_600 + Number(found[3] ?? 0) * 60;
  if (seconds > 15 * 3_600) return null;
  return fixedZone(name, found[1] === '-' ? -seconds : seconds);
}
