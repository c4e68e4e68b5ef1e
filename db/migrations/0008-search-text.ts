import type { Connection } from '../sqlite.ts';

/**
 * The index of words holds folded text, with runs without spaces as pairs of signs. `search_text` is the program's
 * own function; the tokenizer only splits at what it leaves between tokens, and knows no Unicode tables of its own.
 */
export function up(db: Connection): void {
  db.exec(`
    DROP TRIGGER tasks_search_insert;
    DROP TRIGGER tasks_search_delete;
    DROP TRIGGER tasks_search_update;
    DROP TABLE task_search;

    CREATE VIEW task_search_content AS
      SELECT rid, search_text(title) AS title, search_text(notes) AS notes, status FROM tasks;
    CREATE VIRTUAL TABLE task_search USING fts5 (
      title, notes, status,
      content = 'task_search_content', content_rowid = 'rid',
      tokenize = 'ascii', prefix = '2 3'
    );
    CREATE TRIGGER tasks_search_insert AFTER INSERT ON tasks BEGIN
      INSERT INTO task_search (rowid, title, notes, status)
        VALUES (new.rid, search_text(new.title), search_text(new.notes), new.status);
    END;
    CREATE TRIGGER tasks_search_delete AFTER DELETE ON tasks BEGIN
      INSERT INTO task_search (task_search, rowid, title, notes, status)
        VALUES ('delete', old.rid, search_text(old.title), search_text(old.notes), old.status);
    END;
    CREATE TRIGGER tasks_search_update AFTER UPDATE OF title, notes, status ON tasks
    WHEN old.title IS NOT new.title OR old.notes IS NOT new.notes OR old.status IS NOT new.status
    BEGIN
      INSERT INTO task_search (task_search, rowid, title, notes, status)
        VALUES ('delete', old.rid, search_text(old.title), search_text(old.notes), old.status);
      INSERT INTO task_search (rowid, title, notes, status)
        VALUES (new.rid, search_text(new.title), search_text(new.notes), new.status);
    END;
    INSERT INTO task_search (task_search) VALUES ('rebuild');
  `);
}
