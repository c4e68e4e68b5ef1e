import type { Action } from '../../ui/action.ts';
import { notify } from '../../ui/notify.tsx';

export const undo: Action = {
  id: 'undo',
  label: 'Undo the last change',
  group: 'Task',
  keys: ['mod+z', 'u'],
  run: async ({ client }) => {
    const { undone } = await client.tasks.undo();
    if (undone === null) notify('There is nothing to undo.');
  },
};
