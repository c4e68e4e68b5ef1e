import type { Connection } from '../sqlite.ts';

/** How many rows a sealed batch tells of, so that a round can say what it sent when the batch is from an earlier one. */
export function up(db: Connection): void {
  db.exec('ALTER TABLE sync_outbox ADD COLUMN row_count INTEGER NOT NULL DEFAULT 0');
}
