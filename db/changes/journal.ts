import { randomUUID } from 'node:crypto';
import type {
  Change,
  ChangeReader,
  ChangeWriter,
  DataRow,
  DataTable,
  ForeignChange,
  Touched,
  WriteScope,
} from './types.ts';
import type { Connection } from '../sqlite.ts';
import { changesBelow } from './read.ts';
import { appendChange, differenceOf, valuesOf } from './write.ts';
import { DataRows } from './rows.ts';

/**
 * The one place through which data changes. Each repository hands its writes over, and the journal sees the row before
 * and after: what differs is the change row, its inverse, and what its subscribers are told. No write can bypass it.
 */

const DEVICE = 'device';

interface OpenScope extends WriteScope {
  touched: Touched[];
  /** Set while changes of another device are put in: they keep their own clock. */
  foreign: Pick<Change, 'at' | 'counter' | 'device'> | null;
}

export class Journal {
  readonly #db: Connection;
  readonly #rows: DataRows;
  readonly #versions = new Map<DataTable, number>();
  #scope: OpenScope | null = null;
  #clock: { at: number; counter: number } | null = null;
  #device: string | null = null;

  constructor(db: Connection) {
    this.#db = db;
    this.#rows = new DataRows(db);
  }

  /** The part of the store that opens scopes and replays. */
  get writer(): ChangeWriter & Pick<ChangeReader, 'version'> {
    return {
      device: () => this.#deviceId(),
      renewDevice: () => this.#renewDevice(),
      receive: (moment) => this.#receive(moment),
      write: (scope, work) => this.write(scope, work),
      invert: (group, options) => this.#invert(group, options),
      row: (table, id) => this.#rows.read(table, id),
      rowIds: (table, after, limit) => this.#rows.ids(table, after, limit),
      apply: (changes) => this.#apply(changes),
      version: (tables) => tables.reduce((sum, table) => sum + (this.#versions.get(table) ?? 0), 0),
    };
  }

  write<T>(scope: WriteScope, work: (touched: readonly Touched[]) => T): T {
    const outer = this.#scope;
    if (outer) return work(outer.touched);
    const open: OpenScope = { ...scope, touched: [], foreign: null };
    this.#scope = open;
    try {
      return this.#db.transaction(() => work(open.touched));
    } finally {
      this.#scope = null;
    }
  }

  /** Runs a write of one row and logs what it changed. */
  track<T>(table: DataTable, id: string, work: () => T): T {
    return this.#db.transaction(() => {
      const before = this.#rows.read(table, id);
      const result = work();
      this.#log(table, id, before, this.#rows.read(table, id));
      return result;
    });
  }

  /** Removes a row with what hangs on it; answers whether it is gone now and was there. */
  remove(table: DataTable, id: string): boolean {
    return this.#db.transaction(() => {
      const before = this.#rows.read(table, id);
      if (!before || !this.#detach(table, id)) return false;
      this.#rows.delete(table, id);
      this.#log(table, id, before, null);
      return true;
    });
  }

  /** Takes off what hangs on a row; false when it must stay for the sake of others. */
  #detach(table: DataTable, id: string): boolean {
    if (table === 'tasks') this.#detachTask(id);
    if (table === 'habits') this.#detachHabit(id);
    if (table !== 'projects') return true;
    if (this.#db.get('SELECT 1 FROM tasks WHERE project_id = ?', id)) return false;
    for (const habit of this.#idsOf('SELECT id FROM habits WHERE project_id = ?', id))
      this.#put('habits', habit, { project_id: null });
    return true;
  }

  #detachTask(id: string): void {
    for (const entry of this.#idsOf(
      'SELECT e.id FROM time_entries e JOIN tasks t ON t.rid = e.task_rid WHERE t.id = ?',
      id,
    ))
      this.remove('time_entries', entry);
    for (const part of this.#idsOf('SELECT id FROM tasks WHERE parent_id = ?', id))
      this.#put('tasks', part, { parent_id: null });
    for (const other of this.#idsOf(
      `SELECT t.id FROM task_dependencies d JOIN tasks t ON t.rid = d.task_rid
       JOIN tasks o ON o.rid = d.depends_on_rid WHERE o.id = ?`,
      id,
    )) {
      const waits = this.#rows.read('tasks', other)?.['depends_on'];
      if (Array.isArray(waits)) this.#put('tasks', other, { depends_on: waits.filter((one) => one !== id) });
    }
  }

  #detachHabit(id: string): void {
    const weeks = `SELECT habit_id || '/' || week AS id FROM habit_weeks WHERE habit_id = ?`;
    for (const week of this.#idsOf(weeks, id)) this.remove('habit_weeks', week);
    for (const session of this.#idsOf(`SELECT id FROM tasks WHERE habit_id = ? AND status = 'open'`, id))
      this.remove('tasks', session);
    for (const done of this.#idsOf('SELECT id FROM tasks WHERE habit_id = ?', id))
      this.#put('tasks', done, { habit_id: null, habit_week: null });
  }

  #idsOf(sql: string, id: string): string[] {
    return this.#db.all<{ id: string }>(sql, id).map((row) => row.id);
  }

  #put(table: DataTable, id: string, fields: DataRow): void {
    this.track(table, id, () => this.#rows.write(table, id, fields));
  }

  #log(table: DataTable, rowId: string, before: DataRow | null, after: DataRow | null): void {
    const difference = differenceOf(before, after);
    if (!difference) return;
    const scope = this.#scope;
    const stamp = scope?.foreign ?? this.#tick(scope?.at ?? 0);
    if (scope?.foreign) this.#receive(stamp);
    appendChange(this.#db, {
      ...difference,
      ...stamp,
      table,
      rowId,
      group: scope?.group ?? '',
      origin: scope?.origin ?? 'auto',
    });
    this.#versions.set(table, (this.#versions.get(table) ?? 0) + 1);
    const task = (after ?? before)?.['task_id'];
    scope?.touched.push({
      table,
      rowId,
      op: difference.op,
      fields: difference.fields,
      before: difference.before,
      ...(typeof task === 'string' ? { taskId: task } : {}),
    });
  }

  /** What happens here comes after everything that was heard of. */
  #receive({ at, counter }: Pick<Change, 'at' | 'counter'>): void {
    const last = this.#last();
    if (at > last.at || (at === last.at && counter > last.counter)) this.#clock = { at, counter };
  }

  #last(): { at: number; counter: number } {
    this.#clock ??= this.#db.get<{ at: number; counter: number }>(
      'SELECT at, counter FROM changes ORDER BY at DESC, counter DESC LIMIT 1',
    ) ?? { at: 0, counter: 0 };
    return this.#clock;
  }

  /** The next moment of the hybrid logical clock: never before the last one that was logged. */
  #tick(at: number): Pick<Change, 'at' | 'counter' | 'device'> {
    const last = this.#last();
    this.#clock = at > last.at ? { at, counter: 0 } : { at: last.at, counter: last.counter + 1 };
    return { ...this.#clock, device: this.#deviceId() };
  }

  #deviceId(): string {
    this.#device ??=
      this.#db.get<{ value: string }>('SELECT value FROM app_state WHERE key = ?', DEVICE)?.value ?? null;
    return this.#device ?? this.#renewDevice();
  }

  #renewDevice(): string {
    this.#device = randomUUID();
    this.#db.run('INSERT OR REPLACE INTO app_state (key, value) VALUES (?, ?)', DEVICE, this.#device);
    return this.#device;
  }

  #invert(group: string, options: { below?: number; limit?: number } = {}): number | null {
    const limit = options.limit ?? Number.MAX_SAFE_INTEGER;
    const changes = changesBelow(this.#db, group, options.below ?? Number.MAX_SAFE_INTEGER, limit);
    // Tasks wait for tasks: all of them are back before they do.
    const waits: [string, string[]][] = [];
    for (const { op, table, rowId, before } of changes) {
      if (op === 'insert') this.remove(table, rowId);
      else if (before && (op === 'delete' || this.#rows.read(table, rowId))) {
        const { depends_on: dependsOn, ...fields } = before;
        this.#put(table, rowId, fields);
        if (Array.isArray(dependsOn)) waits.push([rowId, dependsOn]);
      }
    }
    this.#putWaits(waits);
    return changes.length < limit ? null : (changes.at(-1)?.seq ?? null);
  }

  #apply(changes: readonly ForeignChange[]): void {
    const waits: [string, string[]][] = [];
    for (const { op, table, rowId, fields, ...stamp } of changes) {
      this.#as(stamp, () => {
        if (op === 'delete') return void this.remove(table, rowId);
        const { depends_on: dependsOn, ...values } = valuesOf(fields);
        this.#put(table, rowId, values);
        if (Array.isArray(dependsOn)) waits.push([rowId, dependsOn]);
      });
    }
    this.#putWaits(waits);
  }

  #as(stamp: Pick<Change, 'at' | 'counter' | 'device'>, work: () => void): void {
    const scope = this.#scope;
    if (!scope) return work();
    scope.foreign = scope.origin === 'remote' ? { ...stamp } : null;
    try {
      work();
    } finally {
      scope.foreign = null;
    }
  }

  #putWaits(waits: readonly [string, string[]][]): void {
    for (const [id, dependsOn] of waits) {
      if (this.#rows.read('tasks', id)) this.#put('tasks', id, { depends_on: dependsOn });
    }
  }
}
