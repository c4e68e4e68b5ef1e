import type { Connection } from '../sqlite.ts';

/**
 * Calendars on a server that can be changed from here. The login stays on this device, in this encrypted file: it is no data
 * row, so that no export, log or other device ever has it.
 */
export function up(db: Connection): void {
  db.exec(`
    ALTER TABLE calendars ADD COLUMN caldav INTEGER NOT NULL DEFAULT 0 CHECK (caldav IN (0, 1));
    ALTER TABLE calendar_instances ADD COLUMN uid TEXT NOT NULL DEFAULT '';
    ALTER TABLE calendar_instances ADD COLUMN original INTEGER;
    CREATE TABLE calendar_logins (
      calendar_id TEXT PRIMARY KEY REFERENCES calendars (id) ON DELETE CASCADE,
      username TEXT NOT NULL,
      password TEXT NOT NULL
    ) STRICT;
    CREATE TABLE calendar_objects (
      calendar_id TEXT NOT NULL REFERENCES calendars (id) ON DELETE CASCADE,
      uid TEXT NOT NULL,
      href TEXT NOT NULL,
      etag TEXT NOT NULL,
      rrule TEXT,
      PRIMARY KEY (calendar_id, uid)
    ) STRICT, WITHOUT ROWID;
  `);
}
