import type { Action } from './action.ts';
import { show } from '../state/window.ts';

export const openFocus: Action = {
  id: 'open-focus',
  label: 'Focus on one task',
  group: 'Plan',
  keys: ['shift+o'],
  run: () => show({ focusOpen: true }),
};
