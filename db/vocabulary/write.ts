import type { VocabularyRule } from '../../core/language.ts';
import type { Journal } from '../changes/journal.ts';
import { toJson } from '../columns.ts';
import type { Connection } from '../sqlite.ts';
import { ruleColumns } from './columns.ts';
import { LEARNED_UP_TO, LEARNER_STATE } from './read.ts';
import type { VocabularyReader, VocabularyWriter } from './types.ts';

export function vocabularyWriter(
  db: Connection,
  reader: VocabularyReader,
  journal: Journal,
): VocabularyWriter {
  const put = (rule: VocabularyRule) => {
    journal.track('user_vocabulary', rule.id, () => ruleColumns.replace(db, rule));
  };
  const setState = (key: string, value: string) => {
    db.run('INSERT OR REPLACE INTO app_state (key, value) VALUES (?, ?)', key, value);
  };
  return {
    put,
    store: ({ rules, state, upTo }) =>
      db.transaction(() => {
        const kept = new Set(rules.map((rule) => rule.id));
        for (const { id } of reader.list()) if (!kept.has(id)) journal.remove('user_vocabulary', id);
        for (const rule of rules) put(rule);
        setState(LEARNER_STATE, state);
        setState(LEARNED_UP_TO, String(upTo));
      }),
    remove: (id) => journal.remove('user_vocabulary', id),
    observe: (observation, taskId) => {
      db.run(
        'INSERT INTO capture_observations (task_id, observation_json, at) VALUES (?, ?, ?)',
        taskId,
        toJson(observation),
        observation.at,
      );
    },
    used: (ids, at) => {
      for (const id of ids) {
        journal.track('user_vocabulary', id, () =>
          db.run(
            'UPDATE user_vocabulary SET last_used_at = max(coalesce(last_used_at, 0), ?) WHERE id = ?',
            at,
            id,
          ),
        );
      }
    },
  };
}
