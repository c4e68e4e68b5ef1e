import Sqlite from 'better-sqlite3-multiple-ciphers';
import { DaymarkError } from '../core/errors.ts';
import { LruCache } from '../core/lru.ts';
import { searchText } from '../core/search-text.ts';
import type { DbLog } from './database.ts';

export type SqlValue = string | number | bigint | Uint8Array | null;
export type RawDatabase = Sqlite.Database;

export interface ConnectOptions {
  key: Uint8Array | null;
  /** Null opens without the vector extension. */
  extensionPath: string | null;
  readonly?: boolean;
  mustExist?: boolean;
  log?: DbLog | undefined;
  slowMs?: number | undefined;
  /** Page cache; default 16 MiB. */
  cacheKib?: number | undefined;
  /** How long a statement waits for a lock; default 5 s. */
  timeoutMs?: number | undefined;
  /** Called after each transaction that was committed. */
  committed?: (() => void) | undefined;
}

/**
 * Page cache. Scanning 20,000 encrypted vectors by SQL would need 64 MiB to be quick, but readers search a copy of
 * their own (`VectorMirror`); word search and writes at 100,000 tasks measured the same with 16 as with 64.
 */
const CACHE_KIB = 16 * 1024;
/** Filters make statements of any shape; the program's own are fewer than this. */
const KEPT_STATEMENTS = 600;
const BUSY_TIMEOUT_MS = 5_000;
const DEFAULT_SLOW_MS = 50;

/**
 * One connection with its cached statements. Statements are program text with bound parameters, so that their
 * beginning may be logged; parameters never are.
 */
export class Connection {
  readonly path: string;
  readonly #raw: RawDatabase;
  readonly #statements = new LruCache<string, Sqlite.Statement<SqlValue[]>>(KEPT_STATEMENTS);
  readonly #log: DbLog | undefined;
  readonly #slowMs: number;
  readonly #committed: (() => void) | undefined;

  constructor(path: string, options: ConnectOptions) {
    this.path = path;
    this.#log = options.log;
    this.#slowMs = options.slowMs ?? DEFAULT_SLOW_MS;
    this.#committed = options.committed;
    this.#raw = translated(path, () => openRaw(path, options));
  }

  get readonly(): boolean {
    return this.#raw.readonly;
  }

  get inTransaction(): boolean {
    return this.#raw.inTransaction;
  }

  all<Row>(sql: string, ...params: SqlValue[]): Row[] {
    return this.#timed(sql, (statement) => statement.all(...params) as Row[]);
  }

  get<Row>(sql: string, ...params: SqlValue[]): Row | undefined {
    return this.#timed(sql, (statement) => statement.get(...params) as Row | undefined);
  }

  /** Hands over one row after the other, so that a long answer is never in memory as a whole. */
  each<Row>(sql: string, visit: (row: Row) => void, ...params: SqlValue[]): void {
    this.#timed(sql, (statement) => {
      for (const row of statement.iterate(...params)) visit(row as Row);
    });
  }

  /** Rows changed. */
  run(sql: string, ...params: SqlValue[]): number {
    return this.#timed(sql, (statement) => statement.run(...params).changes);
  }

  /** Rowid of the row made. */
  insert(sql: string, ...params: SqlValue[]): number {
    return this.#timed(sql, (statement) => Number(statement.run(...params).lastInsertRowid));
  }

  exec(sql: string): void {
    translated(this.path, () => this.#raw.exec(sql));
  }

  pragma(source: string): unknown {
    return translated(this.path, () => this.#raw.pragma(source, { simple: true }));
  }

  /** `EXPLAIN QUERY PLAN` as one line per step; tests assert that hot queries use their index. */
  explain(sql: string, ...params: SqlValue[]): string[] {
    return this.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...params).map((row) => row.detail);
  }

  /**
   * Everything or nothing. A nested call becomes part of the transaction around it, and takes back its own writes
   * when it throws, so that the outer one may catch that and go on. `work` must not be asynchronous.
   */
  transaction<T>(work: () => T): T {
    const isNested = this.#raw.inTransaction;
    this.run(isNested ? 'SAVEPOINT nested' : 'BEGIN IMMEDIATE');
    try {
      const result = work();
      if (result instanceof Promise) throw new TypeError('a transaction can not wait for a promise');
      this.run(isNested ? 'RELEASE nested' : 'COMMIT');
      if (!isNested) this.#committed?.();
      return result;
    } catch (error) {
      // A full disk may have rolled everything back already.
      if (this.#raw.inTransaction) {
        if (isNested) this.run('ROLLBACK TO nested');
        this.run(isNested ? 'RELEASE nested' : 'ROLLBACK');
      }
      throw error;
    }
  }

  /** Reads that belong together see one state of the database. For reading only. */
  snapshot<T>(work: () => T): T {
    if (this.#raw.inTransaction) return work();
    this.exec('BEGIN');
    try {
      return work();
    } finally {
      this.exec('COMMIT');
    }
  }

  close(): void {
    if (this.#raw.open) this.#raw.close();
  }

  #timed<T>(sql: string, use: (statement: Sqlite.Statement<SqlValue[]>) => T): T {
    return translated(this.path, () => {
      let statement = this.#statements.get(sql);
      if (!statement) {
        statement = this.#raw.prepare<SqlValue[]>(sql);
        this.#statements.set(sql, statement);
      }
      if (!this.#log) return use(statement);
      const from = performance.now();
      const result = use(statement);
      const ms = performance.now() - from;
      if (ms > this.#slowMs) {
        this.#log('db.slow', { ms: Math.round(ms), statement: sql.replace(/\s+/g, ' ').trim().slice(0, 80) });
      }
      return result;
    });
  }
}

function openRaw(path: string, options: ConnectOptions): RawDatabase {
  const raw = new Sqlite(path, {
    readonly: options.readonly ?? false,
    fileMustExist: options.mustExist ?? false,
    timeout: options.timeoutMs ?? BUSY_TIMEOUT_MS,
  });
  try {
    if (options.key) {
      if (options.key.length !== 32) throw new RangeError('the database key must have 32 bytes');
      raw.pragma("cipher = 'sqlcipher'");
      raw.pragma('legacy = 4');
      raw.pragma(`key = "x'${Buffer.from(options.key).toString('hex')}'"`);
    }
    // Temporary files are not encrypted, so there must be none.
    raw.pragma('temp_store = MEMORY');
    raw.pragma(`cache_size = -${options.cacheKib ?? CACHE_KIB}`);
    raw.pragma('foreign_keys = ON');
    // The triggers of the search index call it.
    raw.function('search_text', { deterministic: true }, (text: unknown) => searchText(String(text ?? '')));
    if (options.extensionPath !== null) raw.loadExtension(options.extensionPath);
    return raw;
  } catch (error) {
    raw.close();
    throw error;
  }
}

/** Runs `use`, turning SQLite's and the file system's failures into the errors a person is told. */
export function translated<T>(path: string, use: () => T): T {
  try {
    return use();
  } catch (error) {
    throw translateError(path, error);
  }
}

export function translateError(path: string, error: unknown): unknown {
  if (error instanceof DaymarkError || !(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const options = { cause: error };
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') {
    return new DaymarkError('diskFull', {}, options);
  }
  if (DAMAGED.some((prefix) => code.startsWith(prefix)) || LACKS_PART.test(error.message)) {
    return new DaymarkError('databaseForeign', { path }, options);
  }
  if (READ_ONLY.some((prefix) => code.startsWith(prefix))) {
    return new DaymarkError('databaseReadOnly', { path }, options);
  }
  return error;
}

/** `EISDIR`: a folder in the file's place. */
const DAMAGED = [
  'SQLITE_NOTADB',
  'SQLITE_CORRUPT',
  'SQLITE_IOERR_READ',
  'SQLITE_IOERR_SHORT_READ',
  'EISDIR',
  'EIO',
];
const LACKS_PART = /^no such (table|column): |^table \S+ has no column named /;

const READ_ONLY = [
  'SQLITE_READONLY',
  'SQLITE_CANTOPEN',
  'SQLITE_PERM',
  'SQLITE_IOERR',
  'EROFS',
  'EACCES',
  'EPERM',
  'ENOTDIR',
  'EEXIST',
  'ELOOP',
  'ENAMETOOLONG',
];
