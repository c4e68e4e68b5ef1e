import { DaymarkError } from '../../core/errors.ts';
import type { Connection } from '../sqlite.ts';
import { modelColumns, sessionColumns } from './columns.ts';
import type { ModelWeightsWriter, TrainingSessionWriter } from './types.ts';

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
        modelColumns.insert(db, { ...model, version }, { weights: model.weights });
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

export function trainingSessionWriter(db: Connection): TrainingSessionWriter {
  return { put: (session) => sessionColumns.replace(db, session) };
}
