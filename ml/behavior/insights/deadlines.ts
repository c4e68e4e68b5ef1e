import { beginOf, endOf } from './observations.ts';
import { idsOf, type Detector } from './finding.ts';
import { wilson } from './statistics.ts';

const DAY_MIN = 1440;
/** Deadlines nearer than this leave no time to wait. */
const LEAST_WINDOW_DAYS = 3;
const ENOUGH = 15;
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
    const started = one.started?.hasClock ? beginOf(one)! : endOf(one.completed);
    const isLast = (at: number): boolean => at >= due - LAST_SHARE * window && at <= due;
    const finished = endOf(one.completed);
    // Begun early and carried through to the end is no rush.
    return [
      {
        one,
        isLast:
          isLast(Math.min(finished, due)) && finished <= due + DAY_MIN && isLast(Math.min(started, due)),
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

/** Probability of a standard normal above `z` ≥ 0 (Abramowitz and Stegun 26.2.17). */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / 2.5066282746) * series;
}
