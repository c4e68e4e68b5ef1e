import type { Action } from './action.ts';

export const undoPlan: Action = {
  id: 'undo-plan',
  label: 'Restore previous plan',
  group: 'Plan',
  keys: ['shift+u'],
  enabled: ({ plan }) => plan?.canUndo === true,
  run: ({ client }) => client.planning.undo(),
};
