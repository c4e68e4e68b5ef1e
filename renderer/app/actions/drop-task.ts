import type { Action } from '../../ui/action.ts';
import { notify } from '../../ui/notify.tsx';
import { runAction } from './run.ts';
import { undo } from './undo.ts';

export const dropTask: Action = {
  id: 'drop-task',
  label: 'Drop: it will not be done',
  group: 'Task',
  keys: ['x', 'delete'],
  enabled: ({ task }) => task?.status === 'open',
  run: async ({ client, task }) => {
    if (!task) return;
    await client.tasks.drop({ id: task.id });
    notify(`Dropped “${task.title}”`, { label: 'Undo', run: () => runAction(undo) });
  },
};
