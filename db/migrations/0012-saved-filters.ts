import type { Connection } from '../sqlite.ts';

/** Filters that the person gave a name, with how their lists are sorted, grouped and laid out. */
export function up(db: Connection): void {
  db.exec(`
    CREATE TABLE saved_filters (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      query TEXT NOT NULL,
      sort TEXT NOT NULL,
      grouping TEXT NOT NULL,
      position REAL NOT NULL,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL
    ) STRICT;
  `);
}
