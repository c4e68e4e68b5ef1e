import { zoneId } from '../core/time/schemas.ts';

/** The system's time zone, also where `TZ` says it in a way of the C library that JavaScript can't read. */

type Environment = Record<string, string | undefined>;

const FALLBACK = 'UTC';
/** The C library takes a file in place of a name, with or without a colon before it. */
const ZONE_FILE = /\/zoneinfo\/(?:posix\/)?(.+)$/;
const SYSTEM_FILE = '/etc/localtime';

/**
 * Settles `TZ` once, before anything asks for the time, and answers with the source of the zone for this process. `env` is
 * changed, so that its children read the same clock. What can't be understood counts as UTC, and `warn` is told in a sentence.
 */
export function settledSystemZone(env: Environment, warn: (sentence: string) => void): () => string {
  const given = env['TZ'];
  if (given !== undefined) settle(env, given, warn);
  return () => {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    return isZone(timeZone) ? timeZone : FALLBACK;
  };
}

function settle(env: Environment, given: string, warn: (sentence: string) => void): void {
  const place = given.replace(/^:/, '');
  const zone = ZONE_FILE.exec(place)?.[1] ?? place;
  if (isZone(zone)) {
    env['TZ'] = zone;
  } else if (place === SYSTEM_FILE) {
    delete env['TZ'];
  } else {
    env['TZ'] = FALLBACK;
    const name = given === '' ? 'TZ is set, but empty' : `TZ=${given} is not the name of a time zone`;
    warn(`${name}, so times are in ${FALLBACK}. A name is, for example, Europe/Berlin.`);
  }
}

function isZone(id: string): boolean {
  return zoneId.safeParse(id).success;
}
