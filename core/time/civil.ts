/**
 * Calendar arithmetic on whole days counted from 1970-01-01, proleptic Gregorian (the method of Howard
 * Hinnant's "chrono-compatible low-level date algorithms"). Days have no zone, so nothing here can go wrong
 * when clocks change.
 */

export interface Civil {
  y: number;
  /** 1–12 */
  m: number;
  /** 1–31 */
  d: number;
}

/** Day number of a calendar date. The date must exist; see `isCivil`. */
export function dayOf(y: number, m: number, d: number): number {
  const yy = m <= 2 ? y - 1 : y;
  const era = Math.floor(yy / 400);
  const yoe = yy - era * 400;
  const doy = Math.floor((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + d - 1;
  const doe = yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy;
  return era * 146097 + doe - 719468;
}

/** Calendar date of a day number. */
export function civilOf(day: number): Civil {
  const z = day + 719468;
  const era = Math.floor(z / 146097);
  const doe = z - era * 146097;
  const yoe = Math.floor(
    (doe - Math.floor(doe / 1460) + Math.floor(doe / 36524) - Math.floor(doe / 146096)) / 365,
  );
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const d = doy - Math.floor((153 * mp + 2) / 5) + 1;
  const m = mp < 10 ? mp + 3 : mp - 9;
  return { y: yoe + era * 400 + (m <= 2 ? 1 : 0), m, d };
}

/** 0 = Monday … 6 = Sunday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

export function isLeap(y: number): boolean {
  return (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days in a month, 1–12. */
export function daysInMonth(y: number, m: number): number {
  return m === 2 && isLeap(y) ? 29 : (MONTH_DAYS[m - 1] ?? 0);
}

/** Whether a date exists, for years a planner can show. */
export function isCivil(y: number, m: number, d: number): boolean {
  return y >= 1900 && y <= 9999 && m >= 1 && m <= 12 && d >= 1 && d <= daysInMonth(y, m);
}

/** Adds months; a day that the target month does not have becomes its last day. */
export function addMonths(day: number, months: number): number {
  const c = civilOf(day);
  const index = c.y * 12 + (c.m - 1) + months;
  const y = Math.floor(index / 12);
  const m = index - y * 12 + 1;
  return dayOf(y, m, Math.min(c.d, daysInMonth(y, m)));
}

/** First and last day of the month that lies `offset` months from the month of `day`. */
export function monthAt(day: number, offset: number): { first: number; last: number; y: number; m: number } {
  const c = civilOf(day);
  const index = c.y * 12 + (c.m - 1) + offset;
  const y = Math.floor(index / 12);
  const m = index - y * 12 + 1;
  return { first: dayOf(y, m, 1), last: dayOf(y, m, daysInMonth(y, m)), y, m };
}

/** Monday of ISO week `week` of `y`, or null when the year has no such week. */
export function isoWeekStart(y: number, week: number): number | null {
  const jan4 = dayOf(y, 1, 4);
  const start = jan4 - weekdayOf(jan4) + (week - 1) * 7;
  // A week belongs to the year its Thursday lies in.
  return week >= 1 && civilOf(start + 3).y === y ? start : null;
}

/** Moves by working days (Monday to Friday); `count` may be negative. */
export function addWorkdays(day: number, count: number): number {
  const step = count < 0 ? -1 : 1;
  let left = Math.abs(count);
  let at = day;
  while (left > 0) {
    at += step;
    if (weekdayOf(at) < 5) left -= 1;
  }
  return at;
}

/** Days of a month (1-based) that fall on one of `weekdays`, in order. */
export function monthDaysOn(y: number, m: number, weekdays: readonly number[]): number[] {
  const out: number[] = [];
  const first = dayOf(y, m, 1);
  const n = daysInMonth(y, m);
  for (let i = 0; i < n; i++) if (weekdays.includes(weekdayOf(first + i))) out.push(first + i);
  return out;
}

const pad = (n: number, width: number): string => String(n).padStart(width, '0');

/** `YYYY-MM-DD`. */
export function formatDay(day: number): string {
  const c = civilOf(day);
  return `${pad(c.y, 4)}-${pad(c.m, 2)}-${pad(c.d, 2)}`;
}

/** `YYYY-MM-DDTHH:mm`; minutes may run past the day in either direction. */
export function formatMoment(day: number, minutes: number): string {
  const shift = Math.floor(minutes / 1440);
  const rest = minutes - shift * 1440;
  return `${formatDay(day + shift)}T${pad(Math.floor(rest / 60), 2)}:${pad(Math.floor(rest) % 60, 2)}`;
}

/** Day number and minutes of `YYYY-MM-DD[THH:mm]`. Minutes are 0 for a plain day. */
export function readMoment(text: string): { day: number; min: number } {
  const day = dayOf(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)));
  const min = text.length >= 16 ? Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16)) : 0;
  return { day, min };
}
