import type { Action } from './action.ts';
import { moveRow } from '../state/rows.ts';

export const previousRow: Action = {
  id: 'previous-row',
  label: 'Previous task in the list',
  group: 'Go to',
  keys: ['k', 'arrowup'],
  hidden: true,
  run: () => moveRow(-1),
};
