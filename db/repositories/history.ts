import type { HistoryEntry, HistoryReader, HistoryWriter } from '../types/changes.ts';
import type { Connection } from '../sqlite.ts';
import { assignments, fromJson, toJson } from './task-rows.ts';

/** Steps that can be taken back. */
const KEPT = 200;

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
    underway: () =>
      db
        .all<HistoryRow>('SELECT * FROM history WHERE underway_json IS NOT NULL ORDER BY seq DESC')
        .map(toEntry),
  };
}

export function historyWriter(db: Connection): HistoryWriter {
  return {
    push: (entry) =>
      db.transaction(() => {
        db.run(`DELETE FROM history WHERE state = 'undone' AND underway_json IS NULL`);
        const seq = db.insert(
          `INSERT INTO history (intent, subject_json, group_id, state, underway_json, plan_revision, at)
           VALUES (?, ?, ?, 'done', ?, ?, ?)`,
          entry.intent,
          toJson(entry.subject),
          entry.group,
          entry.underway ? toJson(entry.underway) : null,
          entry.planRevision,
          entry.at,
        );
        db.run('DELETE FROM history WHERE seq <= ?', seq - KEPT);
        return seq;
      }),
    update: (seq, change) => {
      const { set, values } = assignments({
        group_id: change.group,
        state: change.state,
        subject_json: change.subject && toJson(change.subject),
        underway_json: change.underway === undefined ? undefined : change.underway && toJson(change.underway),
        plan_revision: change.planRevision,
      });
      db.run(`UPDATE history SET ${set} WHERE seq = ?`, ...values, seq);
    },
    remove: (seq) => {
      db.run('DELETE FROM history WHERE seq = ?', seq);
    },
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
