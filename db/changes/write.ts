import { toJson } from '../columns.ts';
import type { Connection } from '../sqlite.ts';
import type { Change, DataRow, FieldValue, SetChange } from './types.ts';

/** Rows of the change log: appending, and what differs between two states of a data row. */

export function appendChange(db: Connection, change: Omit<Change, 'seq'>): void {
  db.run(
    `INSERT INTO changes
       (group_id, table_name, row_id, op, fields_json, before_json, at, counter, device, origin)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    change.group,
    change.table,
    change.rowId,
    change.op,
    toJson(change.fields),
    change.before === null ? null : toJson(change.before),
    change.at,
    change.counter,
    change.device,
    change.origin,
  );
}

/** How a row changed; null when it did not. */
export function differenceOf(
  before: DataRow | null,
  after: DataRow | null,
): Pick<Change, 'op' | 'fields' | 'before'> | null {
  if (after === null) return before === null ? null : { op: 'delete', fields: {}, before };
  const fields: Change['fields'] = {};
  const was: DataRow = {};
  for (const [name, value] of Object.entries(after)) {
    const old = before?.[name];
    if (same(old ?? null, value)) continue;
    fields[name] = Array.isArray(value) ? setChange(Array.isArray(old) ? old : [], value) : value;
    if (before) was[name] = old ?? null;
  }
  if (before === null) return { op: 'insert', fields, before: null };
  return Object.keys(fields).length > 0 ? { op: 'update', fields, before: was } : null;
}

/** The values that fields of the log stand for. */
export function valuesOf(fields: Change['fields']): DataRow {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, isSetChange(value) ? value.order : value]),
  );
}

function isSetChange(value: FieldValue | SetChange): value is SetChange {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function setChange(old: readonly string[], order: string[]): SetChange {
  return {
    add: order.filter((one) => !old.includes(one)),
    remove: old.filter((one) => !order.includes(one)),
    order,
  };
}

function same(a: FieldValue, b: FieldValue): boolean {
  if (a === b) return true;
  const list = (value: FieldValue): readonly string[] | null =>
    Array.isArray(value) ? value : value === null ? [] : null;
  const [one, other] = [list(a), list(b)];
  if (!Array.isArray(a) && !Array.isArray(b)) return false;
  return one !== null && other !== null && one.length === other.length && one.every((x, i) => x === other[i]);
}
