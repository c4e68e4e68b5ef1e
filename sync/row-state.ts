import type { DataTable, FieldValue } from '../db/index.ts';
import type { Operation, SetOperation } from './operation.ts';
import { FIELD_GROUPS, setKey } from './fields.ts';
import { compareStamps, includes, joinInto, type Stamp, type Vector } from './stamp.ts';

/**
 * What all devices together have written to one row, as a join-semilattice: merging is commutative, associative and
 * idempotent, so that devices agree whatever order, repetition or detour their writes come by (Shapiro et al.,
 * "Conflict-free Replicated Data Types", 2011). Fields are last-writer-wins registers, sets keep a register for each
 * element, and a deletion takes away only the writes that its device had seen.
 */
export interface RowState {
  /** The newest write to the row by each device. */
  writes: Vector;
  /** The newest write by each device that some deletion had seen. */
  deleted: Vector;
  fields: Record<string, Register>;
  sets: Record<string, SetState>;
}

export type PlainValue = Exclude<FieldValue, string[]>;

export interface Register {
  value: PlainValue;
  stamp: Stamp;
}

export interface SetState {
  /** By the element's folded form. */
  elements: Map<string, Element>;
  /** The order that was written last; elements that it does not name come after it. */
  order: { keys: string[]; stamp: Stamp } | null;
}

export interface Element {
  value: string;
  present: boolean;
  stamp: Stamp;
}

/** A written text that a newer one has replaced without its writer having seen it. */
export interface Overwritten {
  field: string;
  text: string;
  stamp: Stamp;
}

export function emptyRow(): RowState {
  return { writes: {}, deleted: {}, fields: {}, sets: {} };
}

/** A row exists while some write to it has been seen by no deletion. */
export function isAlive(row: RowState): boolean {
  return !includes(row.deleted, row.writes);
}

/** The fields whose replaced text is kept for the person. */
const WRITTEN = new Set(['title', 'notes']);

/**
 * Merges one operation into the row. Answers the texts that it replaced, or that replaced it, where neither writer had
 * seen the other's.
 *
 * @param seen what the operation's device had seen when it wrote
 */
export function applyOperation(
  row: RowState,
  operation: Operation,
  stamp: Stamp,
  seen: Vector,
): Overwritten[] {
  if (operation.kind === 'delete') {
    joinInto(row.deleted, operation.seen);
    return [];
  }
  joinInto(row.writes, { [stamp.device]: stamp.seq });
  const lost: Overwritten[] = [];
  for (const [field, value] of Object.entries(operation.fields)) {
    const old = row.fields[field];
    const incoming: Register = { value, stamp };
    const wins = !old || compareStamps(stamp, old.stamp) > 0;
    const loser = wins ? old : incoming;
    const winner = wins ? incoming : old;
    if (old && loser && WRITTEN.has(field) && isConcurrent(old.stamp, stamp.device, seen)) {
      const text = typeof loser.value === 'string' ? loser.value : '';
      if (text.trim() !== '' && loser.value !== winner.value) lost.push({ field, text, stamp: loser.stamp });
    }
    row.fields[field] = winner;
  }
  for (const [field, change] of Object.entries(operation.sets)) applySet(row, field, change, stamp);
  return lost;
}

function isConcurrent(old: Stamp, device: string, seen: Vector): boolean {
  return old.device !== device && old.seq > (seen[old.device] ?? 0);
}

function applySet(row: RowState, field: string, change: SetOperation, stamp: Stamp): void {
  const set = (row.sets[field] ??= { elements: new Map(), order: null });
  for (const value of change.remove) putElement(set, field, { value, present: false, stamp });
  for (const value of change.add) putElement(set, field, { value, present: true, stamp });
  const keys = change.order.map((value) => setKey(field, value));
  if (!set.order || compareStamps(stamp, set.order.stamp) > 0) set.order = { keys, stamp };
}

function putElement(set: SetState, field: string, element: Element): void {
  const key = setKey(field, element.value);
  const old = set.elements.get(key);
  if (!old || compareStamps(element.stamp, old.stamp) > 0) set.elements.set(key, element);
}

/** Merges what another device knows of the row as a whole. */
export function joinRows(row: RowState, other: RowState): void {
  joinInto(row.writes, other.writes);
  joinInto(row.deleted, other.deleted);
  for (const [field, register] of Object.entries(other.fields)) {
    const old = row.fields[field];
    if (!old || compareStamps(register.stamp, old.stamp) > 0) row.fields[field] = register;
  }
  for (const [field, theirs] of Object.entries(other.sets)) {
    const set = (row.sets[field] ??= { elements: new Map(), order: null });
    for (const element of theirs.elements.values()) putElement(set, field, element);
    if (theirs.order && (!set.order || compareStamps(theirs.order.stamp, set.order.stamp) > 0))
      set.order = theirs.order;
  }
}

/** The elements that are there, in their order. */
export function elementsOf(set: SetState): string[] {
  const position = new Map(set.order?.keys.map((key, index) => [key, index]));
  const last = position.size;
  return [...set.elements]
    .filter(([, element]) => element.present)
    .sort(([aKey, a], [bKey, b]) => {
      const gap = (position.get(aKey) ?? last) - (position.get(bKey) ?? last);
      return gap !== 0 ? gap : compareStamps(a.stamp, b.stamp) || (aKey < bKey ? -1 : 1);
    })
    .map(([, element]) => element.value);
}

/** The fields of a row's groups that have to travel with the given ones, as they stand. */
export function groupedWith(
  table: DataTable,
  row: RowState,
  fields: readonly string[],
): Record<string, PlainValue> {
  const together: Record<string, PlainValue> = {};
  for (const group of FIELD_GROUPS[table] ?? []) {
    if (!group.some((name) => fields.includes(name))) continue;
    for (const name of group) {
      if (!fields.includes(name)) together[name] = row.fields[name]?.value ?? null;
    }
  }
  return together;
}
