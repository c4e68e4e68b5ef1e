/** A learned preference as a direction in the space of embeddings. */
export interface PreferenceEmbedding {
  id: string;
  preferenceType: string;
  weight: number;
  vector: Float32Array;
  updatedAt: number;
}

/** Learned preferences, all or of one type. */
export interface PreferenceReader {
  list(preferenceType?: string): PreferenceEmbedding[];
}

/** Replaces and removes learned preferences. */
export interface PreferenceWriter {
  put(entry: PreferenceEmbedding): void;
  remove(id: string): boolean;
}
