import type { DueReminder, Reminder } from '../../core/domain/reminder.ts';
import { say } from '../../core/messages/index.ts';
import { localOf } from '../../core/time/zoned.ts';
import { clockTime, fullMoment, minutes, relativeDay, relativeMoment } from './format.ts';

const DAY_MIN = 1_440;

/** "remind 10 min before", "remind tomorrow 9:00". */
export function reminderWords(reminder: Reminder, today: string): string {
  return `remind ${whenWords(reminder, today)}`;
}

/** The same beside a bell: "10 min before", "at start", "Fri 7 May, 9:00". */
export function whenWords(reminder: Reminder, today: string): string {
  if (typeof reminder === 'string') return fullMoment(reminder, today);
  if (reminder === 0) return 'at start';
  const days = reminder / DAY_MIN;
  if (Number.isInteger(days)) return `${days === 1 ? '1 day' : `${days} days`} before`;
  return `${minutes(reminder)} before`;
}

/** What a due reminder is about and when, as seen from now: "Starts at 15:00", "Due yesterday at 17:00". */
export function dueWords({ kind, why, at }: DueReminder, today: string, tz: string, now: number): string {
  const { at: moment, day } = why.params;
  if (kind === 'overrun') return say(why);
  if (typeof day === 'string') return `Due ${relativeDay(day, today)}`;
  if (typeof moment !== 'string') return `Reminder of ${relativeMoment(localOf(at, tz), today)}`;
  const began = moment <= localOf(now, tz);
  const verb = why.key === 'reminders.due' ? (began ? 'Was due' : 'Due') : began ? 'Began' : 'Begins';
  const planned = kind === 'block' ? 'Planned' : verb;
  const when = moment.slice(0, 10) === today ? '' : `${relativeDay(moment.slice(0, 10), today)} `;
  return `${planned} ${when}at ${clockTime(moment)}`;
}
