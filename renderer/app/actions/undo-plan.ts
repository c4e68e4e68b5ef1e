import type { Action } from '../../ui/action.ts';

export const undoPlan: Action = {
  id: 'undo-plan',
  label: 'Go back to the plan before',
  group: 'Plan',
  keys: ['shift+u'],
  enabled: ({ plan }) => plan?.canUndo === true,
  run: ({ client }) => client.planning.undo(),
};
