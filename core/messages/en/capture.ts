import { lengthWords } from '../length.ts';
import type { Sentence } from '../message.ts';

/** Sentences about what a line was understood to mean, and what similar tasks suggest. */
export const capture: Record<string, Sentence> = {
  'suggest.fromSimilar': ({ count, of }) => `${count} of ${of} like this`,
  'suggest.durationFromSimilar': ({ count, low, high }) =>
    low === high
      ? `${count} like this: ${lengthWords(Number(low))}`
      : `${count} like this: ${lengthWords(Number(low))} to ${lengthWords(Number(high))}`,
};
