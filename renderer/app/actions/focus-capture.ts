import type { Action } from '../../ui/action.ts';
import { focusCapture as focusField } from '../../ui/state.ts';

export const focusCapture: Action = {
  id: 'focus-capture',
  label: 'Add a task',
  group: 'Task',
  keys: ['n', 'q'],
  run: focusField,
};
