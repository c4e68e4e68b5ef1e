import type { Connection } from '../sqlite.ts';
import { historyColumns } from './columns.ts';
import type { HistoryReader } from './types.ts';

export function historyReader(db: Connection): HistoryReader {
  const settled = (clause: string) =>
    historyColumns.get(db, `WHERE underway_json IS NULL AND ${clause} LIMIT 1`);
  return {
    undoable: () => settled(`state = 'done' ORDER BY seq DESC`),
    redoable: () => settled(`state = 'undone' ORDER BY seq`),
    newest: (count) => historyColumns.all(db, 'WHERE underway_json IS NULL ORDER BY seq DESC LIMIT ?', count),
    underway: () => historyColumns.all(db, 'WHERE underway_json IS NOT NULL ORDER BY seq DESC'),
  };
}
