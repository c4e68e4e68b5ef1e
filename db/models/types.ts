/** Learned weights of one model, compressed by `compressWeights`. */
export interface ModelWeights {
  modelType: string;
  version: number;
  weights: Uint8Array;
  metrics: Record<string, unknown>;
  active: boolean;
  createdAt: number;
}

/** A version of a model without its weights; `bytes` is their compressed size. */
export type ModelVersion = Omit<ModelWeights, 'weights'> & { bytes: number };

/** Versions of learned models. */
export interface ModelWeightsReader {
  active(modelType: string): ModelWeights | undefined;
  get(modelType: string, version: number): ModelWeights | undefined;
  /** Newest first, without the weights. */
  versions(modelType: string): ModelVersion[];
  types(): string[];
}

/** Stores versions of models and says which one is active. */
export interface ModelWeightsWriter {
  /** Stores a new version (one above the newest) and answers its number. */
  save(model: Omit<ModelWeights, 'version'>): number;
  /** Makes a version the active one of its type; throws `notFound`. */
  activate(modelType: string, version: number): void;
  /** No version of the type is active afterwards. */
  deactivate(modelType: string): void;
  /** Keeps the active and the newest `keep` versions; answers how many went. */
  prune(modelType: string, keep: number): number;
}

/** One training, from its start to its end. */
export interface TrainingSession {
  id: string;
  sessionType: string;
  /** Summary of what was trained on: counts and spans, never texts. */
  trainingData: Record<string, unknown>;
  feedbackData: Record<string, unknown>;
  performanceMetrics: Record<string, unknown>;
  startedAt: number;
  finishedAt: number | null;
}

/** Trainings that were. */
export interface TrainingSessionReader {
  /** Newest first. */
  list(limit?: number): TrainingSession[];
}

/** Keeps trainings. */
export interface TrainingSessionWriter {
  /** Inserts or replaces. */
  put(session: TrainingSession): void;
}
