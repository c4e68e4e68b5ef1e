import type { TaskId } from '../../core/ids.ts';
import type { DataRow, DataTable, FieldValue } from './types.ts';
import type { Connection, SqlValue } from '../sqlite.ts';
import { nameKey } from '../text.ts';
import { removeVector, updateVectorFacts } from '../embeddings/write.ts';
import { forgetTag, replaceSets } from '../tasks/sets.ts';

/**
 * Data rows as they travel. What a table's row consists of is read from the schema: a new column belongs to it from the
 * migration on that adds it, unless it is named here as local or derived.
 */

interface TableSpec {
  key: readonly string[];
  /** Of this machine alone: its own row numbers, guesses, and counters of its own writes. */
  local?: readonly string[];
  /** Columns that follow from others. */
  derived?: Record<string, (row: DataRow) => SqlValue>;
}

const folded =
  (column: string) =>
  (row: DataRow): SqlValue =>
    nameKey(String(row[column] ?? ''));

const TABLES: Record<DataTable, TableSpec> = {
  projects: { key: ['id'], derived: { name_key: folded('name') } },
  sections: { key: ['id'] },
  recurrences: { key: ['id'] },
  habits: { key: ['id'], local: ['revision'] },
  habit_weeks: { key: ['habit_id', 'week'] },
  tasks: {
    key: ['id'],
    local: ['rid', 'revision', 'predicted_json', 'priority_json', 'priority_score'],
    derived: { title_key: folded('title') },
  },
  time_entries: { key: ['id'], local: ['task_rid'] },
  calendar_events: { key: ['id'] },
  calendars: { key: ['id'] },
  focus_marks: { key: ['id'] },
  saved_filters: { key: ['id'] },
  reminder_answers: { key: ['id'] },
  recommendations: { key: ['id'] },
  trash: { key: ['id'] },
  settings: { key: ['key'] },
  user_vocabulary: { key: ['id'] },
};

const TAGS = 'SELECT name AS value FROM task_tags WHERE task_rid = ? ORDER BY position';
const PEOPLE = 'SELECT name AS value FROM task_people WHERE task_rid = ? ORDER BY position';
const WAITS_FOR = `SELECT o.id AS value FROM task_dependencies d JOIN tasks o ON o.rid = d.depends_on_rid
  WHERE d.task_rid = ? ORDER BY d.position`;

export class DataRows {
  readonly #db: Connection;
  readonly #columns = new Map<DataTable, readonly string[]>();

  constructor(db: Connection) {
    this.#db = db;
  }

  read(table: DataTable, id: string): DataRow | null {
    const names = this.#columnsOf(table);
    const rid = table === 'tasks' ? ', rid' : '';
    const task =
      table === 'time_entries' ? ', (SELECT id FROM tasks t WHERE t.rid = task_rid) AS task_id' : '';
    const found = this.#db.get<DataRow>(
      `SELECT ${names.join(', ')}${rid}${task} FROM ${table} WHERE ${where(table)}`,
      ...keyOf(table, id),
    );
    if (!found) return null;
    if (table !== 'tasks') return found;
    const { rid: number, ...row } = found;
    return { ...row, ...this.#setsOf(Number(number)) };
  }

  /** The ids of a table in order: all, or so many of those after one. */
  ids(table: DataTable, after = '', limit = -1): string[] {
    const key = TABLES[table].key.join(` || '/' || `);
    return this.#db
      .all<{ id: string }>(
        `SELECT ${key} AS id FROM ${table} WHERE ${key} > ? ORDER BY 1 LIMIT ?`,
        after,
        limit,
      )
      .map((row) => row.id);
  }

  /** Writes the given fields of a row, which it makes when there is none. The caller logs it. */
  write(table: DataTable, id: string, fields: DataRow): void {
    if (table === 'tasks') this.#writeTask(id, fields);
    else if (table === 'time_entries') this.#writeEntry(id, fields);
    else this.#writeColumns(table, id, fields);
  }

  /** Deletes one row with what is derived from it; what else hangs on it must be gone before. */
  delete(table: DataTable, id: string): void {
    if (table === 'tasks') this.#deleteTask(id);
    else this.#db.run(`DELETE FROM ${table} WHERE ${where(table)}`, ...keyOf(table, id));
  }

  #writeColumns(table: DataTable, id: string, fields: DataRow): void {
    const present = this.#db.get(`SELECT 1 FROM ${table} WHERE ${where(table)}`, ...keyOf(table, id));
    const columns = this.#values(table, fields);
    const names = Object.keys(columns);
    const values = Object.values(columns);
    if (present) {
      if (names.length === 0) return;
      const revision = TABLES[table].local?.includes('revision') ? ', revision = revision + 1' : '';
      this.#db.run(
        `UPDATE ${table} SET ${names.map((name) => `${name} = ?`).join(', ')}${revision} WHERE ${where(table)}`,
        ...values,
        ...keyOf(table, id),
      );
      return;
    }
    const all = [...TABLES[table].key, ...names];
    this.#db.run(
      `INSERT INTO ${table} (${all.join(', ')}) VALUES (${all.map(() => '?').join(', ')})`,
      ...keyOf(table, id),
      ...values,
    );
  }

  /** Column values of fields, with what follows from them. */
  #values(table: DataTable, fields: DataRow): Record<string, SqlValue> {
    const values: Record<string, SqlValue> = {};
    for (const name of this.#columnsOf(table)) {
      const value = fields[name];
      if (value !== undefined && !Array.isArray(value)) values[name] = value;
    }
    for (const [name, derive] of Object.entries(TABLES[table].derived ?? {})) {
      const source = name.replace(/_key$/, '');
      if (fields[source] !== undefined) values[name] = derive(fields);
    }
    return values;
  }

  #writeTask(id: string, fields: DataRow): void {
    const { project_id: project } = fields;
    // A project that is gone meanwhile (or not told yet) must not keep the task away.
    const known = typeof project !== 'string' || this.#db.get('SELECT 1 FROM projects WHERE id = ?', project);
    this.#writeColumns('tasks', id, known ? fields : { ...fields, project_id: null });
    const row = this.#db.get<{ rid: number }>('SELECT rid FROM tasks WHERE id = ?', id);
    if (!row) return;
    const { tags, people, depends_on: waitsFor } = fields;
    replaceSets(this.#db, row.rid, {
      ...(Array.isArray(tags) ? { tags } : {}),
      ...(Array.isArray(people) ? { people } : {}),
      ...(Array.isArray(waitsFor) ? { dependsOn: this.#knownTasks(waitsFor) } : {}),
    });
    updateVectorFacts(this.#db, row.rid);
  }

  #writeEntry(id: string, fields: DataRow): void {
    const present = this.#db.get('SELECT 1 FROM time_entries WHERE id = ?', id);
    if (fields['end_at'] === null && this.#runsBeside(id)) {
      // A timer started elsewhere goes on; this one stays as it ended.
      if (present) return;
      return this.#insertEntry(id, { ...fields, end_at: fields['start_at'] ?? 0 });
    }
    if (present) this.#writeColumns('time_entries', id, fields);
    else this.#insertEntry(id, fields);
  }

  #runsBeside(id: string): boolean {
    return this.#db.get('SELECT 1 FROM time_entries WHERE end_at IS NULL AND id <> ?', id) !== undefined;
  }

  #insertEntry(id: string, fields: DataRow): void {
    const { task_id: task, start_at: start, end_at: end = null, source } = fields;
    this.#db.run(
      `INSERT INTO time_entries (id, task_rid, start_at, end_at, source)
       SELECT ?, rid, ?, ?, ? FROM tasks WHERE id = ?`,
      id,
      plain(start),
      plain(end),
      plain(source),
      plain(task),
    );
  }

  #deleteTask(id: string): void {
    const row = this.#db.get<{ rid: number }>('SELECT rid FROM tasks WHERE id = ?', id);
    if (!row) return;
    removeVector(this.#db, row.rid);
    const tags = this.#db.all<{ tag_id: number }>('SELECT tag_id FROM task_tags WHERE task_rid = ?', row.rid);
    this.#db.run('DELETE FROM schedule_blocks WHERE task_id = ?', id);
    this.#db.run('DELETE FROM jobs WHERE task_id = ?', id);
    this.#db.run('DELETE FROM tasks WHERE rid = ?', row.rid);
    for (const { tag_id } of tags) forgetTag(this.#db, tag_id);
  }

  #setsOf(rid: number): Record<string, string[]> {
    const values = (sql: string): string[] =>
      this.#db.all<{ value: string }>(sql, rid).map(({ value }) => value);
    return { tags: values(TAGS), people: values(PEOPLE), depends_on: values(WAITS_FOR) };
  }

  #knownTasks(ids: readonly string[]): TaskId[] {
    return ids.filter((id) => this.#db.get('SELECT 1 FROM tasks WHERE id = ?', id)) as TaskId[];
  }

  #columnsOf(table: DataTable): readonly string[] {
    const known = this.#columns.get(table);
    if (known) return known;
    const { key, local = [], derived = {} } = TABLES[table];
    const names = this.#db
      .all<{ name: string }>(`SELECT name FROM pragma_table_info('${table}')`)
      .map((column) => column.name)
      .filter((name) => !key.includes(name) && !local.includes(name) && !(name in derived));
    this.#columns.set(table, names);
    return names;
  }
}

function where(table: DataTable): string {
  return TABLES[table].key.map((name) => `${name} = ?`).join(' AND ');
}

function keyOf(table: DataTable, id: string): string[] {
  const { key } = TABLES[table];
  if (key.length === 1) return [id];
  const cut = id.lastIndexOf('/');
  return [id.slice(0, cut), id.slice(cut + 1)];
}

function plain(value: FieldValue | undefined): SqlValue {
  return value === undefined || Array.isArray(value) ? null : value;
}
