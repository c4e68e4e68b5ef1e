import type { Action } from '../../ui/action.ts';
import { moveRow } from '../../ui/rows.ts';

export const nextRow: Action = {
  id: 'next-row',
  label: 'Next task in the list',
  group: 'Go to',
  keys: ['j', 'arrowdown'],
  hidden: true,
  run: () => moveRow(1),
};
