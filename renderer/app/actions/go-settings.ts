import type { Action } from '../../ui/action.ts';
import { show } from '../../ui/state.ts';

export const goSettings: Action = {
  id: 'go-settings',
  label: 'Settings',
  group: 'Go to',
  keys: [','],
  run: () => show({ view: 'settings' }),
};
