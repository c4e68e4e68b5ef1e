import type { Action } from './action.ts';
import { show } from '../state/window.ts';

export const openHelp: Action = {
  id: 'open-help',
  label: 'Help and shortcuts',
  group: 'Daymark',
  keys: ['?'],
  run: () => show({ helpOpen: true }),
};
