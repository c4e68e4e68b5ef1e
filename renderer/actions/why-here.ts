import type { Action } from './action.ts';
import { show } from '../state/window.ts';

export const whyHere: Action = {
  id: 'why-here',
  label: 'Why now?',
  group: 'Task',
  keys: ['w'],
  enabled: ({ task }) => task !== null,
  run: ({ task, state }) => show({ reasonsFor: task && state.reasonsFor !== task.id ? task.id : null }),
};
