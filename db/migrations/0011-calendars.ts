import type { Connection } from '../sqlite.ts';

/**
 * Calendars of others. What the person said of one is data; the copy of its file and the occurrences in it are derived, and
 * are fetched or worked out again. Every connection that was opened to somewhere is noted.
 */
export function up(db: Connection): void {
  db.exec(`
    CREATE TABLE calendars (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('url', 'file')),
      location TEXT NOT NULL,
      colour INTEGER NOT NULL DEFAULT 0,
      busy INTEGER NOT NULL DEFAULT 1 CHECK (busy IN (0, 1)),
      private_allowed INTEGER NOT NULL DEFAULT 0 CHECK (private_allowed IN (0, 1)),
      content_hash TEXT,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE calendar_copies (
      calendar_id TEXT PRIMARY KEY REFERENCES calendars (id) ON DELETE CASCADE,
      body TEXT NOT NULL,
      etag TEXT,
      modified TEXT,
      checked_at INTEGER,
      tried_at INTEGER NOT NULL,
      error TEXT,
      skipped_json TEXT NOT NULL DEFAULT '[]',
      expanded_day TEXT,
      expanded_tz TEXT
    ) STRICT;
    CREATE TABLE calendar_instances (
      id TEXT PRIMARY KEY,
      calendar_id TEXT NOT NULL REFERENCES calendars (id) ON DELETE CASCADE,
      title TEXT NOT NULL,
      start_local TEXT NOT NULL,
      end_local TEXT NOT NULL,
      tz TEXT NOT NULL,
      all_day INTEGER NOT NULL,
      blocks INTEGER NOT NULL,
      location TEXT NOT NULL,
      link TEXT NOT NULL,
      attendees INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX calendar_instances_start ON calendar_instances (start_local, end_local);
    CREATE INDEX calendar_instances_calendar ON calendar_instances (calendar_id);
    CREATE TABLE connections (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      at INTEGER NOT NULL,
      purpose TEXT NOT NULL,
      host TEXT NOT NULL,
      sent INTEGER NOT NULL,
      received INTEGER NOT NULL,
      outcome TEXT NOT NULL
    ) STRICT;
  `);
}
