import type { Action } from '../../ui/action.ts';
import { show } from '../../ui/state.ts';

export const whyHere: Action = {
  id: 'why-here',
  label: 'Why now?',
  group: 'Task',
  keys: ['w'],
  enabled: ({ task }) => task !== null,
  run: ({ task, state }) => show({ reasonsFor: task && state.reasonsFor !== task.id ? task.id : null }),
};
