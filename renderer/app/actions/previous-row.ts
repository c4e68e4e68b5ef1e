import type { Action } from '../../ui/action.ts';
import { moveRow } from '../../ui/rows.ts';

export const previousRow: Action = {
  id: 'previous-row',
  label: 'Previous task in the list',
  group: 'Go to',
  keys: ['k', 'arrowup'],
  hidden: true,
  run: () => moveRow(-1),
};
