import type { Task } from '../../core/domain/task.ts';
import type { OnHold } from '../../core/domain/task-fields.ts';
import type { Action } from './action.ts';
import { notify } from '../ui/notify.tsx';
import { takeBack } from './undo.ts';

/** A session of a habit counts for its week; it can only be skipped. */
const canHold = (task: Task | null, kind: OnHold): boolean =>
  task?.status === 'open' && task.habitId === null && task.onHold !== kind;

/** Not to be planned until it is brought back: for some day. */
export const somedayTask: Action = {
  id: 'someday-task',
  label: 'Move to Someday',
  group: 'Task',
  keys: ['shift+s'],
  enabled: ({ task }) => canHold(task, 'someday'),
  run: async ({ client, task }) => {
    if (!task) return;
    await client.tasks.update({ id: task.id, patch: { onHold: 'someday' } });
    notifyWithUndo(`Moved “${task.title}” to Someday`, 'tasks.someday', task);
  },
};

/** Not to be planned until it is brought back: someone else has to do something first. */
export const waitingTask: Action = {
  id: 'waiting-task',
  label: 'Mark as waiting',
  group: 'Task',
  keys: ['shift+w'],
  enabled: ({ task }) => canHold(task, 'waiting'),
  run: async ({ client, task }) => {
    if (!task) return;
    await client.tasks.update({ id: task.id, patch: { onHold: 'waiting' } });
    notifyWithUndo(`Marked “${task.title}” as waiting`, 'tasks.waiting', task);
  },
};

export const bringBack: Action = {
  id: 'bring-back',
  label: 'Plan again',
  group: 'Task',
  keys: [],
  enabled: ({ task }) => task?.status === 'open' && task.onHold !== null,
  run: async ({ client, task }) => {
    if (!task) return;
    await client.tasks.update({ id: task.id, patch: { onHold: null } });
    notifyWithUndo(`“${task.title}” will be planned again`, 'tasks.bringBack', task);
  },
};

function notifyWithUndo(sentence: string, intent: string, { id }: Task): void {
  notify(sentence, { label: 'Undo', run: () => takeBack({ intent, ids: [id] }) });
}
