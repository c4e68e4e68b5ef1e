import type { Action } from '../../ui/action.ts';
import { addMinutes } from '../../ui/format.ts';
import { show } from '../../ui/state.ts';

const LENGTH_MIN = 90;

export const keepFocus: Action = {
  id: 'keep-focus',
  label: 'Reserve focus time',
  group: 'Plan',
  keys: [],
  run: ({ now }) => {
    const start = addMinutes(`${now.slice(0, 14)}00`, 60);
    show({ editedFocus: { from: null, start, end: addMinutes(start, LENGTH_MIN), why: null } });
  },
};
