import type { Action } from '../../ui/action.ts';
import { show } from '../../ui/state.ts';

export const goLearning: Action = {
  id: 'go-learning',
  label: 'Insights',
  group: 'Go to',
  keys: ['5'],
  run: () => show({ view: 'learning' }),
};
