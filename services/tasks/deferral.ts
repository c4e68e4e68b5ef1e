import type { Task } from '../../core/domain/task.ts';
import type { TaskChange } from '../../db/index.ts';

/** What putting a task off changes. */
export interface Deferral {
  change: TaskChange;
  /** Whether it really goes to a later time: only that counts as put off. */
  later: boolean;
}

/**
 * Puts a task on another day, or not before a moment. A typed time of day goes along to the other day; a pin, an earliest
 * start and a time that are too early go. Null when the task stands there, or later than the moment, already.
 *
 * @param until a day to do it, or the first moment at which it may be planned
 * @param stands where the plan has it; null when it has no place
 */
export function deferral(task: Task, until: string, stands: string | null, today: string): Deferral | null {
  const place = task.pinnedStart ?? task.start ?? stands ?? task.date ?? today;
  return until.length > 10 ? notBefore(task, until, place) : toDay(task, until, place);
}

function toDay(task: Task, day: string, place: string): Deferral | null {
  if (place.slice(0, 10) === day) return task.date === day ? null : { change: { date: day }, later: false };
  const moved = (moment: string | null): string | null =>
    moment !== null && moment.length > 10 ? `${day}${moment.slice(10)}` : null;
  const { earliest } = task;
  const later = place < day;
  const change: TaskChange = {
    date: day,
    start: moved(task.start),
    end: task.start === null ? null : moved(task.end),
    pinnedStart: null,
    // Brought forward, nothing may hold it back; put off, only what is later still.
    earliest: later && earliest !== null && earliest > day ? earliest : null,
  };
  return { change, later };
}

function notBefore({ start, pinnedStart }: Task, moment: string, place: string): Deferral | null {
  if (place.length > 10 ? place >= moment : place > moment.slice(0, 10)) return null;
  const stays = (value: string | null): boolean => value !== null && value >= moment;
  const change: TaskChange = {
    date: moment.slice(0, 10),
    earliest: moment,
    ...(stays(start) ? {} : { start: null, end: null }),
    ...(stays(pinnedStart) ? {} : { pinnedStart: null }),
  };
  return { change, later: true };
}
