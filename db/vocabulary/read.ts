import type { CaptureObservation } from '../../core/language.ts';
import type { Connection } from '../sqlite.ts';
import { ruleColumns } from './columns.ts';
import type { VocabularyReader } from './types.ts';

/** Where the learner's state and how far it has read are kept in `app_state`. */
export const LEARNER_STATE = 'vocabulary.learner';

export const LEARNED_UP_TO = 'vocabulary.learnedUpTo';

export function vocabularyReader(db: Connection): VocabularyReader {
  const state = (key: string) =>
    db.get<{ value: string }>('SELECT value FROM app_state WHERE key = ?', key)?.value ?? null;
  return {
    list: () => ruleColumns.all(db, 'ORDER BY support DESC, phrase, id'),
    get: (id) => ruleColumns.get(db, 'WHERE id = ?', id),
    learnerState: () => state(LEARNER_STATE),
    unlearned: (limit) => {
      const from = Number(state(LEARNED_UP_TO) ?? 0);
      const rows = db.all<{ seq: number; observation_json: string }>(
        'SELECT seq, observation_json FROM capture_observations WHERE seq > ? ORDER BY seq LIMIT ?',
        from,
        limit,
      );
      return {
        upTo: rows.at(-1)?.seq ?? from,
        observations: rows.map((row) => JSON.parse(row.observation_json) as CaptureObservation),
      };
    },
  };
}
