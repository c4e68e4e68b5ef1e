import type { Action } from './action.ts';
import { show } from '../state/window.ts';

/** Id of the field that filters the list on the screen. */
export const filterFieldId = 'filter-field';

export const focusFilter: Action = {
  id: 'focus-filter',
  label: 'Filter tasks',
  group: 'Go to',
  keys: ['/'],
  run: ({ state }) => {
    if (state.view !== 'tasks') show({ view: 'tasks', scope: 'open' });
    // The view may have to be drawn first.
    setTimeout(() => document.getElementById(filterFieldId)?.focus());
  },
};
