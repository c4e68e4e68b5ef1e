import type { Connection } from '../sqlite.ts';

/**
 * Open tasks that are not to be planned: for some day, or waiting for someone. Few are, so that lists leave them out by a
 * set of ids with an index of its own.
 */
export function up(db: Connection): void {
  db.exec(`
    ALTER TABLE tasks ADD COLUMN on_hold TEXT CHECK (on_hold IN ('someday', 'waiting'));
    CREATE INDEX tasks_on_hold ON tasks (on_hold, id) WHERE on_hold IS NOT NULL;
  `);
}
