import type { Connection } from '../sqlite.ts';

/**
 * What sync keeps, empty until it is switched on: the merged state of each row with the clock of each field
 * (`sync_rows`), which rows a row names (`sync_references`), sealed batches until the mailbox has them
 * (`sync_outbox`), where it stands (`sync_state`), and written texts that another device's edit replaced
 * (`sync_conflicts`).
 */
export function up(db: Connection): void {
  db.exec(`
    CREATE TABLE sync_rows (
      table_name TEXT NOT NULL,
      row_id TEXT NOT NULL,
      state_json TEXT NOT NULL,
      open INTEGER NOT NULL DEFAULT 0 CHECK (open IN (0, 1)),
      PRIMARY KEY (table_name, row_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sync_rows_open ON sync_rows (table_name, row_id) WHERE open = 1;
    CREATE TABLE sync_references (
      table_name TEXT NOT NULL,
      row_id TEXT NOT NULL,
      to_table TEXT NOT NULL,
      to_id TEXT NOT NULL,
      PRIMARY KEY (to_table, to_id, table_name, row_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sync_references_from ON sync_references (table_name, row_id);
    CREATE TABLE sync_outbox (
      number INTEGER PRIMARY KEY,
      body BLOB NOT NULL
    ) STRICT;
    CREATE TABLE sync_state (key TEXT PRIMARY KEY, value_json TEXT NOT NULL) STRICT;
    CREATE TABLE sync_conflicts (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      table_name TEXT NOT NULL,
      row_id TEXT NOT NULL,
      field TEXT NOT NULL,
      text TEXT NOT NULL,
      at INTEGER NOT NULL,
      device TEXT NOT NULL,
      UNIQUE (table_name, row_id, field, at, device)
    ) STRICT;
    CREATE INDEX sync_conflicts_row ON sync_conflicts (table_name, row_id);
  `);
}
