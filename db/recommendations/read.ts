import type { Connection } from '../sqlite.ts';
import { recommendationColumns as columns } from './columns.ts';
import type { RecommendationReader } from './types.ts';

export function recommendationReader(db: Connection): RecommendationReader {
  return {
    list: () => columns.all(db, 'ORDER BY at, id'),
    ofTask: (id) => columns.all(db, 'WHERE task_id = ? ORDER BY at, id', id),
    undecided: () => columns.all(db, 'WHERE decided_at IS NULL ORDER BY at, id'),
    decidedAfter: (at) => columns.all(db, 'WHERE decided_at > ? ORDER BY decided_at, id', at),
  };
}
