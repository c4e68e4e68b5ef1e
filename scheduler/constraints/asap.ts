import type { Constraint } from './constraint.ts';

/** Days until each task is done. */
export const asap: Constraint = {
  name: 'asap',
  unit: 'days until done',
  bind: () => ({
    ofTask: (task, at) => Math.max(0, at.end[task]!) / 1440,
  }),
};
