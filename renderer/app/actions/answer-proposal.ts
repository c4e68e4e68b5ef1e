import type { Action, Scene } from '../../ui/action.ts';

const waits = ({ plan }: Scene): boolean => Boolean(plan?.proposal);

export const takeProposal: Action = {
  id: 'take-proposal',
  label: 'Take the proposed plan',
  group: 'Plan',
  keys: ['a'],
  enabled: waits,
  run: ({ client }) => client.planning.answer({ accept: true }),
};

export const keepPlaces: Action = {
  id: 'keep-places',
  label: 'Leave today as it is',
  group: 'Plan',
  keys: ['shift+a'],
  enabled: waits,
  run: ({ client }) => client.planning.answer({ accept: false }),
};
