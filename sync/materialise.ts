import {
  dataTableNames,
  type DataRow,
  type FieldValue,
  type ForeignChange,
  type RowKey,
  type Store,
} from '../db/index.ts';
import { fieldOf, nameOf, type Registers } from './registers.ts';
import { isAlive } from './row-state.ts';
import { Resolution } from './resolve.ts';
import type { Stamp } from './stamp.ts';

/** Brings the data tables to what the merged states say, and no further than the rows that may differ. */

type Data = Pick<Store, 'changes' | 'sync'>;

/**
 * Writes what has to differ because the given rows were merged: those rows, and the rows that depend on them.
 *
 * @param stamp the clock of what was merged last, under which it is logged
 */
export function materialise(db: Data, registers: Registers, merged: Iterable<RowKey>, stamp: Stamp): void {
  const resolution = new Resolution(registers);
  const affected = affectedBy(db, registers, resolution, merged);
  const changes = affected
    .filter((key) => registers.get(key) !== null)
    .map((key) => ({ key, was: db.changes.row(key.table, key.rowId), now: resolution.rowOf(key) }))
    .filter(({ was, now }) => was !== null || now !== null);
  const as = (
    op: ForeignChange['op'],
    { table, rowId }: RowKey,
    fields: ForeignChange['fields'] = {},
  ): ForeignChange => ({
    table,
    rowId,
    op,
    fields,
    at: stamp.at,
    counter: stamp.counter,
    device: stamp.device,
  });
  const timers = changes.filter(({ key, now }) => key.table === 'time_entries' && now?.['end_at'] === null);
  const ready = changes.filter((change) => !timers.includes(change));
  const writes = ready.flatMap(({ key, was, now }) => {
    const fields = now && differing(was, now);
    return fields && (was === null || Object.keys(fields).length > 0) ? [{ key, was, fields }] : [];
  });
  const order = (key: RowKey): number => dataTableNames.indexOf(key.table);
  writes.sort((a, b) => order(a.key) - order(b.key));
  const gone = ready.filter(({ was, now }) => was !== null && now === null);
  const leaving = gone
    .filter(({ key }) => key.table === 'projects')
    .map(({ key, was }) => ({ key, was, fields: { name: '' } }));
  db.changes.apply(setAside(db, [...leaving, ...writes]).map(({ key, fields }) => as('update', key, fields)));
  db.changes.apply(writes.map(({ key, was, fields }) => as(was ? 'update' : 'insert', key, fields)));
  gone.sort((a, b) => order(b.key) - order(a.key));
  db.changes.apply(gone.map(({ key }) => as('delete', key)));
  placeTimers(db, timers, (key, fields) => db.changes.apply([as('update', key, fields)]));
}

interface Write {
  key: RowKey;
  was: DataRow | null;
  fields: DataRow;
}

/** What has to make room first: names that are swapped, and dependencies that turn round. */
function setAside(db: Data, writes: readonly Write[]): Write[] {
  return writes.flatMap(({ key, was, fields }): Write[] => {
    if (!was) return [];
    if (key.table === 'projects' && fields['name'] !== undefined)
      return [{ key, was, fields: { name: `\u{fffd}${key.rowId}` } }];
    const [before, after] = [was['depends_on'], fields['depends_on']];
    if (key.table !== 'tasks' || !Array.isArray(before) || !Array.isArray(after)) return [];
    const kept = before.filter((id) => after.includes(id) && db.changes.row('tasks', id) !== null);
    return kept.length < before.length ? [{ key, was, fields: { depends_on: kept } }] : [];
  });
}

function differing(was: DataRow | null, now: DataRow): DataRow {
  if (!was) return now;
  return Object.fromEntries(
    Object.entries(now).filter(([name, value]) => name in was && !isSame(was[name] ?? null, value)),
  );
}

function isSame(a: FieldValue, b: FieldValue): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

/**
 * One timer runs at a time: a timer without an end ends where the next one begins, on whatever device that was, and
 * only the last one runs.
 */
function placeTimers(
  db: Data,
  timers: readonly { key: RowKey; was: DataRow | null; now: DataRow | null }[],
  write: (key: RowKey, fields: DataRow) => void,
): void {
  const running = timers
    .map(({ key, was, now }) => ({
      key,
      was,
      now: now ?? {},
      id: key.rowId,
      startAt: Number(now?.['start_at']),
    }))
    .sort((a, b) => a.startAt - b.startAt || (a.id < b.id ? -1 : 1));
  for (const [index, entry] of running.entries()) {
    const stored = db.sync.timerAfter(entry);
    const later = running[index + 1]?.startAt;
    const next = Math.min(stored ?? Infinity, later ?? Infinity);
    const end = next === Infinity ? null : Math.max(entry.startAt, next);
    const fields = differing(entry.was, { ...entry.now, end_at: end });
    if (!entry.was || Object.keys(fields).length > 0) write(entry.key, fields);
  }
}

/** The rows whose place in the tables may change with those that were merged. */
function affectedBy(
  db: Data,
  registers: Registers,
  resolution: Resolution,
  merged: Iterable<RowKey>,
): RowKey[] {
  const found = new Map<string, RowKey>();
  const queue: RowKey[] = [];
  const add = (key: RowKey): void => {
    const name = nameOf(key);
    if (found.has(name)) return;
    found.set(name, key);
    queue.push(key);
  };
  for (const key of merged) add(key);
  let dependencies = false;
  let projects = false;
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    const row = registers.get(key);
    if (!row) continue;
    const was = db.changes.row(key.table, key.rowId);
    const flips = (was !== null) !== resolution.exists(key);
    if (key.table === 'tasks') {
      dependencies ||= row.sets['depends_on'] !== undefined || row.fields['parent_id'] !== undefined || flips;
      for (const id of [fieldOf(row, 'project_id'), was?.['project_id']])
        if (typeof id === 'string') addIfDead({ table: 'projects', rowId: id });
    }
    if (key.table === 'time_entries') {
      addIfDead({ table: 'tasks', rowId: String(fieldOf(row, 'task_id')) });
      for (const rowId of registers.open('time_entries')) add({ table: 'time_entries', rowId });
    }
    if (key.table === 'projects' && !projects) {
      projects = true;
      for (const rowId of registers.ids('projects')) add({ table: 'projects', rowId });
    }
    const stands = key.table !== 'projects' || resolution.projectFor(key.rowId) === key.rowId;
    if (flips || !stands) for (const child of registers.referring(key)) add(child);
  }
  if (dependencies) for (const rowId of registers.naming('tasks', 'tasks')) add({ table: 'tasks', rowId });
  return [...found.values()];

  /** A parent that was deleted may come back, or go, with what names it. */
  function addIfDead(key: RowKey): void {
    const row = registers.get(key);
    if (row && (!isAlive(row) || db.changes.row(key.table, key.rowId) === null)) add(key);
  }
}
