import type { Task } from '../../../core/domain/task.ts';
import { localOf } from '../../../core/time/zoned.ts';
import { client, orpc, queryClient } from '../../api/client.ts';
import type { Action, Scene } from '../../ui/action.ts';
import { notifyError } from '../../ui/notify.tsx';
import { ui } from '../../ui/state.ts';

/** Whether an action makes sense now, for a task or for the one under the cursor. */
export function canRun(action: Action, task: Task | null = focusedTask()): boolean {
  return action.enabled?.(sceneFor(task)) ?? true;
}

/** Runs an action if it makes sense now; what goes wrong is said, never thrown. */
export function runAction(action: Action, task: Task | null = focusedTask()): void {
  const scene = sceneFor(task);
  if (action.enabled && !action.enabled(scene)) return;
  const running = async (): Promise<unknown> => action.run(scene);
  running().catch(notifyError);
}

/** Puts a task under the cursor. Its row has it already, so the actions need not fetch it. */
export function focusTask(task: Task | null): void {
  if (task) queryClient.setQueryData(orpc.tasks.get.queryKey({ input: { id: task.id } }), task);
  ui.set((before) => ({ ...before, focusedTask: task?.id ?? null }));
}

function focusedTask(): Task | null {
  const id = ui.get().openTask ?? ui.get().focusedTask;
  if (!id) return null;
  return queryClient.getQueryData(orpc.tasks.get.queryKey({ input: { id } })) ?? null;
}

function sceneFor(task: Task | null): Scene {
  const plan = queryClient.getQueryData(orpc.planning.current.queryKey()) ?? null;
  return { client, task, plan, state: ui.get(), now: currentLocal() };
}

/** The server's wall clock, from the last status and the time since. */
function currentLocal(): string {
  const key = orpc.app.status.queryKey();
  const status = queryClient.getQueryData(key);
  const fetchedAt = queryClient.getQueryState(key)?.dataUpdatedAt ?? Date.now();
  return localOf((status?.now ?? fetchedAt) + Date.now() - fetchedAt, status?.tz ?? 'UTC');
}
