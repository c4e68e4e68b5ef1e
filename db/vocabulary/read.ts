import type { CaptureObservation, VocabularyEffect, VocabularyRule } from '../../core/language.ts';
import { fromJson } from '../columns.ts';
import type { Connection } from '../sqlite.ts';
import type { VocabularyReader } from './types.ts';

/** Where the learner's state and how far it has read are kept in `app_state`. */
export const LEARNER_STATE = 'vocabulary.learner';

export const LEARNED_UP_TO = 'vocabulary.learnedUpTo';

interface RuleRow {
  id: string;
  phrase: string;
  effect_json: string;
  support: number;
  contradictions: number;
  confidence: number;
  last_used_at: number | null;
  paused: number;
  examples_json: string;
}

export function vocabularyReader(db: Connection): VocabularyReader {
  const state = (key: string) =>
    db.get<{ value: string }>('SELECT value FROM app_state WHERE key = ?', key)?.value ?? null;
  return {
    list: () =>
      db.all<RuleRow>('SELECT * FROM user_vocabulary ORDER BY support DESC, phrase, id').map(toRule),
    get: (id) => {
      const row = db.get<RuleRow>('SELECT * FROM user_vocabulary WHERE id = ?', id);
      return row && toRule(row);
    },
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

function toRule(row: RuleRow): VocabularyRule {
  return {
    id: row.id,
    phrase: row.phrase,
    effect: fromJson<VocabularyEffect>(row.effect_json) ?? {},
    support: row.support,
    contradictions: row.contradictions,
    confidence: row.confidence,
    lastUsedAt: row.last_used_at,
    paused: row.paused === 1,
    examples: fromJson<string[]>(row.examples_json) ?? [],
  };
}
