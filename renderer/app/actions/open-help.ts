import type { Action } from '../../ui/action.ts';
import { show } from '../../ui/state.ts';

export const openHelp: Action = {
  id: 'open-help',
  label: 'Help and shortcuts',
  group: 'Daymark',
  keys: ['?'],
  run: () => show({ helpOpen: true }),
};
