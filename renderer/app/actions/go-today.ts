import type { Action } from '../../ui/action.ts';
import { show } from '../../ui/state.ts';

export const goToday: Action = {
  id: 'go-today',
  label: 'Today',
  group: 'Go to',
  keys: ['1'],
  run: () => show({ view: 'today' }),
};
