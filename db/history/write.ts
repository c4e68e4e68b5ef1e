import { assignments, toJson } from '../columns.ts';
import type { Connection } from '../sqlite.ts';
import type { HistoryWriter } from './types.ts';

/** Steps that can be taken back. */
const KEPT = 200;

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
