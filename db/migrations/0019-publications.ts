import type { Connection } from '../sqlite.ts';

/**
 * Where the plan is published to, and the blocks that were put there. Like a login it stays on this device: another device
 * has a plan and a calendar of its own.
 */
export function up(db: Connection): void {
  db.exec(`
    CREATE TABLE publications (
      kind TEXT PRIMARY KEY CHECK (kind IN ('caldav', 'file')),
      id TEXT NOT NULL,
      location TEXT NOT NULL,
      username TEXT NOT NULL,
      password TEXT NOT NULL,
      private_allowed INTEGER NOT NULL CHECK (private_allowed IN (0, 1)),
      tag TEXT,
      published_at INTEGER,
      tried_at INTEGER,
      error TEXT,
      notes_json TEXT NOT NULL DEFAULT '[]'
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE published_blocks (
      kind TEXT NOT NULL REFERENCES publications (kind) ON DELETE CASCADE,
      uid TEXT NOT NULL,
      task_id TEXT NOT NULL,
      title TEXT NOT NULL,
      start_at INTEGER NOT NULL,
      end_at INTEGER NOT NULL,
      PRIMARY KEY (kind, uid)
    ) STRICT, WITHOUT ROWID;
  `);
}
