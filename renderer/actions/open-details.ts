import type { Action } from './action.ts';
import { show } from '../state/window.ts';

export const openDetails: Action = {
  id: 'open-details',
  label: 'Open details',
  group: 'Task',
  keys: ['enter', 'o'],
  enabled: ({ task }) => task !== null,
  run: ({ task }) => show({ openTask: task?.id ?? null }),
};
