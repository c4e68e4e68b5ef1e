import type { Action } from '../../ui/action.ts';
import { show } from '../../ui/state.ts';

export const goWeek: Action = {
  id: 'go-week',
  label: 'Week',
  group: 'Go to',
  keys: ['2'],
  run: () => show({ view: 'week' }),
};
