import { show } from '../state/window.ts';
import type { Action } from './action.ts';

export const openHistory: Action = {
  id: 'open-history',
  label: 'History',
  group: 'Daymark',
  keys: ['h'],
  run: () => show({ historyOpen: true }),
};
