import type { Connection } from '../sqlite.ts';
import { sectionColumns } from './columns.ts';
import type { SectionReader } from './types.ts';

export function sectionReader(db: Connection): SectionReader {
  return {
    list: (project) =>
      project === undefined
        ? sectionColumns.all(db, 'ORDER BY project_id, position, id')
        : sectionColumns.all(db, 'WHERE project_id = ? ORDER BY position, id', project),
    get: (id) => sectionColumns.get(db, 'WHERE id = ?', id),
  };
}
