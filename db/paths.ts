import { join } from 'node:path';

/** Where the database of a profile lies. */
export function databasePath(dataDir: string): string {
  return join(dataDir, 'daymark.db');
}
