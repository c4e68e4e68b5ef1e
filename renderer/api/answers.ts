import type { Task } from '../../core/domain/task.ts';

/**
 * What a request answers is shown at once; the pushed change that follows brings the rest. Here: a task that was just
 * made takes its place in the lists that are on the screen, a changed one replaces itself.
 */

/** One fetched window of a task list, with what was asked for. */
export interface ListWindow {
  tasks: readonly Task[];
  total: number;
}

export interface ListInput {
  status?: string;
  projectId?: string | null;
  inbox?: boolean;
  withoutSessions?: boolean;
  order?: string;
  limit?: number;
  offset?: number;
  filter?: string;
  grouping?: string;
}

/** The task in a request's answer, and whether the request made it; null when there is none. */
export function taskIn(path: readonly string[], answer: unknown): { task: Task; made: boolean } | null {
  if (path[0] !== 'tasks' || typeof answer !== 'object' || answer === null) return null;
  const candidate: unknown = path[1] === 'finish' && 'task' in answer ? answer.task : answer;
  return isTask(candidate) ? { task: candidate, made: path[1] === 'create' } : null;
}

function isTask(value: unknown): value is Task {
  return (
    typeof value === 'object' && value !== null && 'id' in value && 'revision' in value && 'title' in value
  );
}

/** The window with the task replaced by its newer self, or with a new one in its place; null when nothing changes. */
export function withTask(list: ListWindow, input: ListInput, task: Task, made: boolean): ListWindow | null {
  const at = list.tasks.findIndex(({ id }) => id === task.id);
  if (at !== -1) return { ...list, tasks: list.tasks.with(at, task) };
  if (!made || !belongs(input, task)) return null;
  const place = list.tasks.findIndex((other) => before(task, other));
  const isLastWindow = (input.offset ?? 0) + list.tasks.length >= list.total;
  if (place === -1 && !isLastWindow) return { ...list, total: list.total + 1 };
  const tasks = list.tasks.toSpliced(place === -1 ? list.tasks.length : place, 0, task);
  return { tasks, total: list.total + 1 };
}

function belongs(
  {
    status = 'open',
    projectId,
    inbox = false,
    withoutSessions = false,
    order = 'smart',
    filter,
    grouping,
  }: ListInput,
  task: Task,
): boolean {
  // Where it belongs in these, only the server can tell.
  if (filter !== undefined || grouping !== undefined) return false;
  if (order !== 'smart' || (status !== 'open' && status !== 'any') || task.status !== 'open') return false;
  if (withoutSessions && task.habitId !== null) return false;
  if (inbox && task.projectId !== null) return false;
  return !projectId || projectId === task.projectId;
}

/** The lists' usual order, as far as a row tells it: due day, then priority, then age. */
function before(a: Task, b: Task): boolean {
  const [dueA, dueB] = [dueDay(a), dueDay(b)];
  if (dueA !== dueB) return dueA < dueB;
  if (a.priority !== b.priority) return a.priority < b.priority;
  return a.createdAt < b.createdAt;
}

function dueDay({ deadline, date }: Task): string {
  return (deadline ?? date)?.slice(0, 10) ?? '9999-12-31';
}
