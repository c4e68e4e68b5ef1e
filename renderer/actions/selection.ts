import type { BulkAction } from '../../core/domain/bulk.ts';
import type { TaskId } from '../../core/ids.ts';
import { client } from '../api/client.ts';
import { notify, notifyError } from '../ui/notify.tsx';
import { show, toggleSelected, ui, type BulkMenu } from '../state/window.ts';
import { tasksWords } from '../wording/format.ts';
import type { Action, ActionContext } from './action.ts';
import { takeBack } from './undo.ts';

/** What is done to the tasks that are selected, all of them as one step. */

const isChosen = ({ state }: ActionContext): boolean => state.selected.length > 0;

/** Does one thing to tasks, as one step of the history, and offers to take it back. */
export function changeTogether(
  ids: readonly TaskId[],
  action: BulkAction,
  done: string,
  intent: string,
): void {
  const ask = async (): Promise<void> => {
    const { tasks } = await client.tasks.changeTogether({ ids: [...ids], action });
    show({ selected: [], bulkMenu: null });
    if (tasks === 0) return notify('Nothing had to be changed.');
    notify(`${done} ${tasksWords(tasks)}`, {
      label: 'Undo',
      run: () => takeBack({ intent, ids: [] }),
    });
  };
  ask().catch(notifyError);
}

export const selectTask: Action = {
  id: 'select-task',
  label: 'Select',
  group: 'Task',
  keys: ['v'],
  enabled: ({ task, state }) => task !== null && state.view === 'tasks',
  run: ({ task }) => {
    if (task) toggleSelected(task.id);
  },
};

export const clearSelection: Action = {
  id: 'clear-selection',
  label: 'Clear the selection',
  group: 'Task',
  keys: ['escape'],
  hidden: true,
  enabled: isChosen,
  run: () => show({ selected: [], bulkMenu: null }),
};

export const finishSelected: Action = {
  id: 'finish-selected',
  label: 'Finish the selected tasks',
  group: 'Task',
  keys: ['f'],
  hidden: true,
  enabled: isChosen,
  run: ({ state }) => changeTogether(state.selected, { kind: 'finish' }, 'Finished', 'tasks.finish'),
};

export const dropSelected: Action = {
  id: 'drop-selected',
  label: 'Won’t do the selected tasks',
  group: 'Task',
  keys: ['x', 'delete'],
  hidden: true,
  enabled: isChosen,
  run: ({ state }) => changeTogether(state.selected, { kind: 'drop' }, 'Won’t do:', 'tasks.drop'),
};

/** A choice for the selection; without one the task under the cursor becomes it, where `alone` says so. */
function choosing(menu: BulkMenu, label: string, key: string, alone: boolean): Action {
  return {
    id: `choose-${menu}`,
    label,
    group: 'Task',
    keys: [key],
    enabled: (context) =>
      isChosen(context) || (alone && context.state.view === 'tasks' && context.task !== null),
    run: ({ task, state }) => {
      if (state.selected.length === 0 && task) show({ selected: [task.id] });
      if (ui.get().selected.length > 0) show({ bulkMenu: menu });
    },
  };
}

export const chooseDay = choosing('day', 'Set the day of the selected tasks', 'd', false);
export const choosePriority = choosing('priority', 'Set the priority of the selected tasks', 'p', false);
export const chooseProject = choosing('project', 'Move to a project', 'm', true);
export const chooseTag = choosing('tag', 'Add a tag', 't', true);
