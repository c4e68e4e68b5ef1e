import type { Action } from '../../ui/action.ts';
import { show } from '../../ui/state.ts';

export const goLearning: Action = {
  id: 'go-learning',
  label: 'What Daymark has learned',
  group: 'Go to',
  keys: ['5'],
  run: () => show({ view: 'learning' }),
};
