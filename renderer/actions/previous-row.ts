import type { Action } from './action.ts';
import { moveRow } from '../state/rows.ts';
import { show, ui } from '../state/window.ts';

/** The rows that the cursor passes join the selection. */
export const extendUp: Action = {
  id: 'extend-up',
  label: 'Select the task before as well',
  group: 'Go to',
  keys: ['shift+arrowup', 'shift+k'],
  hidden: true,
  run: () => moveRow(-1, true),
};

export const previousRow: Action = {
  id: 'previous-row',
  label: 'Previous task in the list',
  group: 'Go to',
  keys: ['k', 'arrowup'],
  hidden: true,
  run: ({ state }) => {
    moveRow(-1);
    if (state.openTask) show({ openTask: ui.get().focusedTask });
  },
};
