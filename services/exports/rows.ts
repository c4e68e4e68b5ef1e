import { dataTableNames } from '../../db/index.ts';
import type { ServiceContext, RequestTime } from '../context.ts';
import { EXPORT_VERSION } from '../imports/daymark.ts';

/** The complete export: every data row, one a line, so that two exports can be compared. */
export function* rowPieces({ db }: ServiceContext, { at }: RequestTime): Generator<string> {
  yield `{"format":"daymark","version":${EXPORT_VERSION},"exportedAt":"${new Date(at).toISOString()}","rows":{`;
  for (const [index, table] of dataTableNames.entries()) {
    yield `${index > 0 ? ',' : ''}\n"${table}":[`;
    let first = true;
    for (const id of db.changes.rowIds(table)) {
      const fields = db.changes.row(table, id);
      if (fields === null) continue;
      yield `${first ? '' : ','}\n${JSON.stringify({ id, ...fields })}`;
      first = false;
    }
    yield ']';
  }
  yield '}}\n';
}
