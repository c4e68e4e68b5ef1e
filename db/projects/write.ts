import type { Project } from '../../core/domain/project.ts';
import { DaymarkError } from '../../core/errors.ts';
import type { ProjectId } from '../../core/ids.ts';
import type { Journal } from '../changes/journal.ts';
import { assignments, flag } from '../columns.ts';
import type { Connection } from '../sqlite.ts';
import { nameKey } from '../text.ts';
import type { ProjectReader, ProjectWriter } from './types.ts';

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
