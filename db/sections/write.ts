import { DaymarkError } from '../../core/errors.ts';
import type { Journal } from '../changes/journal.ts';
import type { Connection } from '../sqlite.ts';
import { sectionColumns } from './columns.ts';
import type { SectionReader, SectionWriter } from './types.ts';

export function sectionWriter(db: Connection, reader: SectionReader, journal: Journal): SectionWriter {
  return {
    insert: (section, at) => {
      journal.track('sections', section.id, () =>
        sectionColumns.insert(db, section, { created_at: at, updated_at: at }),
      );
    },
    update: (id, change, at) => {
      if (!reader.get(id)) throw new DaymarkError('notFound', { what: 'section', id });
      journal.track('sections', id, () =>
        sectionColumns.update(db, change, { updated_at: at }, 'id = ?', id),
      );
    },
    remove: (id) => journal.remove('sections', id),
  };
}
