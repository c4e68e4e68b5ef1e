import { errorSentences, fillSentence, type ErrorCode } from '../../../core/errors.ts';

/** What is wrong with the profile's files, in words for its owner. */

export interface Problem {
  code: ErrorCode;
  params: Record<string, string | number>;
}

const WORDS: Partial<Record<ErrorCode, { title: string; text: string }>> = {
  databaseForeign: {
    title: 'Your data can’t be read',
    text: 'The database is damaged, or another program has written to it. Nothing was changed. Restore a backup, or put a good copy of the file in its place and try again.',
  },
  databaseMissing: {
    title: 'Your data is missing',
    text: 'The database of this profile is gone. Restore a backup, or put the file back and try again.',
  },
  keyFileMissing: {
    title: 'The key to your data is missing',
    text: 'Everything is encrypted, and without this file neither the database nor its backups can be opened. If you have a copy, put it back and try again.',
  },
  keyFileDamaged: {
    title: 'The key to your data can’t be read',
    text: 'Everything is encrypted, and without this file neither the database nor its backups can be opened. If you have a good copy, put it back and try again.',
  },
};

export function problemWords({ code, params }: Problem): {
  title: string;
  text: string;
  path: string | null;
} {
  const path = typeof params['path'] === 'string' ? params['path'] : null;
  const words = WORDS[code];
  if (words) return { ...words, path };
  return { title: 'Your data can’t be opened', text: fillSentence(errorSentences[code], params), path: null };
}
