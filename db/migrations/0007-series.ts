import type { Connection } from '../sqlite.ts';

/**
 * Each task of a series knows which occurrence it is, wherever it has been moved to, and the tasks of one series are found
 * by it. Of what is there, the day or moment stands for the occurrence; a first one, whose id no rule has made, is one, too.
 */
export function up(db: Connection): void {
  db.exec(`
    ALTER TABLE tasks ADD COLUMN recur_slot TEXT;
    UPDATE tasks SET recur_slot = coalesce(start_local, day) WHERE recurrence_id IS NOT NULL;
    CREATE INDEX tasks_series ON tasks (recurrence_id) WHERE recurrence_id IS NOT NULL;
  `);
}
