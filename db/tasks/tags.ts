import type { Connection } from '../sqlite.ts';
import type { TagReader } from './types.ts';

export function tagReader(db: Connection): TagReader {
  return {
    list: (limit = 1_000) =>
      db.all<{ name: string; tasks: number }>(
        `SELECT g.name, count(*) AS tasks FROM task_tags tt JOIN tags g ON g.tag_id = tt.tag_id
         GROUP BY g.tag_id ORDER BY tasks DESC, g.name LIMIT ?`,
        limit,
      ),
  };
}
