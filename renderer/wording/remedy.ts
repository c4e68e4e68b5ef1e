import type { Remedy } from '../../core/domain/overload.ts';
import { daysBetween } from '../../core/time/zoned.ts';
import { clockTime, minutes, relativeMoment, shortDay, weekdayName } from './format.ts';

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five'];

/** What a remedy's button says: "Work until 18:30 today", "Move Sort receipts to Thursday", "Make it two pieces". */
export function remedyWords(remedy: Remedy, today: string): string {
  switch (remedy.kind) {
    case 'workLonger':
      return `Work until ${clockTime(remedy.end)} today`;
    case 'postpone':
      return `Move ${remedy.title} to ${dayWords(remedy.day, today)}`;
    case 'split':
      return `Make it ${NUMBERS[remedy.pieces] ?? remedy.pieces} pieces`;
    case 'shorten':
      return `Shorten it to ${minutes(remedy.toMin)}`;
    case 'moveDeadline':
      return `Move its deadline to ${relativeMoment(remedy.deadline, today)}`;
    case 'unpin':
      return 'Unpin it';
  }
}

/** "Thursday" within a week, the date beyond; tomorrow is said as such. */
function dayWords(day: string, today: string): string {
  const away = daysBetween(today, day);
  if (away === 1) return 'tomorrow';
  return away > 1 && away < 7 ? weekdayName(day) : shortDay(day, today);
}

/** A week of waiting tasks: "30 Nov – 6 Dec", "After 3 Jan" for the last. */
export function weekWords({ from, to }: { from: string; to: string | null }, today: string): string {
  const day = (date: string): string => shortDay(date, today).replace(/^\w+ /, '');
  if (to === null) return `From ${day(from)} on`;
  const sameMonth = from.slice(0, 7) === to.slice(0, 7);
  return `${sameMonth ? Number(from.slice(8, 10)) : day(from)} – ${day(to)}`;
}
