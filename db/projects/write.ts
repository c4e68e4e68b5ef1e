import type { Project } from '../../core/domain/project.ts';
import { DaymarkError } from '../../core/errors.ts';
import type { ProjectId } from '../../core/ids.ts';
import type { Journal } from '../changes/journal.ts';
import type { Connection, SqlValue } from '../sqlite.ts';
import { nameKey } from '../text.ts';
import { projectColumns } from './columns.ts';
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
        const more = { name_key: nameKey(name), created_at: at, updated_at: at };
        projectColumns.insert(db, { id, name, colour }, more);
        return fetched(id);
      }),
    update: (id, change, at) =>
      journal.track('projects', id, () => {
        fetched(id);
        const more: Record<string, SqlValue> = { updated_at: at };
        if (change.name !== undefined) {
          refuseTaken(change.name, id);
          more['name_key'] = nameKey(change.name);
        }
        projectColumns.update(db, change, more, 'id = ?', id);
        return fetched(id);
      }),
    remove: (id) => journal.remove('projects', id),
  };
}
