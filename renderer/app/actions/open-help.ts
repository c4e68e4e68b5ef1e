import type { Action } from '../../ui/action.ts';
import { show } from '../../ui/state.ts';

export const openHelp: Action = {
  id: 'open-help',
  label: 'What can I type, and which keys are there?',
  group: 'Daymark',
  keys: ['?'],
  run: () => show({ helpOpen: true }),
};
