import type { Action } from './action.ts';
import { moveRow } from '../state/rows.ts';
import { show, ui } from '../state/window.ts';

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
