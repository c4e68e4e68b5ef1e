import type { Change, DataRow } from '../db/index.ts';
import { setKey } from './fields.ts';
import type { Operation } from './operation.ts';
import { groupedWith, type RowState } from './row-state.ts';

/** What was written on this device, as operations for the others. */

/** What this device logged, as other devices have to receive it. `row` is the state before it. */
export function operationOf(change: Pick<Change, 'table' | 'op' | 'fields'>, row: RowState): Operation {
  if (change.op === 'delete') return { kind: 'delete', seen: { ...row.writes } };
  const operation: Operation = { kind: 'put', fields: {}, sets: {} };
  for (const [name, value] of Object.entries(change.fields)) {
    if (typeof value === 'object' && value !== null) {
      if (!Array.isArray(value)) operation.sets[name] = { ...value };
    } else operation.fields[name] = value;
  }
  if (change.op === 'insert') clearTheRest(operation, row);
  Object.assign(operation.fields, groupedWith(change.table, row, Object.keys(operation.fields)));
  return operation;
}

/** A row that was there before and is made again has nothing but what it is made with. */
function clearTheRest(operation: Operation & { kind: 'put' }, row: RowState): void {
  for (const name of Object.keys(row.fields)) operation.fields[name] ??= null;
  for (const [name, { elements }] of Object.entries(row.sets)) {
    const kept = new Set(operation.sets[name]?.order.map((value) => setKey(name, value)));
    const gone = [...elements]
      .filter(([key, element]) => element.present && !kept.has(key))
      .map(([, element]) => element.value);
    const set = (operation.sets[name] ??= { add: [], remove: [], order: [] });
    set.remove.push(...gone);
  }
}

/** A row that was there before sync was, as an operation. */
export function operationOfRow(data: DataRow): Operation {
  const operation: Operation = { kind: 'put', fields: {}, sets: {} };
  for (const [name, value] of Object.entries(data)) {
    if (Array.isArray(value)) operation.sets[name] = { add: value, remove: [], order: value };
    else operation.fields[name] = value;
  }
  return operation;
}
