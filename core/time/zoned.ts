import { Temporal } from 'temporal-polyfill';
import type { LocalDate, LocalDateTime, ZoneId } from './schemas.ts';

/**
 * Conversions between instants (epoch milliseconds, UTC) and a person's wall clock. A wall-clock moment that
 * a clock change skips moves forward by the gap; one that happens twice means the first, as in RFC 5545.
 */

/** The instant of a wall-clock moment in a zone. */
export function instantOf(local: LocalDateTime, tz: ZoneId): number {
  return Temporal.PlainDateTime.from(local).toZonedDateTime(tz, { disambiguation: 'compatible' })
    .epochMilliseconds;
}

/** The wall clock of an instant, cut to the minute. */
export function localOf(epochMs: number, tz: ZoneId): LocalDateTime {
  return Temporal.Instant.fromEpochMilliseconds(epochMs)
    .toZonedDateTimeISO(tz)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute', roundingMode: 'floor' });
}

/** The local day of an instant. */
export function dayOf(epochMs: number, tz: ZoneId): LocalDate {
  return localOf(epochMs, tz).slice(0, 10);
}

/** When a day or a moment is over, epoch ms: a day with its last instant. */
export function endOf(local: LocalDate | LocalDateTime, tz: ZoneId): number {
  return local.length > 10 ? instantOf(local, tz) : startOfDay(addDays(local, 1), tz);
}

/** The first instant of a local day; not always midnight, since some zones change their clocks then. */
export function startOfDay(day: LocalDate, tz: ZoneId): number {
  return Temporal.PlainDate.from(day).toZonedDateTime(tz).epochMilliseconds;
}

export function addDays(day: LocalDate, days: number): LocalDate {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** Days from `a` to `b`; negative when `b` comes first. */
export function daysBetween(a: LocalDate, b: LocalDate): number {
  return Temporal.PlainDate.from(a).until(Temporal.PlainDate.from(b), { largestUnit: 'day' }).days;
}

/** ISO weekday: Monday 1 … Sunday 7. */
export function weekdayOf(day: LocalDate): number {
  return Temporal.PlainDate.from(day).dayOfWeek;
}

/** Whether a string of the right format names a day that exists. */
export function isRealDate(day: string): boolean {
  try {
    Temporal.PlainDate.from(day, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}
