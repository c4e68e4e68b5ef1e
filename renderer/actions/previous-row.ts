import type { Action } from './action.ts';
import { moveRow } from '../state/rows.ts';
import { show, ui } from '../state/window.ts';

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
