import type { Project } from '../../core/domain/project.ts';
import { sectionColumns } from '../sections/columns.ts';
import type { Connection, SqlValue } from '../sqlite.ts';
import { nameKey } from '../text.ts';
import { projectColumns } from './columns.ts';
import type { PlacedProject, ProjectReader } from './types.ts';

const SELECT_PROJECT = `
SELECT ${projectColumns.select('p')},
  (SELECT count(*) FROM tasks t WHERE t.project_id = p.id AND t.status = 'open')
    - (SELECT count(*) FROM tasks s WHERE s.habit_id IS NOT NULL AND s.status = 'open' AND s.project_id = p.id)
    - (SELECT count(*) FROM tasks o WHERE o.on_hold IS NOT NULL AND o.project_id = p.id)
    + (SELECT count(*) FROM habits h WHERE h.project_id = p.id AND h.state <> 'ended') AS "openTasks"
FROM projects p`;

export function projectReader(db: Connection): ProjectReader {
  const projects = (clause: string, ...params: SqlValue[]): PlacedProject[] => {
    const rows = db
      .all<Pick<Project, 'openTasks'>>(`${SELECT_PROJECT} ${clause}`, ...params)
      .map((row) => projectColumns.decode(row));
    if (rows.length === 0) return [];
    const sections = Map.groupBy(
      sectionColumns.all(
        db,
        'WHERE project_id IN (SELECT value FROM json_each(?)) ORDER BY position, id',
        JSON.stringify(rows.map(({ id }) => id)),
      ),
      ({ projectId }) => projectId,
    );
    return rows.map((row) => ({
      ...row,
      sections: (sections.get(row.id) ?? []).map(({ id, name }) => ({ id, name })),
    }));
  };
  return {
    list: () => projects('ORDER BY p.position IS NULL, p.position, p.name_key'),
    get: (id) => projects('WHERE p.id = ?', id)[0],
    byName: (name) => projects('WHERE p.name_key = ?', nameKey(name))[0],
  };
}
