import { DAY_MIN } from '../../../core/time/units.ts';
import { endOf } from './observations.ts';
import { idsOf, type Detector } from './finding.ts';
import { upperTail, wilson } from './statistics.ts';

/** Deadlines nearer than this leave no time to wait. */
const LEAST_WINDOW_DAYS = 3;
const ENOUGH = 12;
/** A rush may end a little late: by a weekend or so. */
const LATE_MIN = 1.5 * DAY_MIN;
/** What counts as the end of the time there was. */
const LAST_SHARE = 0.25;
/** What would be done there if the day didn't matter, with room for those who work steadily towards it. */
const BY_CHANCE = 0.4;

/**
 * Whether what has a deadline is done in the last quarter of the time there was for it. What is done late says nothing
 * of a rush and counts against it.
 */
export const detectRush: Detector = (observations) => {
  const dated = observations.flatMap((one) => {
    if (!one.due || !one.completed) return [];
    const due = endOf(one.due);
    const window = due - one.created.min;
    if (window < LEAST_WINDOW_DAYS * DAY_MIN) return [];
    const finished = endOf(one.completed);
    const started = one.started?.hasClock ? one.started.min : finished;
    const isLast = (at: number): boolean => at >= due - LAST_SHARE * window && at <= due + LATE_MIN;
    // Begun early and carried through to the end is no rush, and what is begun long after its deadline isn't one either.
    return [
      {
        one,
        isLast:
          isLast(started) && finished >= due - LAST_SHARE * window && finished <= due + LATE_MIN + DAY_MIN,
      },
    ];
  });
  if (dated.length < ENOUGH) return [];
  const last = dated.filter(({ isLast }) => isLast);
  const share = last.length / dated.length;
  const z = (share - BY_CHANCE) / Math.sqrt((BY_CHANCE * (1 - BY_CHANCE)) / dated.length);
  const p = wilson(last.length, dated.length, 2.33).low > BY_CHANCE ? upperTail(z) : 1;
  const params = { share: Math.round(100 * share), count: dated.length };
  return [{ id: 'deadline-rush', params, p, effect: share, tasks: idsOf(last.map(({ one }) => one)) }];
};
