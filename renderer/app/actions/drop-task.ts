import type { Action } from '../../ui/action.ts';
import { notify } from '../../ui/notify.tsx';
import { takeBack } from './undo.ts';

export const dropTask: Action = {
  id: 'drop-task',
  label: "Won't do",
  group: 'Task',
  keys: ['x', 'delete'],
  enabled: ({ task }) => task?.status === 'open',
  run: async ({ client, task }) => {
    if (!task) return;
    await client.tasks.drop({ id: task.id });
    notify(`${task.habitId ? 'Skipped' : 'Won’t do:'} “${task.title}”`, {
      label: 'Undo',
      run: () => takeBack({ intent: 'tasks.drop', ids: [task.id] }),
    });
  },
};
