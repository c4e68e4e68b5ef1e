import type { Connection } from '../sqlite.ts';

/**
 * Appointments that repeat, and hours in which a calendar doesn't count. The rule is data; its occurrences around today are
 * derived, and are worked out again whenever the rule or the day changes.
 */
export function up(db: Connection): void {
  db.exec(`
    ALTER TABLE calendar_events ADD COLUMN rrule TEXT;
    ALTER TABLE calendar_events ADD COLUMN except_json TEXT;
    ALTER TABLE calendar_events ADD COLUMN series_id TEXT;
    ALTER TABLE calendar_events ADD COLUMN location TEXT;
    ALTER TABLE calendars ADD COLUMN ignore_from TEXT;
    ALTER TABLE calendars ADD COLUMN ignore_to TEXT;
    CREATE TABLE event_expansions (
      event_id TEXT PRIMARY KEY REFERENCES calendar_events (id) ON DELETE CASCADE,
      source TEXT NOT NULL
    ) STRICT;
    CREATE TABLE event_occurrences (
      id TEXT PRIMARY KEY,
      event_id TEXT NOT NULL REFERENCES calendar_events (id) ON DELETE CASCADE,
      start_local TEXT NOT NULL,
      end_local TEXT NOT NULL
    ) STRICT;
    CREATE INDEX event_occurrences_start ON event_occurrences (start_local, end_local);
    CREATE INDEX event_occurrences_event ON event_occurrences (event_id);
  `);
}
