import type { Action } from './action.ts';
import { addMinutes } from '../wording/format.ts';
import { newEventAt, show } from '../state/window.ts';

export const newEvent: Action = {
  id: 'new-event',
  label: 'New event',
  group: 'Plan',
  keys: ['c'],
  run: ({ now }) => {
    const nextHour = addMinutes(`${now.slice(0, 14)}00`, 60);
    show({ editedEvent: newEventAt(nextHour, addMinutes(nextHour, 60)) });
  },
};
