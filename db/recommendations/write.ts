import type { Journal } from '../changes/journal.ts';
import type { Connection } from '../sqlite.ts';
import { recommendationColumns as columns } from './columns.ts';
import type { RecommendationWriter } from './types.ts';

export function recommendationWriter(db: Connection, journal: Journal): RecommendationWriter {
  return {
    insert: (row) => journal.track('recommendations', row.id, () => void columns.insert(db, row)),
    decide: (id, helped, at) =>
      journal.track(
        'recommendations',
        id,
        () => void columns.update(db, { helped, decidedAt: at }, {}, 'id = ?', id),
      ),
  };
}
