import type { Action, ActionContext } from './action.ts';

const waits = ({ plan }: ActionContext): boolean => Boolean(plan?.proposal);

export const takeProposal: Action = {
  id: 'take-proposal',
  label: 'Accept changes',
  group: 'Plan',
  keys: ['a'],
  enabled: waits,
  run: ({ client }) => client.planning.answer({ accept: true }),
};

export const keepPlaces: Action = {
  id: 'keep-places',
  label: 'Keep current plan',
  group: 'Plan',
  keys: ['shift+a'],
  enabled: waits,
  run: ({ client }) => client.planning.answer({ accept: false }),
};
