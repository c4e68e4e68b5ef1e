import type { Action } from './action.ts';
import { focusCapture as focusField } from '../state/window.ts';

export const focusCapture: Action = {
  id: 'focus-capture',
  label: 'Add a task',
  group: 'Task',
  keys: ['n', 'q'],
  run: focusField,
};
