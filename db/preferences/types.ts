export interface PreferenceEmbedding {
  id: string;
  preferenceType: string;
  weight: number;
  vector: Float32Array;
  updatedAt: number;
}

export interface PreferenceReader {
  list(preferenceType?: string): PreferenceEmbedding[];
}

export interface PreferenceWriter {
  put(entry: PreferenceEmbedding): void;
  remove(id: string): boolean;
}
