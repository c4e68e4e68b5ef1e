import type { Connection } from '../sqlite.ts';
import { nameKey } from '../text.ts';

/**
 * The order of the lists gets its own column and index, titles a folded key (for `after "…"`), and changes to
 * vectors a log, by which a reader keeps its own copy of them up to date: any write of another connection empties
 * a reader's page cache, and reading 30 MB of encrypted vectors again takes ten times as long as searching them.
 */
export function up(db: Connection): void {
  db.exec(`
    ALTER TABLE tasks ADD COLUMN due_key TEXT GENERATED ALWAYS AS
      (min(coalesce(substr(deadline, 1, 10), '9999-12-31'), coalesce(day, '9999-12-31'))) VIRTUAL;
    CREATE INDEX tasks_smart ON tasks (status, due_key, priority, priority_score DESC, created_at, id);

    ALTER TABLE tasks ADD COLUMN title_key TEXT NOT NULL DEFAULT '';
    CREATE INDEX tasks_title_key ON tasks (title_key) WHERE status = 'open';

    CREATE TABLE vector_log (seq INTEGER PRIMARY KEY AUTOINCREMENT, rid INTEGER NOT NULL) STRICT;
    INSERT INTO vector_log (rid) SELECT rid FROM task_embedding_versions;
  `);
  for (const row of db.all<{ rid: number; title: string }>('SELECT rid, title FROM tasks')) {
    db.run('UPDATE tasks SET title_key = ? WHERE rid = ?', nameKey(row.title), row.rid);
  }
}
