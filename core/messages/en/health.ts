import type { Sentence } from '../message.ts';

/** Sentences about the state of the profile's files. */
export const health: Record<string, Sentence> = {
  'health.lostLog': ({ changes, aside }) =>
    `The database's log file was damaged: ${missing(changes)}. The files as they were found are in ${aside}.`,
  'health.older': ({ changes, aside }) =>
    `The database is older than the one used last: ${missing(changes)}. A copy of it as found is in ${aside}.`,
  'health.damaged': () => 'The database is damaged in places. Some tasks may be missing.',
};

function missing(changes: unknown): string {
  if (typeof changes !== 'number' || changes === 0) return 'some of the latest data is missing';
  return changes === 1 ? 'the last change is missing' : `up to ${changes} changes are missing`;
}
