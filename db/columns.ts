import type { SqlValue } from './sqlite.ts';

/** Our own JSON out of a column; what is in it was checked when it was stored. */
export function fromJson<T>(json: string | null): T | null {
  return json === null ? null : (JSON.parse(json) as T);
}

export function toJson(value: unknown): string {
  return JSON.stringify(value);
}

export function flag(value: boolean): number {
  return value ? 1 : 0;
}

/** `SET` part and parameters for those entries of `columns` that are not undefined. */
export function assignments(columns: Record<string, SqlValue | undefined>): {
  set: string;
  values: SqlValue[];
} {
  const names: string[] = [];
  const values: SqlValue[] = [];
  for (const [name, value] of Object.entries(columns)) {
    if (value === undefined) continue;
    names.push(`${name} = ?`);
    values.push(value);
  }
  return { set: names.join(', '), values };
}

/** How one field is kept in a column. Without `decode` the value is the column's as it stands. */
export interface Column<T> {
  name: string;
  encode(value: T): SqlValue;
  decode?: (stored: SqlValue) => T;
}

export function plainColumn<T extends SqlValue>(name: string): Column<T> {
  return { name, encode: (value) => value };
}

export function flagColumn(name: string): Column<boolean> {
  return { name, encode: flag, decode: (stored) => stored === 1 };
}

/** Null stays null and is no JSON. */
export function jsonColumn<T>(name: string): Column<T> {
  return {
    name,
    encode: (value) => (value === null ? null : toJson(value)),
    decode: (stored) => fromJson<T>(stored as string | null) as T,
  };
}

/** The columns of a record's fields, from which its statements are built. */
export class ColumnTable<Fields extends object> {
  readonly #columns: readonly { field: keyof Fields & string; column: Column<unknown> }[];

  /** The few whose value is not the column's own. */
  readonly #decoded: readonly { field: string; decode: (stored: SqlValue) => unknown }[];

  constructor(columns: { [F in keyof Fields]-?: Column<Fields[F]> }) {
    this.#columns = Object.entries(columns).map(([field, column]) => ({
      field: field as keyof Fields & string,
      column: column as Column<unknown>,
    }));
    this.#decoded = this.#columns.flatMap(({ field, column: { decode } }) =>
      decode ? [{ field, decode }] : [],
    );
  }

  /** The columns of `alias`, each named as its field. */
  select(alias: string): string {
    return this.#columns.map(({ field, column }) => `${alias}.${column.name} AS "${field}"`).join(', ');
  }

  /** Turns what `select` gave into fields, in its place. */
  decode<Row extends object>(row: Row): Row & Fields {
    const values = row as Record<string, unknown>;
    for (const { field, decode } of this.#decoded) values[field] = decode(values[field] as SqlValue);
    return row as Row & Fields;
  }

  /** Column values of the fields that are there. */
  encode(fields: Partial<Fields>): Record<string, SqlValue> {
    const values: Record<string, SqlValue> = {};
    for (const { field, column } of this.#columns) {
      const value = fields[field];
      if (value !== undefined) values[column.name] = column.encode(value);
    }
    return values;
  }

  fieldOf(columnName: string): (keyof Fields & string) | undefined {
    return this.#columns.find(({ column }) => column.name === columnName)?.field;
  }
}

/** An INSERT of one row. */
export function insertion(
  table: string,
  columns: Record<string, SqlValue>,
): { sql: string; values: SqlValue[] } {
  const names = Object.keys(columns);
  const marks = names.map(() => '?').join(', ');
  return {
    sql: `INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks})`,
    values: Object.values(columns),
  };
}
