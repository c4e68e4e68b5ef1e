import type { TaskId } from '../../core/ids.ts';
import { say } from '../../core/messages/index.ts';
import { client as server } from '../api/client.ts';
import type { Action } from './action.ts';
import { notify, notifyError } from '../ui/notify.tsx';

export const undo: Action = {
  id: 'undo',
  label: 'Undo',
  group: 'Task',
  keys: ['mod+z', 'u'],
  detail: ({ history }) => history?.undo ?? null,
  run: async ({ client }) => {
    const { message } = await client.tasks.undo();
    if (message === null) return notify('There is nothing to undo.');
    notify(say(message), { label: 'Redo', run: () => void again().catch(notifyError) });
  },
};

export const redo: Action = {
  id: 'redo',
  label: 'Redo',
  group: 'Task',
  keys: ['mod+shift+z', 'mod+y'],
  detail: ({ history }) => history?.redo ?? null,
  run: again,
};

async function again(): Promise<void> {
  const { message } = await server.tasks.redo();
  notify(message === null ? 'There is nothing to redo.' : say(message));
}

/**
 * Takes back one named change, for an offer that stays on the screen for a while: if something else was changed since,
 * nothing happens, and the person is told.
 */
export function takeBack(change: { intent: string; ids: TaskId[] }): void {
  const ask = async (): Promise<void> => {
    const { message } = await server.tasks.undo({ expected: change });
    notify(message === null ? 'Something else has changed since, so this was left as it is.' : say(message));
  };
  ask().catch(notifyError);
}
