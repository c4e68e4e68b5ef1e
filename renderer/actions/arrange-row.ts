import type { Action } from './action.ts';
import { arrangeRow, canArrangeRows } from '../state/rows.ts';

/** Moves a task within a list that is sorted by the person's own order, by key or menu as well as by drag. */
function arranging(by: 1 | -1, id: string, label: string, key: string): Action {
  return {
    id,
    label,
    group: 'Task',
    keys: [key],
    hidden: true,
    enabled: ({ task, state }) => task !== null && state.view === 'tasks' && canArrangeRows(),
    run: ({ task }) => {
      if (task) arrangeRow(task.id, by);
    },
  };
}

export const moveUp = arranging(-1, 'move-up', 'Move up', 'alt+arrowup');
export const moveDown = arranging(1, 'move-down', 'Move down', 'alt+arrowdown');
