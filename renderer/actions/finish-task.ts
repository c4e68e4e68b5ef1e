import type { Action } from './action.ts';
import { notify } from '../ui/notify.tsx';
import { progressWords } from '../wording/habit.ts';
import { followedWords } from './followed.ts';
import { takeBack } from './undo.ts';

export const finishTask: Action = {
  id: 'finish-task',
  label: 'Finish',
  group: 'Task',
  keys: ['f', 'e'],
  enabled: ({ task }) => task?.status === 'open',
  run: async ({ client, task, now }) => {
    if (!task) return;
    const followed = await client.tasks.finish({ id: task.id });
    const habits = task.habitId ? (await client.habits.list()).habits : [];
    const habit = habits.find(({ id }) => id === task.habitId);
    const when = habit
      ? `, ${progressWords(habit.thisWeek, habit.timesPerWeek)}`
      : followedWords(followed, now);
    notify(`Finished “${task.title}”${when}`, {
      label: 'Undo',
      run: () => takeBack({ intent: 'tasks.finish', ids: [task.id] }),
    });
  },
};
