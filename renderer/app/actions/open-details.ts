import type { Action } from '../../ui/action.ts';
import { show } from '../../ui/state.ts';

export const openDetails: Action = {
  id: 'open-details',
  label: 'Open details',
  group: 'Task',
  keys: ['enter', 'o'],
  enabled: ({ task }) => task !== null,
  run: ({ task }) => show({ openTask: task?.id ?? null }),
};
