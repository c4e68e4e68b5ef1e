import type { Action } from './action.ts';
import { addMinutes } from '../wording/format.ts';
import { show } from '../state/window.ts';

const LENGTH_MIN = 90;

export const reserveFocus: Action = {
  id: 'reserve-focus',
  label: 'Reserve focus time',
  group: 'Plan',
  keys: [],
  run: ({ now }) => {
    const start = addMinutes(`${now.slice(0, 14)}00`, 60);
    show({ editedFocus: { from: null, start, end: addMinutes(start, LENGTH_MIN), why: null } });
  },
};
