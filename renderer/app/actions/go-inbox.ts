import type { Action } from '../../ui/action.ts';
import { show } from '../../ui/state.ts';

export const goInbox: Action = {
  id: 'go-inbox',
  label: 'Inbox',
  group: 'Go to',
  keys: ['4'],
  run: () => show({ view: 'tasks', scope: 'inbox' }),
};
