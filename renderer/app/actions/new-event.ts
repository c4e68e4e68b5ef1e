import type { Action } from '../../ui/action.ts';
import { addMinutes } from '../../ui/format.ts';
import { newEventAt, show } from '../../ui/state.ts';

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
