import type { Sentence } from '../message.ts';

/** Sentences about guesses and their evidence. */
export const learning: Record<string, Sentence> = {
  'duration.similar': ({ count, low, high }) =>
    low === high ? `${count} like this took ${low} min` : `${count} like this took ${low}–${high} min`,
  'duration.prior': ({ phrase }) => `usual for “${phrase}”`,
  'duration.learned': ({ count }) => `learned from ${count} finished tasks`,
  'duration.default': () => 'nothing like it yet',
};
