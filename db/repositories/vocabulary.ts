import type { CaptureObservation, VocabularyEffect, VocabularyRule } from '../../core/language.ts';
import type { Connection } from '../sqlite.ts';
import type { VocabularyReader, VocabularyWriter } from '../types/learning.ts';
import type { Journal } from '../write/journal.ts';
import { flag, fromJson, toJson } from './task-rows.ts';

/** Where the learner's state and how far it has read are kept in `app_state`. */
const STATE = 'vocabulary.learner';
const READ_UP_TO = 'vocabulary.learnedUpTo';

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
    learnerState: () => state(STATE),
    unlearned: (limit) => {
      const from = Number(state(READ_UP_TO) ?? 0);
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

export function vocabularyWriter(
  db: Connection,
  reader: VocabularyReader,
  journal: Journal,
): VocabularyWriter {
  const put = (rule: VocabularyRule) => {
    journal.track('user_vocabulary', rule.id, () =>
      db.run(
        `INSERT OR REPLACE INTO user_vocabulary
         (id, phrase, effect_json, support, contradictions, confidence, last_used_at, paused, examples_json)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        rule.id,
        rule.phrase,
        toJson(rule.effect),
        rule.support,
        rule.contradictions,
        rule.confidence,
        rule.lastUsedAt,
        flag(rule.paused),
        toJson(rule.examples),
      ),
    );
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
        setState(STATE, state);
        setState(READ_UP_TO, String(upTo));
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
