import type { Connection, SqlValue } from './sqlite.ts';

export function toJson(value: unknown): string {
  return JSON.stringify(value);
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
  return { name, encode: (value) => (value ? 1 : 0), decode: (stored) => stored === 1 };
}

/** Null stays null and is no JSON. What comes out is our own, checked when it was stored. */
export function jsonColumn<T>(name: string): Column<T> {
  return {
    name,
    encode: (value) => (value === null ? null : toJson(value)),
    decode: (stored) => (stored === null ? null : JSON.parse(stored as string)) as T,
  };
}

/**
 * Where the fields of a record are kept in a table, from which its statements are built. What is no field of the record
 * (a derived key, a row number, a revision) goes beside it as `more`, under the name of its column.
 */
export class ColumnTable<Fields extends object> {
  readonly name: string;
  readonly #columns: readonly { field: keyof Fields & string; column: Column<unknown> }[];

  /** The few whose value is not the column's own. */
  readonly #decoded: readonly { field: string; decode: (stored: SqlValue) => unknown }[];

  constructor(name: string, columns: { [F in keyof Fields]-?: Column<Fields[F]> }) {
    this.name = name;
    this.#columns = Object.entries(columns).map(([field, column]) => ({
      field: field as keyof Fields & string,
      column: column as Column<unknown>,
    }));
    this.#decoded = this.#columns.flatMap(({ field, column: { decode } }) =>
      decode ? [{ field, decode }] : [],
    );
  }

  /** The columns of `alias`, each named as its field. */
  select(alias = this.name): string {
    return this.#columns.map(({ field, column }) => `${alias}.${column.name} AS "${field}"`).join(', ');
  }

  /** The query of which `clause` is what follows the table's name. */
  query(clause: string): string {
    return `SELECT ${this.select()} FROM ${this.name} ${clause}`;
  }

  /** The first row that `clause` (what follows the table's name in a query) finds. */
  get(db: Connection, clause: string, ...params: SqlValue[]): Fields | undefined {
    const row = db.get<object>(this.query(clause), ...params);
    return row && this.decode(row);
  }

  /** Every row that `clause` finds, in its order. */
  all(db: Connection, clause: string, ...params: SqlValue[]): Fields[] {
    return db.all<object>(this.query(clause), ...params).map((row) => this.decode(row));
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

  /** Adds a row; a field that isn't there gets the column's default. Answers the row's number. */
  insert(db: Connection, fields: Partial<Fields>, more: Record<string, SqlValue> = {}): number {
    const { sql, values } = this.#insertion('INSERT', fields, more);
    return db.insert(sql, ...values);
  }

  /** Adds a row unless there is one with its key; answers whether it did. */
  insertNew(db: Connection, fields: Partial<Fields>, more: Record<string, SqlValue> = {}): boolean {
    const { sql, values } = this.#insertion('INSERT', fields, more);
    return db.run(`${sql} ON CONFLICT DO NOTHING`, ...values) > 0;
  }

  /** Adds a row in the place of the one that has the same key. */
  replace(db: Connection, fields: Fields, more: Record<string, SqlValue> = {}): void {
    const { sql, values } = this.#insertion('INSERT OR REPLACE', fields, more);
    db.run(sql, ...values);
  }

  /** Adds a row, or changes the one with the same key; unlike `replace` it leaves alone what refers to that. */
  upsert(db: Connection, fields: Fields, key: readonly string[]): void {
    const { names, sql, values } = this.#insertion('INSERT', fields, {});
    const changed = names.filter((name) => !key.includes(name)).map((name) => `${name} = excluded.${name}`);
    db.run(`${sql} ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${changed.join(', ')}`, ...values);
  }

  /** Changes the fields that are there in the rows that `where` finds; answers how many rows. */
  update(
    db: Connection,
    fields: Partial<Fields>,
    more: Record<string, SqlValue>,
    where: string,
    ...params: SqlValue[]
  ): number {
    const columns = { ...this.encode(fields), ...more };
    const names = Object.keys(columns);
    if (names.length === 0) return 0;
    const set = names.map((name) => `${name} = ?`).join(', ');
    return db.run(`UPDATE ${this.name} SET ${set} WHERE ${where}`, ...Object.values(columns), ...params);
  }

  #insertion(verb: string, fields: Partial<Fields>, more: Record<string, SqlValue>) {
    const columns = { ...this.encode(fields), ...more };
    const names = Object.keys(columns);
    const marks = names.map(() => '?').join(', ');
    return {
      names,
      sql: `${verb} INTO ${this.name} (${names.join(', ')}) VALUES (${marks})`,
      values: Object.values(columns),
    };
  }
}
