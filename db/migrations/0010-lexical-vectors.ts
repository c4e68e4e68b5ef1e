import { isReadableByModel } from '../../core/search-text.ts';
import type { Connection } from '../sqlite.ts';

/**
 * Vectors of titles that the model can't read were all one and the same. They are made again, from the signs of the title; so
 * are the feature rows that were made from them.
 */
export function up(db: Connection): void {
  const rows = db.all<{ rid: number; title: string }>(
    'SELECT v.rid, t.title FROM task_embedding_versions v JOIN tasks t ON t.rid = v.rid',
  );
  for (const { rid, title } of rows) {
    if (isReadableByModel(title)) continue;
    db.run('DELETE FROM task_embeddings WHERE rid = ?', BigInt(rid));
    db.run('DELETE FROM task_embedding_versions WHERE rid = ?', rid);
    db.run('DELETE FROM feature_rows WHERE task_rid = ?', rid);
    db.run('INSERT INTO vector_log (rid) VALUES (?)', rid);
  }
}
