import type { Connection } from '../sqlite.ts';

/**
 * A task may be a part of another one, have a checklist, and say whom it waits for since when. A part refers to its whole
 * without a foreign key: the two may come from another device in any order.
 */
export function up(db: Connection): void {
  db.exec(`
    ALTER TABLE tasks ADD COLUMN checklist_json TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE tasks ADD COLUMN waiting_for TEXT;
    ALTER TABLE tasks ADD COLUMN waiting_since TEXT;
    ALTER TABLE tasks ADD COLUMN parent_id TEXT;
    CREATE INDEX tasks_parent ON tasks (parent_id, status) WHERE parent_id IS NOT NULL;
  `);
}
