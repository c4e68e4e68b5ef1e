import type { Connection } from '../sqlite.ts';
import { historyColumns } from './columns.ts';
import type { HistoryWriter } from './types.ts';

/** Steps that can be taken back. */
const KEPT = 200;

export function historyWriter(db: Connection): HistoryWriter {
  return {
    push: (entry) =>
      db.transaction(() => {
        db.run(`DELETE FROM history WHERE state = 'undone' AND underway_json IS NULL`);
        const seq = historyColumns.insert(db, { ...entry, state: 'done' });
        db.run('DELETE FROM history WHERE seq <= ?', seq - KEPT);
        return seq;
      }),
    update: (seq, change) => {
      historyColumns.update(db, change, {}, 'seq = ?', seq);
    },
    remove: (seq) => {
      db.run('DELETE FROM history WHERE seq = ?', seq);
    },
  };
}
