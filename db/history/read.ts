import { fromJson } from '../columns.ts';
import type { Connection } from '../sqlite.ts';
import type { HistoryEntry, HistoryReader } from './types.ts';

interface HistoryRow {
  seq: number;
  intent: string;
  subject_json: string;
  group_id: string;
  state: HistoryEntry['state'];
  underway_json: string | null;
  plan_revision: number | null;
  at: number;
}

export function historyReader(db: Connection): HistoryReader {
  const one = (clause: string): HistoryEntry | undefined => {
    const row = db.get<HistoryRow>(`SELECT * FROM history WHERE underway_json IS NULL AND ${clause} LIMIT 1`);
    return row && toEntry(row);
  };
  return {
    undoable: () => one(`state = 'done' ORDER BY seq DESC`),
    redoable: () => one(`state = 'undone' ORDER BY seq`),
    newest: (count) =>
      db
        .all<HistoryRow>('SELECT * FROM history WHERE underway_json IS NULL ORDER BY seq DESC LIMIT ?', count)
        .map(toEntry),
    underway: () =>
      db
        .all<HistoryRow>('SELECT * FROM history WHERE underway_json IS NOT NULL ORDER BY seq DESC')
        .map(toEntry),
  };
}

function toEntry(row: HistoryRow): HistoryEntry {
  return {
    seq: row.seq,
    intent: row.intent,
    subject: fromJson<HistoryEntry['subject']>(row.subject_json) ?? { title: null, count: 0 },
    group: row.group_id,
    state: row.state,
    underway: fromJson<HistoryEntry['underway']>(row.underway_json),
    planRevision: row.plan_revision,
    at: row.at,
  };
}
