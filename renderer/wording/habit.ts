import type { Habit, HabitView, HabitWeek } from '../../core/domain/habit.ts';
import type { Weekday } from '../../core/problem.ts';
import { clockTime } from './format.ts';

/** Habits in the app's words: what is wanted and what is done; never what was missed. */

const DAY_NAMES: Record<Weekday, string> = {
  mon: 'Mon',
  tue: 'Tue',
  wed: 'Wed',
  thu: 'Thu',
  fri: 'Fri',
  sat: 'Sat',
  sun: 'Sun',
};

/** "3× a week". */
export function timesWords(times: number): string {
  return `${times}× a week`;
}

/** "19:00 – 22:00", "around 7:30"; empty when any working hour will do. */
export function habitWhenWords(window: readonly [string, string] | null, idealTime: string | null): string {
  if (idealTime && idealTime !== window?.[0]) return `around ${clockTime(idealTime)}`;
  return window ? `${clockTime(window[0])} – ${clockTime(window[1])}` : '';
}

/** What a habit is, in one line: "3× a week, around 7:30, Mon, Wed, Fri". */
export function habitWords(habit: Pick<Habit, 'timesPerWeek' | 'window' | 'idealTime' | 'weekdays'>): string {
  const days = habit.weekdays.map((day) => DAY_NAMES[day]).join(', ');
  const parts = [timesWords(habit.timesPerWeek), habitWhenWords(habit.window, habit.idealTime), days];
  return parts.filter((part) => part !== '').join(', ');
}

/**
 * "1 of 3 this week", "4 this week" when nothing is owed to it; of a week that had begun when the habit did, only the share
 * that is left is wanted, and said so.
 */
export function progressWords({ done, aim }: HabitWeek, timesPerWeek: number): string {
  if (done > aim || aim === 0) return `${done} this week`;
  return aim < timesPerWeek ? `${done} of ${aim} in the rest of this week` : `${done} of ${aim} this week`;
}

/** "4 weeks in a row", null before there are two. */
export function streakWords({ streakWeeks }: Pick<HabitView, 'streakWeeks'>): string | null {
  return streakWeeks > 1 ? `${streakWeeks} weeks in a row` : null;
}
