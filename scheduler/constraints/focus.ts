import type { Constraint } from './constraint.ts';

/** How long the person focuses, and the break wanted then, when the profile does not say. */
export const DEFAULT_FOCUS_MIN = 90;
export const DEFAULT_BREAK_MIN = 10;

/** Minutes worked beyond the person's focus length without a break. */
export const focus: Constraint = {
  name: 'focus',
  unit: 'minutes past the focus length',
  bind({ problem }) {
    const focusMin = problem.profile?.focusMin ?? DEFAULT_FOCUS_MIN;
    const breakMin = problem.profile?.breakMin ?? DEFAULT_BREAK_MIN;
    if (breakMin === 0) return undefined;
    return {
      ofStretch(head, at) {
        let over = 0;
        let from = 0;
        let to = -1_000_000;
        for (let node = at.next[head]!; node >= 0; node = at.next[node]!) {
          if (at.nodeStart[node]! - to >= breakMin) {
            over += Math.max(0, to - from - focusMin);
            from = at.nodeStart[node]!;
          }
          to = at.nodeEnd[node]!;
        }
        return over + Math.max(0, to - from - focusMin);
      },
    };
  },
};
