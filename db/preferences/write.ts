import { vectorBytes } from '../embeddings/write.ts';
import type { Connection } from '../sqlite.ts';
import type { PreferenceWriter } from './types.ts';

export function preferenceWriter(db: Connection): PreferenceWriter {
  const remove = (id: string) =>
    db.transaction(() => {
      const row = db.get<{ rid: number }>('SELECT rid FROM user_preferences WHERE id = ?', id);
      if (!row) return false;
      db.run('DELETE FROM user_preference_embeddings WHERE rid = ?', BigInt(row.rid));
      db.run('DELETE FROM user_preferences WHERE rid = ?', row.rid);
      return true;
    });
  return {
    remove,
    put: (entry) =>
      db.transaction(() => {
        const bytes = vectorBytes(entry.vector);
        remove(entry.id);
        const rid = db.insert(
          'INSERT INTO user_preferences (id, preference_type, weight, updated_at) VALUES (?, ?, ?, ?)',
          entry.id,
          entry.preferenceType,
          entry.weight,
          entry.updatedAt,
        );
        db.run('INSERT INTO user_preference_embeddings (rid, embedding) VALUES (?, ?)', BigInt(rid), bytes);
      }),
  };
}
