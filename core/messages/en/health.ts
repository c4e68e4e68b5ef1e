import type { Sentence } from '../message.ts';

/** Sentences about the state of the profile's files. */
export const health: Record<string, Sentence> = {
  'health.newDatabase': () =>
    'The database of this profile was gone, so that Daymark began a new one. If you moved the file, close Daymark and put it back.',
  'health.newDatabaseBackup': ({ backup }) =>
    `The database of this profile was gone, so that Daymark began a new one. Settings → Backups can bring back ${backup}.`,
  'health.damaged': () =>
    'The database is damaged in places, and there is no backup that can be opened. Export what you can.',
  'health.damagedBackup': ({ backup }) =>
    `The database is damaged in places. Settings → Backups can bring back ${backup}, the newest good backup.`,
};
