import { toJson } from '../columns.ts';
import type { Connection } from '../sqlite.ts';
import type { AnswerWriter } from './types.ts';

/** A caller asks again within seconds; there is no need of more. */
const KEPT = 500;

const KEPT_BYTES = 8 * 1024 * 1024;

export function answerWriter(db: Connection): AnswerWriter {
  return {
    put: ({ intentId, request, answer }) => {
      const json = toJson(answer);
      const seq = db.insert(
        'INSERT INTO answers (intent_id, request, bytes, answer_json) VALUES (?, ?, ?, ?)',
        intentId,
        request,
        json.length,
        json,
      );
      db.run('DELETE FROM answers WHERE seq <= ?', seq - KEPT);
      db.run(FORGET, seq, KEPT_BYTES);
    },
  };
}

/** The oldest go until the rest has room; the newest one stays whatever its size. */
const FORGET = `
DELETE FROM answers WHERE seq < ? AND seq IN (
  SELECT seq FROM (SELECT seq, sum(bytes) OVER (ORDER BY seq DESC) AS total FROM answers) WHERE total > ?
)`;
