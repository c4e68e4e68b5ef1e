import { addDays } from '../../../core/time/zoned.ts';
import type { Action } from '../../ui/action.ts';
import { notify } from '../../ui/notify.tsx';
import { takeBack } from './undo.ts';

export const deferTomorrow: Action = {
  id: 'defer-tomorrow',
  label: 'Postpone to tomorrow',
  group: 'Task',
  keys: ['d'],
  enabled: ({ task }) => task?.status === 'open',
  run: async ({ client, task, now }) => {
    if (!task) return;
    await client.tasks.defer({ id: task.id, until: addDays(now.slice(0, 10), 1) });
    notify(`“${task.title}” postponed to tomorrow`, {
      label: 'Undo',
      run: () => takeBack({ intent: 'tasks.defer', ids: [task.id] }),
    });
  },
};
