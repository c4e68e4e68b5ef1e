import type { FeedbackVerdict } from '../../core/domain/learning.ts';
import type { Action } from './action.ts';
import { notify } from '../ui/notify.tsx';

/** One key says how good a guess is; the guess moves at once, and the learner hears of it. */
function rate(id: string, label: string, key: string, verdict: FeedbackVerdict, thanks: string): Action {
  return {
    id,
    label,
    group: 'Task',
    keys: [key],
    enabled: ({ task }) => task?.status === 'open' && Boolean(task.predicted?.predictionId),
    run: async ({ client, task }) => {
      const predictionId = task?.predicted?.predictionId;
      if (!predictionId) return;
      await client.predictions.feedback({ predictionId, verdict });
      notify(thanks);
    },
  };
}

export const guessTooLong = rate(
  'guess-too-long',
  'Guess is too long',
  'l',
  'tooLong',
  'Noted: the guess was too long.',
);
export const guessTooShort = rate(
  'guess-too-short',
  'Guess is too short',
  'm',
  'tooShort',
  'Noted: the guess was too short.',
);
export const guessRight = rate(
  'guess-right',
  'Guess is about right',
  'y',
  'yes',
  'Noted: the guess was about right.',
);
export const guessNotNow = rate('guess-not-now', 'Less urgent', 'b', 'notNow', 'Noted: less urgent.');
