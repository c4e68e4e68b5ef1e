import type { Action } from './action.ts';
import { notify } from '../ui/notify.tsx';
import { takeBack } from './undo.ts';

export const endRepeating: Action = {
  id: 'end-repeating',
  label: 'End repeating',
  group: 'Task',
  keys: [],
  enabled: ({ task }) => task?.status === 'open' && task.rrule !== null,
  run: async ({ client, task }) => {
    if (!task) return;
    await client.tasks.endRepeating({ id: task.id });
    notify(`“${task.title}” no longer repeats; this is the last one`, {
      label: 'Undo',
      run: () => takeBack({ intent: 'tasks.endRepeating', ids: [task.id] }),
    });
  },
};
