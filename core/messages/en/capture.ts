import { lengthWords } from '../length.ts';
import type { Sentence } from '../message.ts';

/** Sentences about what a line was understood to mean, and what similar tasks suggest. */
export const capture: Record<string, Sentence> = {
  'suggest.fromSimilar': ({ count, of }) => `${count} of ${of} similar tasks`,
  'suggest.durationFromSimilar': ({ count, low, high }) =>
    low === high
      ? `${count} similar tasks: ${lengthWords(Number(low))}`
      : `${count} similar tasks: ${lengthWords(Number(low))} to ${lengthWords(Number(high))}`,
};
