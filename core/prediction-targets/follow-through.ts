import type { PredictionTarget } from './target.ts';

/** Whether a task is done by the end of the day it is planned for: 1 or 0; nothing for one without such a day. */
export const followThrough: PredictionTarget = {
  name: 'followThrough',
  needed: 56,
  error: 'squared',
  calibration: 'probability',
  outcomeOf: ({ plannedEnd, done, completedAt }) => {
    if (!plannedEnd) return null;
    if (done === false) return 0;
    return completedAt ? Number(Date.parse(completedAt) <= Date.parse(plannedEnd)) : 1;
  },
  whenGivenUp: 0,
};
