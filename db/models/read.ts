import { brotliDecompressSync } from 'node:zlib';
import { DaymarkError } from '../../core/errors.ts';
import type { Connection } from '../sqlite.ts';
import type {
  ModelVersion,
  ModelWeights,
  ModelWeightsReader,
  TrainingSession,
  TrainingSessionReader,
} from './types.ts';

export type Json = Record<string, unknown>;

interface WeightsRow {
  model_type: string;
  version: number;
  weights: Uint8Array;
  bytes: number;
  metrics: string;
  is_active: number;
  created_at: number;
}

const FACTS = 'model_type, version, metrics, is_active, created_at, length(weights) AS bytes';

export function modelWeightsReader(db: Connection): ModelWeightsReader {
  return {
    active: (modelType) =>
      toWeights(
        db.get<WeightsRow>(
          'SELECT * FROM user_model_weights WHERE model_type = ? AND is_active = 1',
          modelType,
        ),
      ),
    get: (modelType, version) =>
      toWeights(
        db.get<WeightsRow>(
          'SELECT * FROM user_model_weights WHERE model_type = ? AND version = ?',
          modelType,
          version,
        ),
      ),
    versions: (modelType) =>
      db
        .all<WeightsRow>(
          `SELECT ${FACTS} FROM user_model_weights WHERE model_type = ? ORDER BY version DESC`,
          modelType,
        )
        .map(toVersion),
    types: () =>
      db
        .all<{ t: string }>('SELECT DISTINCT model_type AS t FROM user_model_weights ORDER BY t')
        .map((row) => row.t),
  };
}

function toVersion(row: WeightsRow): ModelVersion {
  return {
    modelType: row.model_type,
    version: row.version,
    metrics: JSON.parse(row.metrics) as Json,
    active: row.is_active === 1,
    createdAt: row.created_at,
    bytes: row.bytes,
  };
}

function toWeights(row: WeightsRow | undefined): ModelWeights | undefined {
  if (!row) return undefined;
  const { bytes: _, ...facts } = toVersion(row);
  try {
    return { ...facts, weights: new Uint8Array(brotliDecompressSync(row.weights)) };
  } catch (error) {
    const reason = `${row.model_type} version ${row.version}`;
    throw new DaymarkError('stateDamaged', { reason }, { cause: error });
  }
}

interface SessionRow {
  id: string;
  session_type: string;
  training_data: string;
  feedback_data: string;
  performance_metrics: string;
  started_at: number;
  finished_at: number | null;
}

export function trainingSessionReader(db: Connection): TrainingSessionReader {
  return {
    list: (limit = 100) =>
      db
        .all<SessionRow>(
          'SELECT * FROM ai_training_sessions ORDER BY started_at DESC, id DESC LIMIT ?',
          limit,
        )
        .map(toSession),
  };
}

function toSession(row: SessionRow): TrainingSession {
  return {
    id: row.id,
    sessionType: row.session_type,
    trainingData: JSON.parse(row.training_data) as Json,
    feedbackData: JSON.parse(row.feedback_data) as Json,
    performanceMetrics: JSON.parse(row.performance_metrics) as Json,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}
