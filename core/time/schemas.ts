import { z } from 'zod';
import { LruCache } from '../lru.ts';
import { HOLIDAY_COUNTRIES } from './public-holidays.ts';

const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const DATE_TIME = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d$/;

/** A calendar day, `YYYY-MM-DD`; the format alone is checked here, the calendar by the arithmetic. */
export const localDate = z.string().regex(DATE, 'must be a day like 2027-05-03');
export type LocalDate = z.infer<typeof localDate>;

/** A wall-clock moment, `YYYY-MM-DDTHH:mm`. */
export const localDateTime = z.string().regex(DATE_TIME, 'must be a moment like 2027-05-03T09:30');
export type LocalDateTime = z.infer<typeof localDateTime>;

const FIRST_YEAR = 1900;
const LAST_YEAR = 2999;

/** A day or moment to count from: it exists, and centuries around it still have years of four digits. */
const isCountable = (local: string): boolean => {
  const [year, month, day] = local.slice(0, 10).split('-').map(Number) as [number, number, number];
  if (year < FIRST_YEAR || year > LAST_YEAR) return false;
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
};
const COUNTABLE = `must be a day that exists, from ${FIRST_YEAR} to ${LAST_YEAR}`;

/** A day that others are counted from, such as the ends of a span that is asked for: real, from 1900 to 2999. */
export const calendarDay = localDate.refine(isCountable, COUNTABLE);

/** A moment that others are counted from, such as the present one: real, from 1900 to 2999. */
export const calendarMoment = localDateTime.refine(isCountable, COUNTABLE);

export const localDateOrDateTime = z.union([localDate, localDateTime]);

/** A time of day, `HH:mm`, 00:00–24:00 (24:00 only as an end). */
export const timeOfDay = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be a time like 09:30');

/** An IANA zone that this machine's time-zone data knows. */
export const zoneId = z.string().refine(isZone, 'must be an IANA time zone like Europe/Berlin');
export type ZoneId = z.infer<typeof zoneId>;

/** Building a format costs far more than anything else a settings object is checked for, and few zones are ever asked about. */
const checkedZones = new LruCache<string, boolean>(64);

function isZone(id: string): boolean {
  const known = checkedZones.get(id);
  if (known !== undefined) return known;
  const valid = hasZoneData(id);
  checkedZones.set(id, valid);
  return valid;
}

function hasZoneData(id: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: id }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** A country whose public holidays are known. */
export const holidayCountry = z.enum(HOLIDAY_COUNTRIES);
