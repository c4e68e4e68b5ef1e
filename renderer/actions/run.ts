import type { Task } from '../../core/domain/task.ts';
import type { TaskId } from '../../core/ids.ts';
import { localOf } from '../../core/time/zoned.ts';
import { client, orpc, queryClient } from '../api/client.ts';
import { labelOf, type Action, type ActionContext } from './action.ts';
import { notifyError } from '../ui/notify.tsx';
import { ui } from '../state/window.ts';

/** Whether an action makes sense now, for a task or for the one under the cursor. */
export function canRun(action: Action, task: Task | null = focusedTask()): boolean {
  return action.enabled?.(contextFor(task)) ?? true;
}

/** An action's label with what it would do just now. */
export function labelNow(action: Action): string {
  return labelOf(action, contextFor(focusedTask()));
}

/** Runs an action if it makes sense now; what goes wrong is said, never thrown. */
export function runAction(action: Action, task: Task | null = focusedTask()): void {
  const context = contextFor(task);
  if (action.enabled && !action.enabled(context)) return;
  const running = async (): Promise<unknown> => action.run(context);
  running().catch(notifyError);
}

/** The task under the cursor or in the details, as some view has last fetched it. */
function focusedTask(): Task | null {
  // The row that holds the focus, even while the details of another task stand beside it.
  const row = document.activeElement?.closest('[data-row]')?.getAttribute('data-row') as
    | TaskId
    | null
    | undefined;
  const id = row ?? ui.get().openTask ?? ui.get().focusedTask;
  return id ? taskById(id) : null;
}

/** A task as some view has last fetched it. */
export function taskById(id: TaskId): Task | null {
  const single = queryClient.getQueryData(orpc.tasks.get.queryKey({ input: { id } }));
  if (single) return single;
  const lists = queryClient.getQueriesData<{ tasks: Task[] }>({ queryKey: orpc.tasks.list.key() });
  return lists.flatMap(([, list]) => list?.tasks ?? []).find((task) => task.id === id) ?? null;
}

/** Lets the keyboard cursor follow the focus: a row that holds it is the one the keys act on. */
export function followFocus(): () => void {
  const onFocus = ({ target }: FocusEvent): void => {
    const row = target instanceof Element ? target.closest('[data-row]')?.getAttribute('data-row') : null;
    if (row) ui.set((before) => ({ ...before, focusedTask: row as TaskId }));
  };
  document.addEventListener('focusin', onFocus);
  return () => document.removeEventListener('focusin', onFocus);
}

function contextFor(task: Task | null): ActionContext {
  const plan = queryClient.getQueryData(orpc.planning.current.queryKey()) ?? null;
  const history = queryClient.getQueryData(orpc.tasks.history.queryKey()) ?? null;
  return { client, task, plan, history, state: ui.get(), now: currentLocal() };
}

/** The server's wall clock, from the last status and the time since. */
function currentLocal(): string {
  const key = orpc.app.status.queryKey();
  const status = queryClient.getQueryData(key);
  const fetchedAt = queryClient.getQueryState(key)?.dataUpdatedAt ?? Date.now();
  return localOf((status?.now ?? fetchedAt) + Date.now() - fetchedAt, status?.tz ?? 'UTC');
}
