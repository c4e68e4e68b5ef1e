import type { Constraint } from './constraint.ts';

/** Pieces beyond the first that tasks are cut into. */
export const fragmentation: Constraint = {
  name: 'fragmentation',
  unit: 'extra parts',
  bind({ splittable }) {
    if (!splittable.includes(1)) return undefined;
    return { ofTask: (task, at) => Math.max(0, at.parts[task]! - 1) };
  },
};
