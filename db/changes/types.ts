/** The change log: every row of data that was ever written, with what it was before. */

/**
 * The tables that hold what a person said or did; everything else is derived, a log of its own, or a queue.
 * Parents before children: rows may refer to those of tables before their own.
 */
export const dataTableNames = [
  'projects',
  'sections',
  'recurrences',
  'habits',
  'habit_weeks',
  'tasks',
  'time_entries',
  'trash',
  'calendar_events',
  'calendars',
  'focus_marks',
  'saved_filters',
  'recommendations',
  'settings',
  'user_vocabulary',
  'reminder_answers',
] as const;

/** The name of a table of the person’s data. */
export type DataTable = (typeof dataTableNames)[number];

/** A value of a data row: a column, or a set of names or ids in its order. */
export type FieldValue = string | number | null | string[];

/** A row as it travels: by global ids, without this machine's row numbers and without what follows from other fields. */
export type DataRow = Record<string, FieldValue>;

/** How a set changed: what came, what went, and the whole set in its order. */
export interface SetChange {
  add: string[];
  remove: string[];
  order: string[];
}

/**
 * Who changed it: the person here (`local`), Daymark by itself (`auto`: late parse, learner, weeks that pass), another
 * device (`remote`) or a file (`import`).
 */
export type ChangeOrigin = 'local' | 'auto' | 'remote' | 'import';

/** One changed row in the log. Rows of one intent share their group. */
export interface Change {
  seq: number;
  group: string;
  table: DataTable;
  /** The row's key; parts of a compound key are joined by `/`. */
  rowId: string;
  op: 'insert' | 'update' | 'delete';
  /** New values of the fields that changed; sets as `SetChange`. Null values are left out of an insert. */
  fields: Record<string, FieldValue | SetChange>;
  /** What the row was: the changed fields, or all of a deleted one. Stays on this device. */
  before: DataRow | null;
  /** Hybrid logical clock: epoch ms that never goes back, a counter within the millisecond, and the device. */
  at: number;
  counter: number;
  device: string;
  origin: ChangeOrigin;
}

/** A change as another device tells it. */
export type ForeignChange = Pick<Change, 'table' | 'rowId' | 'op' | 'fields' | 'at' | 'counter' | 'device'>;

/** What a write is done for. Everything in it becomes one group of the log. */
export interface WriteScope {
  group: string;
  /** Epoch ms. */
  at: number;
  origin: ChangeOrigin;
}

/** A row that a write has changed. */
export interface Touched {
  table: DataTable;
  rowId: string;
  op: Change['op'];
  fields: Change['fields'];
  /** What the row was: the changed fields, or all of a deleted one. */
  before: DataRow | null;
  /** The task of a time entry. */
  taskId?: string;
}

/** The change log, oldest first. */
export interface ChangeReader {
  since(seq: number, limit: number): Change[];
  /** Number of the newest change ever logged. */
  lastSeq(): number;
  ofGroup(group: string): Change[];
  countOfGroup(group: string): number;
  /** Grows whenever a row of one of these tables changes; compare it, nothing more. */
  version(tables: readonly DataTable[]): number;
}

/** Scopes of writes, and what turns logged changes into rows again. */
export interface ChangeWriter {
  /** This device's id in the log. */
  device(): string;
  /** A new id, for a device that finds that another goes by its old one (a copied or restored profile). */
  renewDevice(): string;
  /** What is written from here on comes after this moment of another device's clock. */
  receive(moment: Pick<Change, 'at' | 'counter'>): void;
  /**
   * Everything that `work` writes is one group, in one transaction. `work` is handed the rows changed so far, a list that
   * grows as it goes on. A write within a write joins the outer one.
   */
  write<T>(scope: WriteScope, work: (touched: readonly Touched[]) => T): T;
  /**
   * Takes a group back, newest row first, as changes of the present write. With `limit` at most so many rows and from
   * `below` downwards; answers where to go on, null at the end.
   */
  invert(group: string, options?: { below?: number; limit?: number }): number | null;
  /** A row as it travels; null when there is none. */
  row(table: DataTable, id: string): DataRow | null;
  /** The keys of the rows of a table, in order: all, or so many of those after a key. */
  rowIds(table: DataTable, after?: string, limit?: number): string[];
  /** Puts changes of another device or of a log into the tables, in order, as changes of the present write. */
  apply(changes: readonly ForeignChange[]): void;
}
