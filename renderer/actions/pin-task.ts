import type { Action } from './action.ts';

/** Pins a task to the time it is planned at; a pinned one goes free again. */
export const pinTask: Action = {
  id: 'pin-task',
  label: 'Pin or unpin its time',
  group: 'Task',
  keys: ['p'],
  enabled: ({ task, plan }) =>
    task?.status === 'open' && (task.pinnedStart !== null || startOf(plan, task.id) !== null),
  run: async ({ client, task, plan }) => {
    if (!task) return;
    await client.tasks.pin({ id: task.id, start: task.pinnedStart ? null : startOf(plan, task.id) });
  },
};

function startOf(plan: Parameters<Action['run']>[0]['plan'], id: string): string | null {
  return plan?.blocks.find((block) => block.taskId === id)?.start ?? null;
}
