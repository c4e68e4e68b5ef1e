import type { TaskId } from '../../../core/ids.ts';
import { client as server } from '../../api/client.ts';
import type { Action } from '../../ui/action.ts';
import { notify, notifyError } from '../../ui/notify.tsx';

export const undo: Action = {
  id: 'undo',
  label: 'Undo',
  group: 'Task',
  keys: ['mod+z', 'u'],
  run: async ({ client }) => {
    const { undone } = await client.tasks.undo();
    if (undone === null) notify('There is nothing to undo.');
  },
};

/**
 * Takes back one named change, for an offer that stays on the screen for a while: if something else was changed since,
 * nothing happens, and the person is told.
 */
export function takeBack(change: { intent: string; ids: TaskId[] }): void {
  const ask = async (): Promise<void> => {
    const { undone } = await server.tasks.undo({ expected: change });
    if (undone === null) notify('Something else has changed since, so this was left as it is.');
  };
  ask().catch(notifyError);
}
