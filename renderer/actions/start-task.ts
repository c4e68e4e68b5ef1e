import type { Action } from './action.ts';
import { show } from '../state/window.ts';

/** Starts its timer; on the task that runs already, pauses it. */
export const startTask: Action = {
  id: 'start-task',
  label: 'Start or pause the timer',
  group: 'Task',
  keys: ['s'],
  enabled: ({ task }) => task?.status === 'open',
  run: async ({ client, task }) => {
    if (!task) return;
    if (task.runningSince !== null) {
      await client.tasks.pause({ id: task.id });
      return;
    }
    await client.tasks.start({ id: task.id });
    show({ startedTask: task.id });
  },
};
