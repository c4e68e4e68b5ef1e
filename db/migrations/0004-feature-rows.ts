import type { Connection } from '../sqlite.ts';

/**
 * The row of features that each task was predicted from, so that what is trained on is what was known then, and
 * nothing of the past has to be computed again. Tasks that are done or given up get an index in the order in which
 * that came about, dropped ones by their last change.
 */
export function up(db: Connection): void {
  db.exec(`
    CREATE TABLE feature_rows (
      task_rid INTEGER PRIMARY KEY REFERENCES tasks (rid) ON DELETE CASCADE,
      schema INTEGER NOT NULL,
      revision INTEGER NOT NULL,
      made_at INTEGER NOT NULL,
      features BLOB NOT NULL
    ) STRICT;
    CREATE INDEX tasks_closed ON tasks (coalesce(completed_at, updated_at), id) WHERE status <> 'open';
  `);
}
