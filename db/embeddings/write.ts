import { DaymarkError } from '../../core/errors.ts';
import type { Connection } from '../sqlite.ts';
import type { EmbeddingWriter } from './types.ts';
import { ridOf } from '../tasks/rows.ts';
import { VECTOR_WIDTH } from '../../core/vector.ts';

/** The vector log keeps this many entries; a reader that is further behind reads everything again. */
const LOG_KEPT = 5_000;

export function vectorBytes(vector: Float32Array | readonly number[]): Uint8Array {
  if (vector.length !== VECTOR_WIDTH) {
    throw new DaymarkError('invalidInput', { reason: `a vector has ${VECTOR_WIDTH} numbers` });
  }
  const floats = Float32Array.from(vector);
  if (!floats.every(Number.isFinite)) {
    throw new DaymarkError('invalidInput', { reason: 'a vector has finite numbers' });
  }
  return new Uint8Array(floats.buffer);
}

export function embeddingWriter(db: Connection): EmbeddingWriter {
  return {
    upsert: ({ taskId, revision, modelVersion, vector }) =>
      db.transaction(() => {
        const bytes = vectorBytes(vector);
        const rid = ridOf(db, taskId);
        // vec0 has no upsert.
        db.run('DELETE FROM task_embeddings WHERE rid = ?', BigInt(rid));
        db.run(
          `INSERT INTO task_embeddings (rid, embedding, category, completion_time, success_score)
           ${FACTS.replace('SELECT', 'SELECT t.rid, ?,')}`,
          bytes,
          rid,
        );
        db.run(
          `INSERT INTO task_embedding_versions (rid, revision, model_version) VALUES (?, ?, ?)
           ON CONFLICT (rid) DO UPDATE SET revision = excluded.revision, model_version = excluded.model_version`,
          rid,
          revision,
          modelVersion,
        );
        logVector(db, rid);
      }),
    remove: (taskId) =>
      db.transaction(() => {
        const row = db.get<{ rid: number }>('SELECT rid FROM tasks WHERE id = ?', taskId);
        return row ? removeVector(db, row.rid) : false;
      }),
    collectOrphans: () =>
      db.transaction(() => {
        const orphans = db.all<{ rid: number }>(
          `SELECT rid FROM (SELECT rid FROM task_embedding_versions UNION SELECT rid FROM task_embeddings)
           WHERE rid NOT IN (SELECT rid FROM tasks)`,
        );
        for (const { rid } of orphans) removeVector(db, rid);
        return orphans.length;
      }),
  };
}

/**
 * The metadata beside a vector: the project's name; when it was finished, 0 unless done with a known time; 1 for
 * finished, 0 for dropped, one half for open.
 */
const FACTS = `
SELECT coalesce(p.name, ''),
  CASE WHEN t.status = 'done' AND t.actual_min IS NOT NULL THEN coalesce(t.completed_at, 0) ELSE 0 END,
  CASE t.status WHEN 'done' THEN 1.0 WHEN 'dropped' THEN 0.0 ELSE 0.5 END
FROM tasks t LEFT JOIN projects p ON p.id = t.project_id WHERE t.rid = ?`;

/** Brings the metadata of a task's vector, if it has one, up to date. */
export function updateVectorFacts(db: Connection, rid: number): void {
  if (!db.get('SELECT 1 FROM task_embedding_versions WHERE rid = ?', rid)) return;
  const facts = db.get<Record<string, string | number>>(FACTS, rid);
  if (!facts) return;
  const [category, completion, success] = Object.values(facts);
  db.run(
    'UPDATE task_embeddings SET category = ?, completion_time = ?, success_score = ? WHERE rid = ?',
    String(category),
    BigInt(Number(completion)),
    Number(success),
    BigInt(rid),
  );
  logVector(db, rid);
}

export function removeVector(db: Connection, rid: number): boolean {
  db.run('DELETE FROM task_embeddings WHERE rid = ?', BigInt(rid));
  logVector(db, rid);
  return db.run('DELETE FROM task_embedding_versions WHERE rid = ?', rid) > 0;
}

function logVector(db: Connection, rid: number): void {
  const seq = db.insert('INSERT INTO vector_log (rid) VALUES (?)', rid);
  if (seq % 500 === 0) db.run('DELETE FROM vector_log WHERE seq <= ?', seq - LOG_KEPT);
}
