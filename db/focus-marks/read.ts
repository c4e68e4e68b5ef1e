import type { Connection } from '../sqlite.ts';
import { focusMarkColumns } from './columns.ts';
import type { FocusMarkReader } from './types.ts';

export function focusMarkReader(db: Connection): FocusMarkReader {
  return { list: () => focusMarkColumns.all(db, 'ORDER BY start_local, id') };
}
