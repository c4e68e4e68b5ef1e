import { MONTH_NAMES, SHORT_MONTH_NAMES, WEEKDAY_NAMES } from '../../core/messages/en/calendar-names.ts';
import { lengthWords } from '../../core/messages/length.ts';
import { timeOfDay } from '../../core/time/week.ts';
import { addDays, daysBetween, weekdayOf } from '../../core/time/zoned.ts';
import type { LocalDate, LocalDateTime } from '../../core/time/schemas.ts';

/**
 * Times, lengths and days in the app's words. Everything takes local strings (`YYYY-MM-DD`, `YYYY-MM-DDTHH:mm`);
 * nothing here reads a clock or a zone.
 */

export function weekdayName(day: LocalDate): string {
  return WEEKDAY_NAMES[weekdayOf(day) - 1] ?? '';
}

/** "25 November", with the year when it is not `today`'s. */
export function longDay(day: LocalDate, today: LocalDate): string {
  const month = MONTH_NAMES[Number(day.slice(5, 7)) - 1] ?? '';
  const year = day.slice(0, 4) === today.slice(0, 4) ? '' : ` ${day.slice(0, 4)}`;
  return `${Number(day.slice(8, 10))} ${month}${year}`;
}

/** "Mon 30 Nov". */
export function shortDay(day: LocalDate, today: LocalDate): string {
  const month = SHORT_MONTH_NAMES[Number(day.slice(5, 7)) - 1] ?? '';
  const year = day.slice(0, 4) === today.slice(0, 4) ? '' : ` ${day.slice(0, 4)}`;
  return `${weekdayName(day).slice(0, 3)} ${Number(day.slice(8, 10))} ${month}${year}`;
}

/** A day as the person's locale writes it, such as "Fri 6 Mar" or "Fri, Mar 6"; with the year when it is not `today`'s. */
export function localDay(day: LocalDate, today: LocalDate, locale: string): string {
  const year = day.slice(0, 4) === today.slice(0, 4) ? {} : { year: 'numeric' as const };
  const parts = { weekday: 'short', day: 'numeric', month: 'short', ...year } as const;
  return new Intl.DateTimeFormat(locale, { ...parts, timeZone: 'UTC' }).format(new Date(`${day}T00:00Z`));
}

/** A day as one says it from `today`: "today", "tomorrow", "Friday" within a week, "Mon 30 Nov" beyond. */
export function relativeDay(day: LocalDate, today: LocalDate): string {
  const away = daysBetween(today, day);
  if (away === 0) return 'today';
  if (away === 1) return 'tomorrow';
  if (away === -1) return 'yesterday';
  if (away > 1 && away < 7) return weekdayName(day);
  return shortDay(day, today);
}

/** "9:10", from a local moment or `HH:mm`. */
export function clockTime(moment: LocalDateTime | string): string {
  const time = moment.length > 5 ? moment.slice(11, 16) : moment;
  return `${Number(time.slice(0, 2))}:${time.slice(3, 5)}`;
}

/** "10:10 – 10:55". */
export function timeRange(start: LocalDateTime, end: LocalDateTime): string {
  return `${clockTime(start)} – ${clockTime(end)}`;
}

/** A moment or a day from today: "tomorrow 9:30", "Friday". */
export function relativeMoment(value: string, today: LocalDate): string {
  const day = relativeDay(value.slice(0, 10), today);
  return value.length > 10 ? `${day} ${clockTime(value)}` : day;
}

/** A moment or a day in full: "Mon 30 Nov 9:30". */
export function fullMoment(value: string, today: LocalDate): string {
  const day = shortDay(value.slice(0, 10), today);
  return value.length > 10 ? `${day} ${clockTime(value)}` : day;
}

/** "45 min", "1h 10m", "5h". */
export const minutes = lengthWords;

/** "1 task", "1,204 tasks". */
export function tasksWords(count: number): string {
  return count === 1 ? '1 task' : `${count.toLocaleString('en')} tasks`;
}

/** "34 open tasks, 120 in all". */
export function taskCount({ open, total }: { open: number; total: number }): string {
  if (total === 0) return 'no tasks';
  return `${open} open ${open === 1 ? 'task' : 'tasks'}, ${total} in all`;
}

/** "78%", never 0 or 100 for what is only nearly so. */
export function percent(share: number): string {
  const rounded = Math.round(share * 100);
  if (rounded === 0 && share > 0) return '1%';
  if (rounded === 100 && share < 1) return '99%';
  return `${rounded}%`;
}

/** A running clock: "24:10", "1:02:05". */
export function stopwatch(elapsedMs: number): string {
  const seconds = Math.max(0, Math.floor(elapsedMs / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const short = `${Math.floor(seconds / 60) % 60}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${short.padStart(5, '0')}` : short;
}

/** Bytes as a person reads them: "3.4 MB". */
export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kilo = bytes / 1024;
  return kilo < 1024 ? `${kilo.toFixed(0)} kB` : `${(kilo / 1024).toFixed(1)} MB`;
}

/** Minutes between two local moments on the wall clock. */
export function minutesBetween(start: LocalDateTime, end: LocalDateTime): number {
  const days = daysBetween(start.slice(0, 10), end.slice(0, 10));
  return days * 1440 + minuteOfDay(end) - minuteOfDay(start);
}

/** Minutes since midnight of a local moment. */
export function minuteOfDay(moment: LocalDateTime): number {
  return Number(moment.slice(11, 13)) * 60 + Number(moment.slice(14, 16));
}

/** The wall-clock moment some minutes later. */
export function addMinutes(moment: LocalDateTime, add: number): LocalDateTime {
  const total = minuteOfDay(moment) + add;
  const days = Math.floor(total / 1440);
  const rest = total - days * 1440;
  return `${addDays(moment.slice(0, 10), days)}T${timeOfDay(rest)}`;
}
