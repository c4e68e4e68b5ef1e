import type { Connection } from '../sqlite.ts';

/**
 * Projects have a sign, a place in the sidebar, a deadline, a layout, and sections; tasks stand in a section and in an order of
 * the person's own. `order_key` is that order: where a task was put by hand, else when it was made (`core/order-key.ts`). Tasks
 * refer to sections without a foreign key, as parts do to their wholes.
 */
export function up(db: Connection): void {
  db.exec(`
    ALTER TABLE projects ADD COLUMN icon TEXT;
    ALTER TABLE projects ADD COLUMN deadline TEXT;
    ALTER TABLE projects ADD COLUMN layout TEXT NOT NULL DEFAULT 'list';
    ALTER TABLE projects ADD COLUMN position TEXT;
    ALTER TABLE saved_filters ADD COLUMN layout TEXT NOT NULL DEFAULT 'list';
    CREATE TABLE sections (
      id TEXT PRIMARY KEY,
      project_id TEXT NOT NULL,
      name TEXT NOT NULL,
      position TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX sections_project ON sections (project_id, position);
    ALTER TABLE tasks ADD COLUMN section_id TEXT;
    ALTER TABLE tasks ADD COLUMN hand_position TEXT;
    ALTER TABLE tasks ADD COLUMN order_key TEXT GENERATED ALWAYS AS
      (coalesce(hand_position, printf('%012x', max(0, created_at)) || '-' || id)) VIRTUAL;
    CREATE INDEX tasks_order ON tasks (order_key);
  `);
}
