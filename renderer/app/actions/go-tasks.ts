import type { Action } from '../../ui/action.ts';
import { show } from '../../ui/state.ts';

export const goTasks: Action = {
  id: 'go-tasks',
  label: 'Tasks',
  group: 'Go to',
  keys: ['3'],
  run: () => show({ view: 'tasks', scope: 'open' }),
};
