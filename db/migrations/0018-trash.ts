import type { Connection } from '../sqlite.ts';

/** Deleted tasks, with what it takes to make them again. They are in no other table. */
export function up(db: Connection): void {
  db.exec(`
    CREATE TABLE trash (
      id TEXT PRIMARY KEY,
      title TEXT NOT NULL,
      content_json TEXT NOT NULL,
      deleted_at INTEGER NOT NULL
    ) STRICT;
  `);
}
