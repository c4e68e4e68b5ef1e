import type { Connection } from '../sqlite.ts';
import type { AnswerReader } from './types.ts';

export function answerReader(db: Connection): AnswerReader {
  return {
    get: (intentId) => {
      const row = db.get<{ request: string; answer_json: string }>(
        'SELECT request, answer_json FROM answers WHERE intent_id = ?',
        intentId,
      );
      return row && { intentId, request: row.request, answer: JSON.parse(row.answer_json) as unknown };
    },
  };
}
