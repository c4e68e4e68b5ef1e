import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { DaymarkError } from '../../core/errors.ts';
import type { Connection } from '../sqlite.ts';
import type {
  BehaviorPattern,
  ModelVersion,
  ModelWeights,
  ModelWeightsReader,
  ModelWeightsWriter,
  PatternReader,
  PatternWriter,
  TrainingSession,
  TrainingSessionReader,
  TrainingSessionWriter,
} from '../types/learning.ts';
import { flag, toJson } from './task-rows.ts';

type Json = Record<string, unknown>;

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

export function modelWeightsWriter(db: Connection): ModelWeightsWriter {
  const deactivate = (modelType: string) => {
    db.run('UPDATE user_model_weights SET is_active = 0 WHERE model_type = ? AND is_active = 1', modelType);
  };
  return {
    save: (model) =>
      db.transaction(() => {
        if (model.active) deactivate(model.modelType);
        const newest = db.get<{ n: number | null }>(
          'SELECT max(version) AS n FROM user_model_weights WHERE model_type = ?',
          model.modelType,
        );
        const version = (newest?.n ?? 0) + 1;
        db.run(
          `INSERT INTO user_model_weights (model_type, version, weights, metrics, is_active, created_at)
           VALUES (?, ?, ?, ?, ?, ?)`,
          model.modelType,
          version,
          compress(model.weights),
          toJson(model.metrics),
          flag(model.active),
          model.createdAt,
        );
        return version;
      }),
    activate: (modelType, version) =>
      db.transaction(() => {
        deactivate(modelType);
        const changed = db.run(
          'UPDATE user_model_weights SET is_active = 1 WHERE model_type = ? AND version = ?',
          modelType,
          version,
        );
        if (changed === 0) throw new DaymarkError('notFound', { what: 'model version', id: version });
      }),
    deactivate,
    prune: (modelType, keep) =>
      db.run(
        `DELETE FROM user_model_weights WHERE model_type = ? AND is_active = 0 AND version NOT IN (
           SELECT version FROM user_model_weights WHERE model_type = ? ORDER BY version DESC LIMIT ?)`,
        modelType,
        modelType,
        keep,
      ),
  };
}

/** Quality 4 compresses tree tables about as well as gzip and takes a tenth of the highest quality's time. */
function compress(bytes: Uint8Array): Uint8Array {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
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

export function trainingSessionWriter(db: Connection): TrainingSessionWriter {
  return {
    put: (session) => {
      db.run(
        `INSERT OR REPLACE INTO ai_training_sessions
           (id, session_type, training_data, feedback_data, performance_metrics, started_at, finished_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        session.id,
        session.sessionType,
        toJson(session.trainingData),
        toJson(session.feedbackData),
        toJson(session.performanceMetrics),
        session.startedAt,
        session.finishedAt,
      );
    },
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

interface PatternRow {
  pattern_type: string;
  pattern_data: string;
  confidence_score: number;
  updated_at: number;
}

export function patternReader(db: Connection): PatternReader {
  return {
    get: (patternType) => {
      const row = db.get<PatternRow>(
        'SELECT * FROM user_behavior_patterns WHERE pattern_type = ?',
        patternType,
      );
      return row && toPattern(row);
    },
    list: () =>
      db.all<PatternRow>('SELECT * FROM user_behavior_patterns ORDER BY pattern_type').map(toPattern),
  };
}

export function patternWriter(db: Connection): PatternWriter {
  return {
    put: (pattern) => {
      db.run(
        `INSERT OR REPLACE INTO user_behavior_patterns (pattern_type, pattern_data, confidence_score, updated_at)
         VALUES (?, ?, ?, ?)`,
        pattern.patternType,
        toJson(pattern.patternData),
        pattern.confidenceScore,
        pattern.updatedAt,
      );
    },
  };
}

function toPattern(row: PatternRow): BehaviorPattern {
  return {
    patternType: row.pattern_type,
    patternData: JSON.parse(row.pattern_data) as Json,
    confidenceScore: row.confidence_score,
    updatedAt: row.updated_at,
  };
}
