import type { Action } from '../../ui/action.ts';

export const replan: Action = {
  id: 'replan',
  label: 'Re-plan now',
  group: 'Plan',
  keys: ['r'],
  run: ({ client }) => client.planning.replan({}),
};
