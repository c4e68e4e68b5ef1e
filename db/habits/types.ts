import type { Habit } from '../../core/domain/habit.ts';
import type { HabitId } from '../../core/ids.ts';
import type { LocalDate } from '../../core/time/schemas.ts';

/** What is stored of a habit; the project's name comes back joined. */
export type HabitRecord = Omit<Habit, 'project' | 'revision'>;
/** Fields of a habit to change; an absent one stays. */
export type HabitChange = Partial<Omit<HabitRecord, 'id' | 'createdAt' | 'updatedAt'>>;

/** What was wanted of one week. It is kept, so that a habit changed later does not change how past weeks went. */
export interface HabitWeekRecord {
  habitId: HabitId;
  /** Its Monday. */
  week: LocalDate;
  /** Sessions wanted; 0 for a week that does not count. */
  aim: number;
  /** Past: sessions are made for it no more. */
  closed: boolean;
}

/** How the sessions of one week stand. */
export interface HabitTally {
  habitId: HabitId;
  week: LocalDate;
  open: number;
  done: number;
  /** Dropped by the person, or begun and left when the week ended. */
  skipped: number;
}

/** Habits, their weeks, and how their sessions stand. */
export interface HabitReader {
  get(id: HabitId): Habit | undefined;
  /** In order of title; those that have ended only when asked for. */
  list(options?: { ended?: boolean }): Habit[];
  /** Newest first. */
  weeks(id: HabitId): HabitWeekRecord[];
  /** Newest week first. */
  tallies(id: HabitId): HabitTally[];
}
/** Adds, changes and removes habits and their weeks; each write is logged. */
export interface HabitWriter {
  insert(record: HabitRecord): Habit;
  /** With `expected`, throws `conflict` when the stored revision differs; an unknown id throws `notFound`. */
  update(id: HabitId, change: HabitChange, at: number, expected?: number): Habit;
  /** With its weeks and open sessions; what was done stays as tasks of their own. */
  remove(id: HabitId): boolean;
  /** Inserts or replaces. */
  putWeek(record: HabitWeekRecord): void;
}
