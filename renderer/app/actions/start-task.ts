import type { Action } from '../../ui/action.ts';

/** Starts its timer; on the task that runs already, pauses it. */
export const startTask: Action = {
  id: 'start-task',
  label: 'Start or pause the timer',
  group: 'Task',
  keys: ['s'],
  enabled: ({ task }) => task?.status === 'open',
  run: async ({ client, task }) => {
    if (!task) return;
    await (task.runningSince === null
      ? client.tasks.start({ id: task.id })
      : client.tasks.pause({ id: task.id }));
  },
};
