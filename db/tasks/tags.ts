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
    open: () =>
      db.all<{ name: string; tasks: number }>(
        `SELECT g.name, count(t.rid) AS tasks FROM tags g JOIN task_tags tt ON tt.tag_id = g.tag_id
         LEFT JOIN tasks t ON t.rid = tt.task_rid AND t.status = 'open'
         GROUP BY g.tag_id ORDER BY tasks DESC, g.name`,
      ),
  };
}
