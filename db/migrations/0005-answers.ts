import type { Connection } from '../sqlite.ts';

/**
 * What a change answered, under the id that its caller gave it, so that a caller who never heard the answer can ask
 * again without doing it twice. `bytes` stands before the answer: summing it reads no overflow page.
 */
export function up(db: Connection): void {
  db.exec(`
    CREATE TABLE answers (
      seq INTEGER PRIMARY KEY,
      intent_id TEXT NOT NULL UNIQUE,
      request TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      answer_json TEXT NOT NULL
    ) STRICT;
  `);
}
