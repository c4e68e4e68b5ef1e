import { DaymarkError } from '../../core/errors.ts';
import type { Project } from '../../core/domain/calendar.ts';
import type { ProjectId } from '../../core/ids.ts';
import type { Connection } from '../sqlite.ts';
import { nameKey } from '../text.ts';
import type { ProjectReader, ProjectWriter, TagReader } from '../types/tasks.ts';
import type { Journal } from '../write/journal.ts';
import { assignments, flag } from './task-rows.ts';

interface ProjectRow {
  id: string;
  name: string;
  colour: number;
  archived: number;
  open_tasks: number;
}

const SELECT = `
SELECT id, name, colour, archived,
  (SELECT count(*) FROM tasks t WHERE t.project_id = p.id AND t.status = 'open')
    - (SELECT count(*) FROM tasks s WHERE s.habit_id IS NOT NULL AND s.status = 'open' AND s.project_id = p.id)
    + (SELECT count(*) FROM habits h WHERE h.project_id = p.id AND h.state <> 'ended') AS open_tasks
FROM projects p`;

export function projectReader(db: Connection): ProjectReader {
  const one = (row: ProjectRow | undefined) => row && toProject(row);
  return {
    list: () => db.all<ProjectRow>(`${SELECT} ORDER BY name_key`).map(toProject),
    get: (id) => one(db.get<ProjectRow>(`${SELECT} WHERE id = ?`, id)),
    byName: (name) => one(db.get<ProjectRow>(`${SELECT} WHERE name_key = ?`, nameKey(name))),
  };
}

export function projectWriter(db: Connection, reader: ProjectReader, journal: Journal): ProjectWriter {
  const fetched = (id: ProjectId): Project => {
    const project = reader.get(id);
    if (!project) throw new DaymarkError('notFound', { what: 'project', id });
    return project;
  };
  const refuseTaken = (name: string, id: ProjectId) => {
    const other = reader.byName(name);
    if (other && other.id !== id) {
      throw new DaymarkError('invalidInput', { reason: 'there is a project of that name already' });
    }
  };
  return {
    insert: ({ id, name, colour, at }) =>
      journal.track('projects', id, () => {
        refuseTaken(name, id);
        db.run(
          `INSERT INTO projects (id, name, name_key, colour, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)`,
          id,
          name,
          nameKey(name),
          colour,
          at,
          at,
        );
        return fetched(id);
      }),
    update: (id, change, at) =>
      journal.track('projects', id, () => {
        fetched(id);
        if (change.name !== undefined) refuseTaken(change.name, id);
        const { set, values } = assignments({
          name: change.name,
          name_key: change.name === undefined ? undefined : nameKey(change.name),
          colour: change.colour,
          archived: change.archived === undefined ? undefined : flag(change.archived),
          updated_at: at,
        });
        db.run(`UPDATE projects SET ${set} WHERE id = ?`, ...values, id);
        return fetched(id);
      }),
    remove: (id) => journal.remove('projects', id),
  };
}

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

function toProject(row: ProjectRow): Project {
  return {
    id: row.id as ProjectId,
    name: row.name,
    colour: row.colour,
    archived: row.archived === 1,
    openTasks: row.open_tasks,
  };
}
