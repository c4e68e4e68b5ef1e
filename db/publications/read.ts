import type { Connection } from '../sqlite.ts';
import { publicationColumns, publishedBlockColumns } from './columns.ts';
import type { PublicationReader } from './types.ts';

export function publicationReader(db: Connection): PublicationReader {
  return {
    list: () => publicationColumns.all(db, 'ORDER BY kind'),
    get: (kind) => publicationColumns.get(db, 'WHERE kind = ?', kind),
    blocks: (kind) => publishedBlockColumns.all(db, 'WHERE kind = ? ORDER BY start_at, uid', kind),
  };
}
