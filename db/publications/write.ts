import type { Connection } from '../sqlite.ts';
import { publicationColumns, publishedBlockColumns } from './columns.ts';
import type { PublicationWriter } from './types.ts';

export function publicationWriter(db: Connection): PublicationWriter {
  return {
    put: (record) => publicationColumns.upsert(db, record, ['kind']),
    remove: (kind) => void db.run('DELETE FROM publications WHERE kind = ?', kind),
    setBlock: (kind, block) => publishedBlockColumns.replace(db, block, { kind }),
    removeBlock: (kind, uid) =>
      void db.run('DELETE FROM published_blocks WHERE kind = ? AND uid = ?', kind, uid),
  };
}
