import type { Sentence } from '../message.ts';

/** Why a text is no filter, with the way to make it one. */
export const filters: Record<string, Sentence> = {
  'filter.termExpected': () => 'Something is missing here, such as p1, #Project, @tag or due this week',
  'filter.unclosed': () => 'This bracket is not closed',
  'filter.unopened': () => 'This bracket was not opened',
  'filter.deep': () => 'There are too many brackets',
  'filter.unfinished': ({ typed, term }) => `“${typed}” is not finished: “${term}”?`,
  'filter.unknownWord': ({ word, meant }) =>
    meant
      ? `There is no filter “${word}”. Did you mean “${meant}”?`
      : `There is no filter “${word}”. Put words to look for in quotes: "${word}"`,
  'filter.unknownName': ({ sign, name, meant }) =>
    `There is no ${KINDS[String(sign)] ?? 'name'} “${name}”${meant ? `. Did you mean “${meant}”?` : ''}`,
};

const KINDS: Record<string, string> = { '#': 'project', '@': 'tag', '+': 'person' };
