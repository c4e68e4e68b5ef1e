import type { Action } from './action.ts';
import { moveRow } from '../state/rows.ts';
import { show, ui } from '../state/window.ts';

/** The rows that the cursor passes join the selection. */
export const extendDown: Action = {
  id: 'extend-down',
  label: 'Select the next task as well',
  group: 'Go to',
  keys: ['shift+arrowdown', 'shift+j'],
  hidden: true,
  run: () => moveRow(1, true),
};

export const nextRow: Action = {
  id: 'next-row',
  label: 'Next task in the list',
  group: 'Go to',
  keys: ['j', 'arrowdown'],
  hidden: true,
  run: ({ state }) => {
    moveRow(1);
    if (state.openTask) show({ openTask: ui.get().focusedTask });
  },
};
