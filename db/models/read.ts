import type { Connection, SqlValue } from '../sqlite.ts';
import { modelColumns, sessionColumns } from './columns.ts';
import type { ModelVersion, ModelWeights, ModelWeightsReader, TrainingSessionReader } from './types.ts';

const FACTS = modelColumns.select('m');

export function modelWeightsReader(db: Connection): ModelWeightsReader {
  const weights = (clause: string, ...params: SqlValue[]): ModelWeights | undefined => {
    const row = db.get<{ weights: Uint8Array }>(
      `SELECT ${FACTS}, m.weights FROM user_model_weights m WHERE m.model_type = ? AND ${clause}`,
      ...params,
    );
    return row && modelColumns.decode(row);
  };
  return {
    active: (modelType) => weights('m.is_active = 1', modelType),
    get: (modelType, version) => weights('m.version = ?', modelType, version),
    versions: (modelType) =>
      db
        .all<Pick<ModelVersion, 'bytes'>>(
          `SELECT ${FACTS}, length(m.weights) AS bytes FROM user_model_weights m
           WHERE m.model_type = ? ORDER BY m.version DESC`,
          modelType,
        )
        .map((row) => modelColumns.decode(row)),
    types: () =>
      db
        .all<{ t: string }>('SELECT DISTINCT model_type AS t FROM user_model_weights ORDER BY t')
        .map((row) => row.t),
  };
}

export function trainingSessionReader(db: Connection): TrainingSessionReader {
  return {
    list: (limit = 100) => sessionColumns.all(db, 'ORDER BY started_at DESC, id DESC LIMIT ?', limit),
  };
}
