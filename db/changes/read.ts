import type { Connection } from '../sqlite.ts';
import type { Change, ChangeReader, DataRow, DataTable } from './types.ts';

/** Rows of the change log, as they are read. */

interface ChangeRow {
  seq: number;
  group_id: string;
  table_name: DataTable;
  row_id: string;
  op: Change['op'];
  fields_json: string;
  before_json: string | null;
  at: number;
  counter: number;
  device: string;
  origin: Change['origin'];
}

/** What the log reads without the journal's own count of versions. */
export function changeReader(db: Connection): ChangeReader {
  return {
    since: (seq, limit) =>
      db.all<ChangeRow>('SELECT * FROM changes WHERE seq > ? ORDER BY seq LIMIT ?', seq, limit).map(toChange),
    lastSeq: () =>
      db.get<{ seq: number }>(`SELECT seq FROM sqlite_sequence WHERE name = 'changes'`)?.seq ?? 0,
    ofGroup: (group) =>
      db.all<ChangeRow>('SELECT * FROM changes WHERE group_id = ? ORDER BY seq', group).map(toChange),
    countOfGroup: (group) =>
      db.get<{ n: number }>('SELECT count(*) AS n FROM changes WHERE group_id = ?', group)?.n ?? 0,
    version: () => db.get<{ seq: number }>(`SELECT max(seq) AS seq FROM changes`)?.seq ?? 0,
  };
}

function toChange(row: ChangeRow): Change {
  return {
    seq: row.seq,
    group: row.group_id,
    table: row.table_name,
    rowId: row.row_id,
    op: row.op,
    fields: JSON.parse(row.fields_json) as Change['fields'],
    before: row.before_json === null ? null : (JSON.parse(row.before_json) as DataRow),
    at: row.at,
    counter: row.counter,
    device: row.device,
    origin: row.origin,
  };
}

/** Changes of a group from `below` downwards, newest first. */
export function changesBelow(db: Connection, group: string, below: number, limit: number): Change[] {
  return db
    .all<ChangeRow>(
      'SELECT * FROM changes WHERE group_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
      group,
      below,
      limit,
    )
    .map(toChange);
}
