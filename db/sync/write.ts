import type { Connection } from '../sqlite.ts';
import type { SyncWriter } from './types.ts';

export function syncWriter(db: Connection): SyncWriter {
  return {
    putRow: ({ table, rowId }, { state, open, references }) => {
      db.run(
        'INSERT OR REPLACE INTO sync_rows (table_name, row_id, state_json, open) VALUES (?, ?, ?, ?)',
        table,
        rowId,
        state,
        open ? 1 : 0,
      );
      db.run('DELETE FROM sync_references WHERE table_name = ? AND row_id = ?', table, rowId);
      for (const to of references)
        db.run(
          'INSERT OR IGNORE INTO sync_references (table_name, row_id, to_table, to_id) VALUES (?, ?, ?, ?)',
          table,
          rowId,
          to.table,
          to.rowId,
        );
    },
    setState: (key, value) => {
      if (value === undefined) db.run('DELETE FROM sync_state WHERE key = ?', key);
      else
        db.run(
          'INSERT OR REPLACE INTO sync_state (key, value_json) VALUES (?, ?)',
          key,
          JSON.stringify(value),
        );
    },
    addToOutbox: ({ number, body, rows }) => {
      db.run('INSERT INTO sync_outbox (number, body, row_count) VALUES (?, ?, ?)', number, body, rows);
    },
    sent: (upTo) => {
      db.run('DELETE FROM sync_outbox WHERE number <= ?', upTo);
    },
    keepReplaced: ({ table, rowId, field, text, at, device }) => {
      db.run(
        `INSERT OR IGNORE INTO sync_conflicts (table_name, row_id, field, text, at, device)
         VALUES (?, ?, ?, ?, ?, ?)`,
        table,
        rowId,
        field,
        text,
        at,
        device,
      );
    },
    dismissReplaced: (id) => db.run('DELETE FROM sync_conflicts WHERE id = ?', id) > 0,
    clear: () =>
      db.transaction(() => {
        for (const table of ['sync_rows', 'sync_references', 'sync_outbox', 'sync_state', 'sync_conflicts'])
          db.run(`DELETE FROM ${table}`);
      }),
  };
}
