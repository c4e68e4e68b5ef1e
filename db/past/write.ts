import type { Connection } from '../sqlite.ts';
import { ridOf } from '../tasks/rows.ts';
import type { FeatureRowWriter } from './types.ts';

export function featureRowWriter(db: Connection): FeatureRowWriter {
  return {
    put: ({ taskId, schema, revision, madeAt, features }) => {
      db.run(
        `INSERT INTO feature_rows (task_rid, schema, revision, made_at, features) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (task_rid) DO UPDATE SET schema = excluded.schema, revision = excluded.revision,
           made_at = excluded.made_at, features = excluded.features`,
        ridOf(db, taskId),
        schema,
        revision,
        madeAt,
        features,
      );
    },
  };
}
