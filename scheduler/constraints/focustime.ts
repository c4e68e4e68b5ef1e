import type { ProblemTask } from '../../core/problem.ts';
import { union } from '../model/intervals.ts';
import type { Constraint } from './constraint.ts';
import { spansOf } from './spans.ts';

/** A task that says nothing about its demand and is no longer than this is small stuff, minutes. */
const SMALL_MIN = 30;

/**
 * Hours of work on the wrong side of the focus time: demanding work outside of it, easy work inside. Work of medium
 * demand, and longer work of unknown demand, is welcome on both sides.
 */
export const focusTime: Constraint = {
  name: 'focusTime',
  unit: 'hours of easy work in focus time, and of demanding work outside of it',
  bind(model) {
    const { problem, timeline } = model;
    const kept = union(
      (problem.focusTime ?? []).map(({ start, end }) => [timeline.minuteOf(start), timeline.minuteOf(end)]),
    );
    const side = Int8Array.from(model.tasks, focusSide);
    if (kept.length === 0 || side.every((value) => value === 0)) return undefined;
    const spans = spansOf(kept);
    return {
      ofTask(task, at) {
        const wanted = side[task]!;
        if (wanted === 0) return 0;
        let minutes = 0;
        const first = at.firstNode[task]!;
        for (let node = first; node < first + at.parts[task]!; node++) {
          const from = at.nodeStart[node]!;
          const to = at.nodeEnd[node]!;
          const inside = spans.minutesIn(from, to);
          minutes += wanted > 0 ? to - from - inside : inside;
        }
        return minutes / 60;
      },
    };
  },
};

/** 1 for work that focus time is kept for, −1 for work that should stay out of it, 0 for all else. */
export function focusSide({ energy, durationMin }: ProblemTask): -1 | 0 | 1 {
  if (energy === 'high') return 1;
  return energy === 'low' || (energy === undefined && durationMin <= SMALL_MIN) ? -1 : 0;
}
