import { floatsOf } from '../embeddings/mirror.ts';
import type { Connection } from '../sqlite.ts';
import type { PreferenceEmbedding, PreferenceReader } from './types.ts';

interface PreferenceRow {
  id: string;
  preferenceType: string;
  weight: number;
  updatedAt: number;
  embedding: Uint8Array;
}

const SELECT_PREFERENCE = `
SELECT p.id, p.preference_type AS preferenceType, p.weight, p.updated_at AS updatedAt, e.embedding
FROM user_preferences p JOIN user_preference_embeddings e ON e.rid = p.rid`;

export function preferenceReader(db: Connection): PreferenceReader {
  const toEntry = ({ embedding, ...row }: PreferenceRow): PreferenceEmbedding => ({
    ...row,
    vector: floatsOf(embedding),
  });
  return {
    list: (preferenceType) =>
      (preferenceType === undefined
        ? db.all<PreferenceRow>(`${SELECT_PREFERENCE} ORDER BY p.id`)
        : db.all<PreferenceRow>(
            `${SELECT_PREFERENCE} WHERE p.preference_type = ? ORDER BY p.id`,
            preferenceType,
          )
      ).map(toEntry),
  };
}
