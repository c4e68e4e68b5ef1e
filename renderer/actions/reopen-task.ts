import type { Action } from './action.ts';

export const reopenTask: Action = {
  id: 'reopen-task',
  label: 'Reopen',
  group: 'Task',
  keys: ['shift+f'],
  enabled: ({ task }) => task !== null && task.status !== 'open',
  run: async ({ client, task }) => {
    if (task) await client.tasks.reopen({ id: task.id });
  },
};
