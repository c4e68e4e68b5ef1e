import { dayOf, daysInMonth } from '../../../core/time/civil.ts';

/**
 * Moments, durations and offsets of iCalendar (RFC 5545, section 3.3). A wall-clock moment is counted in seconds from
 * 1970-01-01T00:00:00 on the same wall clock.
 */

export const DAY_S = 86_400;

export interface Moment {
  /** Seconds of the wall clock. */
  wall: number;
  /** A day without a time. */
  isDate: boolean;
  /** Seconds east of UTC that stand with it: 0 for `Z`; null for a moment on the clock of its zone. */
  offset: number | null;
}

/** A value that can't be read, with the reason as a person would put it. */
export class UnreadableError extends Error {}

const MOMENT =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/** @throws UnreadableError for what is no moment, or one that doesn't exist */
export function readMomentValue(text: string): Moment {
  const found = MOMENT.exec(text.trim());
  if (!found) throw new UnreadableError(`"${text.slice(0, 60)}" is no date`);
  const [year, month, day, hour, minute, second] = found
    .slice(1, 7)
    .map((part) => (part === undefined ? 0 : Number(part))) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const real = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  const midnight = hour === 24 && minute === 0 && second === 0;
  if (!real || (hour > 23 && !midnight) || minute > 59 || second > 60)
    throw new UnreadableError(`there is no ${text.slice(0, 60)}`);
  const isDate = found[4] === undefined;
  const wall = dayOf(year, month, day) * DAY_S + hour * 3_600 + minute * 60 + Math.min(second, 59);
  const zone = found[7];
  return { wall, isDate, offset: isDate || zone === undefined ? null : readOffset(zone) };
}

/** Seconds of `Z`, `+0100`, `-05:30` or `+011530`. */
export function readOffset(text: string): number {
  if (/^z$/i.test(text)) return 0;
  const found = /^([+-]?)(\d{2}):?(\d{2})(?::?(\d{2}))?$/.exec(text.trim());
  const seconds = found
    ? Number(found[2]) * 3_600 + Number(found[3]) * 60 + Number(found[4] ?? 0)
    : Number.NaN;
  if (!found || !(seconds < DAY_S)) throw new UnreadableError(`"${text.slice(0, 30)}" is no offset`);
  return found[1] === '-' ? -seconds : seconds;
}

const DURATION =
  /^([+-])?P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?$/i;
/** Longer than any appointment. */
const MAX_DURATION = 100 * 366 * DAY_S;

/** Seconds of `P1W`, `PT1H30M` and their like. */
export function readDuration(text: string): number {
  const found = DURATION.exec(text.trim());
  const [weeks, days, hours, minutes, seconds] = (found?.slice(2, 7) ?? []).map((part) => Number(part ?? 0));
  const sum =
    (weeks ?? 0) * 7 * DAY_S +
    (days ?? 0) * DAY_S +
    (hours ?? 0) * 3_600 +
    (minutes ?? 0) * 60 +
    (seconds ?? 0);
  if (!found || sum > MAX_DURATION) throw new UnreadableError(`"${text.slice(0, 60)}" is no duration`);
  return found[1] === '-' ? -sum : sum;
}
