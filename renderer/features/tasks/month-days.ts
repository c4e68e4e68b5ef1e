import type { PlannedBlock } from '../../../core/domain/views.ts';
import type { Task } from '../../../core/domain/task.ts';
import type { ProjectId, TaskId } from '../../../core/ids.ts';
import { addDays, weekdayOf } from '../../../core/time/zoned.ts';

/** What stands on the days of a month. */

/** Why a task stands on a day: it is due, it is to be done then, or the plan has a block for it. */
export type EntryKind = 'due' | 'day' | 'planned';

export interface MonthEntry {
  taskId: TaskId;
  title: string;
  kind: EntryKind;
  /** A time of day, where there is one. */
  time: string | null;
  projectId: ProjectId | null;
  /** The task itself; null for a block whose task was not asked for. */
  task: Task | null;
}

const DAYS_SHOWN = 42;

/** The days of the six weeks that a month lies in, from a Monday on. @param month `YYYY-MM` */
export function daysOfMonth(month: string): string[] {
  const first = `${month}-01`;
  const monday = addDays(first, 1 - weekdayOf(first));
  return Array.from({ length: DAYS_SHOWN }, (_unused, index) => addDays(monday, index));
}

/** The month so many months later. @param month `YYYY-MM` */
export function monthAfter(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const index = year * 12 + number - 1 + by;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** The filter for tasks with a deadline or a day among these, beside the filter of the list. */
export function monthFilter(days: readonly string[], filter: string | undefined): string {
  const [before, after] = [addDays(days[0]!, -1), addDays(days.at(-1)!, 1)];
  const within = `after ${before} & before ${after}`;
  const dated = `((due after ${before} & due before ${after}) | (${within}))`;
  return filter === undefined ? dated : `(${filter}) & ${dated}`;
}

/** Entries by day: deadlines first, then by time. A task stands on a day once. */
export function entriesByDay(
  tasks: readonly Task[],
  blocks: readonly PlannedBlock[],
): ReadonlyMap<string, readonly MonthEntry[]> {
  const days = new Map<string, MonthEntry[]>();
  const put = (moment: string, entry: Omit<MonthEntry, 'time'>): void => {
    const day = moment.slice(0, 10);
    const there = days.get(day) ?? [];
    if (there.some(({ taskId }) => taskId === entry.taskId)) return;
    there.push({ ...entry, time: moment.length > 10 ? moment.slice(11, 16) : null });
    days.set(day, there);
  };
  const of = (task: Task, kind: EntryKind) => ({
    taskId: task.id,
    title: task.title,
    kind,
    projectId: task.projectId,
    task,
  });
  for (const task of tasks) if (task.deadline) put(task.deadline, of(task, 'due'));
  for (const task of tasks) {
    const day = task.start ?? task.date;
    if (day) put(day, of(task, 'day'));
  }
  const known = new Map(tasks.map((task) => [task.id, task]));
  for (const { taskId, title, start, projectId, done } of blocks)
    if (!done) put(start, { taskId, title, kind: 'planned', projectId, task: known.get(taskId) ?? null });
  for (const entries of days.values())
    entries.sort(
      (a, b) =>
        Number(b.kind === 'due') - Number(a.kind === 'due') ||
        (a.time ?? '').localeCompare(b.time ?? '', 'en'),
    );
  return days;
}
