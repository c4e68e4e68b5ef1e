import type { Habit } from '../../core/domain/habit.ts';
import type { Settings } from '../../core/domain/settings.ts';
import type { Task } from '../../core/domain/task.ts';
import type { HabitId } from '../../core/ids.ts';
import type { PlanBlock, Problem, ProblemTask } from '../../core/problem.ts';
import { compareText } from '../../core/text-order.ts';
import { addDays } from '../../core/time/zoned.ts';
import type { RequestTime } from '../context.ts';
import { habitHours, isIn, mondayOf, type DayHours } from '../habits/weeks.ts';
import { minuteOfDay, WEEKDAYS } from '../../core/time/week.ts';

/** What the plan has to know of a session of a habit, beside what it knows of every task. */
export type SessionConstraints = Pick<
  ProblemTask,
  'earliest' | 'due' | 'dueHard' | 'windows' | 'ownHours' | 'preferred' | 'series'
>;

export interface HabitSource {
  habits: readonly Habit[];
  /** Habits of which a session has been done today: the next one is for another day. */
  doneToday: ReadonlySet<HabitId>;
}

/** What the constraints are made from. */
interface SessionSource extends HabitSource {
  tasks: readonly Task[];
  settings: Settings;
  /** What nothing can be planned over, on the person's wall clock: events, and tasks with a time of their own. */
  events: Problem['events'];
  previous: readonly PlanBlock[];
}

const LATEST_HOUR = 23;

/**
 * Where the open sessions of all habits are wanted, by task id. A session counts for its week, so it is done in that
 * week or not at all; within it, sessions begin no earlier than their share of the days that have room, so that three
 * of them are spread over the week and not stacked at its start.
 *
 * @param minutesOf what is left to do of a session
 */
export function sessionConstraints(
  source: SessionSource,
  requestTime: RequestTime,
  minutesOf: (task: Task) => number,
): Map<string, SessionConstraints> {
  const constraints = new Map<string, SessionConstraints>();
  for (const habit of source.habits) {
    const own = source.tasks.filter((task) => task.habitId === habit.id && task.habitWeek !== null);
    if (own.length === 0) continue;
    const { hours, own: ownHours } = habitHours(habit, source.settings.workingHours);
    const common = commonConstraints(habit, hours, ownHours);
    const minutes = Math.max(...own.map(minutesOf));
    for (const week of new Set(own.map((task) => task.habitWeek!))) {
      const sessions = own.filter((task) => task.habitWeek === week);
      const taken = new Set(sessions.flatMap((task) => dayOf(task) ?? []));
      const first = laterOf(week, addDays(today(requestTime), source.doneToday.has(habit.id) ? 1 : 0));
      const days = roomyDays(week, first, hours, minutes, source.events, requestTime).filter(
        (day) => !taken.has(day),
      );
      const free = byLastPlan(sessions, source.previous);
      free.forEach((task, index) => {
        const day = days[shareOf(index, free.length, days.length)] ?? first;
        const earliest = day > today(requestTime) ? { earliest: day } : {};
        constraints.set(task.id, { ...common, ...earliest, ...dueOf(week, requestTime) });
      });
      for (const task of sessions.filter((one) => dayOf(one) !== null)) {
        constraints.set(task.id, { ...common, ...dueOf(weekOf(task, week), requestTime) });
      }
    }
  }
  return constraints;
}

/** The first of the days that the nth of so many sessions may begin on: Monday, Wednesday and Friday of five for three. */
function shareOf(index: number, sessions: number, days: number): number {
  return index === 0 ? 0 : Math.floor(((2 * index + 1) * days) / (2 * sessions));
}

/** What all sessions of a habit share. */
function commonConstraints(habit: Habit, hours: DayHours, ownHours: boolean): SessionConstraints {
  const restricts = ownHours || habit.window !== null || habit.weekdays.length > 0;
  const hour = habit.idealTime === null ? null : Math.min(LATEST_HOUR, minuteOfDay(habit.idealTime) / 60);
  return {
    series: habit.id,
    ...(restricts ? { windows: hours } : {}),
    ...(ownHours ? { ownHours } : {}),
    ...(hour === null ? {} : { preferred: { hour, strength: 1 } }),
  };
}

/** Sessions that the plan may place, in the order in which it last had them. */
function byLastPlan(sessions: readonly Task[], previous: readonly PlanBlock[]): Task[] {
  const starts = new Map(previous.map((block) => [block.taskId, block.start]));
  return sessions
    .filter((task) => dayOf(task) === null)
    .sort((a, b) => compareText(starts.get(a.id) ?? '9', starts.get(b.id) ?? '9') || compareText(a.id, b.id));
}

/** Day that the person put a session on. */
function dayOf(task: Task): string | null {
  return (task.pinnedStart ?? task.start ?? task.date)?.slice(0, 10) ?? null;
}

/** A session put off beyond its week is due in the week it was put into. */
function weekOf(task: Task, week: string): string {
  const day = dayOf(task);
  return day === null || day < week || isIn(week, day) ? week : mondayOf(day);
}

/** A week that is over (its last session still runs) makes nothing late. */
function dueOf(week: string, requestTime: RequestTime): Pick<SessionConstraints, 'due' | 'dueHard'> {
  const sunday = addDays(week, 6);
  return sunday < today(requestTime) ? {} : { due: sunday, dueHard: true };
}

/** Days of the week, none before `first`, on which events leave room for a session. */
function roomyDays(
  week: string,
  first: string,
  hours: DayHours,
  minutes: number,
  events: Problem['events'],
  requestTime: RequestTime,
): string[] {
  return WEEKDAYS.flatMap((weekday, index) => {
    const day = addDays(week, index);
    if (day < first) return [];
    const from = day === today(requestTime) ? minuteOfDay(requestTime.local.slice(11)) : 0;
    const busy = events.map((event) => spanOn(day, event)).filter(([start, end]) => end > start);
    const fits = (hours[weekday] ?? []).some(([start, end]) =>
      hasGap(Math.max(from, minuteOfDay(start)), minuteOfDay(end), busy, minutes),
    );
    return fits ? [day] : [];
  });
}

/** Minutes of a day that an event takes, with its travel. */
function spanOn(day: string, event: Problem['events'][number]): [number, number] {
  const minuteOn = (moment: string, edge: number): number =>
    moment.slice(0, 10) < day ? 0 : moment.slice(0, 10) > day ? 1_440 : minuteOfDay(moment.slice(11)) + edge;
  return [
    minuteOn(event.start, -(event.travelBeforeMin ?? 0)),
    minuteOn(event.end, event.travelAfterMin ?? 0),
  ];
}

function hasGap(from: number, to: number, busy: readonly [number, number][], minutes: number): boolean {
  let at = from;
  for (const [start, end] of busy.toSorted((a, b) => a[0] - b[0])) {
    if (start - at >= minutes && start <= to) return true;
    at = Math.max(at, end);
  }
  return to - at >= minutes;
}

function today(requestTime: RequestTime): string {
  return requestTime.local.slice(0, 10);
}

function laterOf(a: string, b: string): string {
  return a > b ? a : b;
}
