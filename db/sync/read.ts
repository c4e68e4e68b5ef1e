import type { DataTable } from '../changes/types.ts';
import type { Connection } from '../sqlite.ts';
import type { ReplacedText, RowKey, SyncReader } from './types.ts';

interface ReplacedRow {
  id: number;
  table_name: DataTable;
  row_id: string;
  field: string;
  text: string;
  at: number;
  device: string;
}

export function syncReader(db: Connection): SyncReader {
  return {
    row: ({ table, rowId }) =>
      db.get<{ state_json: string }>(
        'SELECT state_json FROM sync_rows WHERE table_name = ? AND row_id = ?',
        table,
        rowId,
      )?.state_json,
    rowIds: (table, after, limit) =>
      db
        .all<{ row_id: string }>(
          'SELECT row_id FROM sync_rows WHERE table_name = ? AND row_id > ? ORDER BY row_id LIMIT ?',
          table,
          after,
          limit,
        )
        .map((row) => row.row_id),
    referring: ({ table, rowId }) =>
      db
        .all<{ table_name: DataTable; row_id: string }>(
          'SELECT table_name, row_id FROM sync_references WHERE to_table = ? AND to_id = ?',
          table,
          rowId,
        )
        .map((row): RowKey => ({ table: row.table_name, rowId: row.row_id })),
    openRows: (table) =>
      db
        .all<{ row_id: string }>('SELECT row_id FROM sync_rows WHERE table_name = ? AND open = 1', table)
        .map((row) => row.row_id),
    naming: (table, to) =>
      db
        .all<{ row_id: string }>(
          'SELECT DISTINCT row_id FROM sync_references WHERE to_table = ? AND table_name = ? ORDER BY row_id',
          to,
          table,
        )
        .map((row) => row.row_id),
    timerAfter: ({ id, startAt }) =>
      db.get<{ next: number | null }>(
        `SELECT min(start_at) AS next FROM time_entries
         WHERE source = 'timer' AND (start_at > ? OR (start_at = ? AND id > ?))`,
        startAt,
        startAt,
        id,
      )?.next ?? null,
    state: <T>(key: string) => {
      const row = db.get<{ value_json: string }>('SELECT value_json FROM sync_state WHERE key = ?', key);
      return row === undefined ? undefined : (JSON.parse(row.value_json) as T);
    },
    outbox: (limit) =>
      db.all('SELECT number, body, row_count AS rows FROM sync_outbox ORDER BY number LIMIT ?', limit),
    waiting: () => db.get<{ n: number }>('SELECT count(*) AS n FROM sync_outbox')?.n ?? 0,
    replacedTexts: (limit) =>
      db.all<ReplacedRow>('SELECT * FROM sync_conflicts ORDER BY id DESC LIMIT ?', limit).map(toReplaced),
    replacedTextsOf: ({ table, rowId }) =>
      db
        .all<ReplacedRow>(
          'SELECT * FROM sync_conflicts WHERE table_name = ? AND row_id = ? ORDER BY id DESC',
          table,
          rowId,
        )
        .map(toReplaced),
  };
}

function toReplaced({
  table_name: table,
  row_id: rowId,
  ...row
}: ReplacedRow): ReplacedText & { id: number } {
  return { ...row, table, rowId };
}
