import { client as server } from '../api/client.ts';
import { notify } from '../ui/notify.tsx';
import { show } from '../state/window.ts';
import { tasksWords } from '../wording/format.ts';
import type { TaskId } from '../../core/ids.ts';
import type { Action } from './action.ts';
import { takeBack } from './undo.ts';

/** Into the trash: the task was a mistake, which is another thing than not doing it. With a selection, all of that. */
export const deleteTask: Action = {
  id: 'delete-task',
  label: 'Delete',
  group: 'Task',
  keys: ['shift+delete'],
  enabled: ({ task, state }) => state.selected.length > 0 || (task !== null && task.habitId === null),
  run: async ({ task, state }) => {
    const isChosen = state.selected.length > 0 && (task === null || state.selected.includes(task.id));
    const ids: TaskId[] = isChosen ? [...state.selected] : task ? [task.id] : [];
    if (ids.length === 0) return;
    const { tasks } = await server.tasks.delete({ ids });
    show({ selected: [], ...(state.openTask && ids.includes(state.openTask) ? { openTask: null } : {}) });
    const what = tasks === 1 && task ? `“${task.title}”` : tasksWords(tasks);
    notify(`Deleted ${what}. It stays in the trash.`, {
      label: 'Undo',
      run: () => takeBack({ intent: 'tasks.delete', ids: [] }),
    });
  },
};
