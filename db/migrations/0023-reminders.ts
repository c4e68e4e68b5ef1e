import type { Connection } from '../sqlite.ts';

/**
 * Reminders of a task, what the person answered to reminders that were due, and which of them this device has announced.
 * The indexes hold the few open tasks that have reminders, and those that have a deadline.
 */
export function up(db: Connection): void {
  db.exec(`
    ALTER TABLE tasks ADD COLUMN reminders_json TEXT NOT NULL DEFAULT '[]';
    CREATE INDEX tasks_reminded ON tasks (id) WHERE status = 'open' AND reminders_json <> '[]';
    CREATE INDEX tasks_deadline ON tasks (deadline) WHERE status = 'open' AND deadline IS NOT NULL;
    CREATE TABLE reminder_answers (
      id TEXT PRIMARY KEY,
      snoozed_until INTEGER,
      answered_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE reminders_announced (
      id TEXT PRIMARY KEY,
      at INTEGER NOT NULL
    ) STRICT;
  `);
}
