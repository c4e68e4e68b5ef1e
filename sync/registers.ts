import type { DataTable, RowKey, Store } from '../db/index.ts';
import { REFERENCES } from './fields.ts';
import { packRow, unpackRow } from './row-codec.ts';
import { elementsOf, emptyRow, isAlive, type PlainValue, type RowState } from './row-state.ts';

/** The merged rows of a profile, read as they are asked for and written back together. */
export class Registers {
  readonly #store: Store['sync'];
  readonly #rows = new Map<string, { key: RowKey; row: RowState | null }>();
  readonly #changed = new Map<string, RowKey>();

  constructor(store: Store['sync']) {
    this.#store = store;
  }

  /** The state of a row; null when nothing was ever heard of it. */
  get(key: RowKey): RowState | null {
    const name = nameOf(key);
    const known = this.#rows.get(name);
    if (known) return known.row;
    const text = this.#store.row(key);
    const row = text === undefined ? null : unpackRow(text);
    this.#rows.set(name, { key, row });
    return row;
  }

  /** The state of a row, to be changed. */
  edit(key: RowKey): RowState {
    const row = this.get(key) ?? emptyRow();
    const name = nameOf(key);
    this.#rows.set(name, { key, row });
    this.#changed.set(name, key);
    return row;
  }

  /** Stores what was changed. */
  flush(): void {
    for (const key of this.#changed.values()) {
      const row = this.edit(key);
      this.#store.putRow(key, {
        state: packRow(row),
        open: key.table === 'time_entries' && isAlive(row) && fieldOf(row, 'end_at') === null,
        references: referencesOf(key, row),
      });
    }
    this.#changed.clear();
  }

  /** Every row of a table; only for tables of few rows. */
  ids(table: DataTable): string[] {
    return this.#store.rowIds(table, '', Number.MAX_SAFE_INTEGER);
  }

  referring(key: RowKey): RowKey[] {
    return this.#store.referring(key);
  }

  naming(table: DataTable, to: DataTable): string[] {
    return this.#store.naming(table, to);
  }

  open(table: DataTable): string[] {
    return this.#store.openRows(table);
  }
}

export function nameOf({ table, rowId }: RowKey): string {
  return `${table}/${rowId}`;
}

/** A field's value; null for one that was never written. */
export function fieldOf(row: RowState, field: string): PlainValue {
  return row.fields[field]?.value ?? null;
}

/** The habit of a week, which is a part of the week's key. */
export function habitOfWeek(rowId: string): string {
  return rowId.slice(0, rowId.lastIndexOf('/'));
}

function referencesOf(key: RowKey, row: RowState): RowKey[] {
  if (key.table === 'habit_weeks') return [{ table: 'habits', rowId: habitOfWeek(key.rowId) }];
  return (REFERENCES[key.table] ?? []).flatMap(({ field, table }) => {
    const set = row.sets[field];
    if (set) return elementsOf(set).map((rowId): RowKey => ({ table, rowId }));
    const value = fieldOf(row, field);
    return typeof value === 'string' ? [{ table, rowId: value }] : [];
  });
}
