import type { Project } from '../../core/domain/project.ts';
import type { ProjectId } from '../../core/ids.ts';
import type { Connection } from '../sqlite.ts';
import { nameKey } from '../text.ts';
import type { ProjectReader } from './types.ts';

interface ProjectRow {
  id: string;
  name: string;
  colour: number;
  archived: number;
  open_tasks: number;
}

const SELECT_PROJECT = `
SELECT id, name, colour, archived,
  (SELECT count(*) FROM tasks t WHERE t.project_id = p.id AND t.status = 'open')
    - (SELECT count(*) FROM tasks s WHERE s.habit_id IS NOT NULL AND s.status = 'open' AND s.project_id = p.id)
    - (SELECT count(*) FROM tasks o WHERE o.on_hold IS NOT NULL AND o.project_id = p.id)
    + (SELECT count(*) FROM habits h WHERE h.project_id = p.id AND h.state <> 'ended') AS open_tasks
FROM projects p`;

export function projectReader(db: Connection): ProjectReader {
  const one = (row: ProjectRow | undefined) => row && toProject(row);
  return {
    list: () => db.all<ProjectRow>(`${SELECT_PROJECT} ORDER BY name_key`).map(toProject),
    get: (id) => one(db.get<ProjectRow>(`${SELECT_PROJECT} WHERE id = ?`, id)),
    byName: (name) => one(db.get<ProjectRow>(`${SELECT_PROJECT} WHERE name_key = ?`, nameKey(name))),
  };
}

function toProject(row: ProjectRow): Project {
  return {
    id: row.id as ProjectId,
    name: row.name,
    colour: row.colour,
    archived: row.archived === 1,
    openTasks: row.open_tasks,
  };
}
