import type { Project } from '../../core/domain/project.ts';
import type { Connection, SqlValue } from '../sqlite.ts';
import { nameKey } from '../text.ts';
import { projectColumns } from './columns.ts';
import type { ProjectReader } from './types.ts';

const SELECT_PROJECT = `
SELECT ${projectColumns.select('p')},
  (SELECT count(*) FROM tasks t WHERE t.project_id = p.id AND t.status = 'open')
    - (SELECT count(*) FROM tasks s WHERE s.habit_id IS NOT NULL AND s.status = 'open' AND s.project_id = p.id)
    - (SELECT count(*) FROM tasks o WHERE o.on_hold IS NOT NULL AND o.project_id = p.id)
    + (SELECT count(*) FROM habits h WHERE h.project_id = p.id AND h.state <> 'ended') AS "openTasks"
FROM projects p`;

export function projectReader(db: Connection): ProjectReader {
  const projects = (clause: string, ...params: SqlValue[]): Project[] =>
    db
      .all<Pick<Project, 'openTasks'>>(`${SELECT_PROJECT} ${clause}`, ...params)
      .map((row) => projectColumns.decode(row));
  return {
    list: () => projects('ORDER BY p.name_key'),
    get: (id) => projects('WHERE p.id = ?', id)[0],
    byName: (name) => projects('WHERE p.name_key = ?', nameKey(name))[0],
  };
}
