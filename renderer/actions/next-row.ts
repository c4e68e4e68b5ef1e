import type { Action } from './action.ts';
import { moveRow } from '../state/rows.ts';

export const nextRow: Action = {
  id: 'next-row',
  label: 'Next task in the list',
  group: 'Go to',
  keys: ['j', 'arrowdown'],
  hidden: true,
  run: () => moveRow(1),
};
