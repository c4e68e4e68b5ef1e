import type { Action } from './action.ts';
import { notify } from '../ui/notify.tsx';
import { followedWords } from './followed.ts';
import { takeBack } from './undo.ts';

export const dropTask: Action = {
  id: 'drop-task',
  label: "Won't do",
  group: 'Task',
  keys: ['x', 'delete'],
  enabled: ({ task }) => task?.status === 'open',
  run: async ({ client, task, now }) => {
    if (!task) return;
    const followed = await client.tasks.drop({ id: task.id });
    const skipped = task.habitId !== null || task.rrule !== null;
    notify(`${skipped ? 'Skipped' : 'Won’t do:'} “${task.title}”${followedWords(followed, now)}`, {
      label: 'Undo',
      run: () => takeBack({ intent: 'tasks.drop', ids: [task.id] }),
    });
  },
};

/** The same action, by the name it has for what repeats. */
export const skipTask: Action = {
  ...dropTask,
  id: 'skip-task',
  label: 'Skip this one',
  keys: [],
  enabled: ({ task }) => task?.status === 'open' && (task.rrule !== null || task.habitId !== null),
};
