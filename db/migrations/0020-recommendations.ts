import type { Connection } from '../sqlite.ts';

/** What was recommended for stalled tasks, how it was answered, and whether it helped. The task may be gone since. */
export function up(db: Connection): void {
  db.exec(`
    CREATE TABLE recommendations (
      id TEXT PRIMARY KEY,
      task_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      context TEXT NOT NULL,
      answer TEXT NOT NULL CHECK (answer IN ('taken', 'dismissed')),
      at INTEGER NOT NULL,
      helped INTEGER,
      decided_at INTEGER
    ) STRICT;
    CREATE INDEX recommendations_task ON recommendations (task_id);
    CREATE INDEX recommendations_decided ON recommendations (decided_at);
  `);
}
