import type { PredictionTarget } from './target.ts';

/** Whether a task with a deadline is done before it is over: 1 or 0; nothing for a task without one. Moments are instants. */
export const onTime: PredictionTarget = {
  name: 'onTime',
  needed: 30,
  error: 'squared',
  calibration: 'probability',
  outcomeOf: ({ due, done, completedAt }) => {
    if (!due) return null;
    if (done === false) return 0;
    return completedAt ? Number(Date.parse(completedAt) <= Date.parse(due)) : 1;
  },
  whenOverdue: 0,
  whenGivenUp: 0,
};
