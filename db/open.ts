import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { DaymarkError } from '../core/errors.ts';
import { defaultExtensionPath } from './extension.ts';
import { APPLICATION_ID, migrate, newerSchema, SCHEMA_VERSION } from './migrations/index.ts';
import { readHead } from './page-one.ts';
import { makeReadStore, makeStore } from './repositories/store.ts';
import { VectorMirror } from './repositories/vector-mirror.ts';
import { Connection, translateError } from './sqlite.ts';
import type { Database, OpenOptions, ReaderDatabase } from './types/database.ts';

const DATABASE_NAME = 'daymark.db';
/** What a big import has blown the log up to is given back to the disk beyond this. */
const LOG_LIMIT_BYTES = 16 * 1024 * 1024;
export const SIDES = ['-wal', '-shm', '-journal'];

export function databasePath(dataDir: string): string {
  return join(dataDir, DATABASE_NAME);
}

/**
 * Opens a profile's database for its owner, making it when the folder has none and migrating it when it is older.
 * Throws `databaseForeign` (damaged, truncated, another key, not ours), `databaseNewer`, `databaseReadOnly` or
 * `diskFull`; the first three leave every file byte for byte as it was.
 */
export function openDatabase(options: OpenOptions): Database {
  const path = databasePath(options.dataDir);
  try {
    return openChecked(path, options);
  } catch (error) {
    throw translateError(path, error);
  }
}

function openChecked(path: string, options: OpenOptions): Database {
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  accessSync(options.dataDir, constants.W_OK);
  const extensionPath = options.extensionPath ?? defaultExtensionPath();
  const created = !existsSync(path);
  if (created) create(path, options.key, extensionPath);
  else inspect(path, options.key);
  const connection = new Connection(path, {
    key: options.key,
    extensionPath,
    mustExist: true,
    log: options.log,
    slowMs: options.slowMs,
  });
  try {
    prepareForWriting(connection);
    const schemaVersion = migrate(connection);
    // Reads the schema: damage there shows now and not at the first use.
    connection.get('SELECT rid FROM tasks LIMIT 1');
    const store = makeStore(connection);
    return Object.assign(store, { path, schemaVersion, created, close: () => connection.close() });
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Throws unless the file is a whole Daymark database of this key that this program may write. Changes nothing. */
function inspect(path: string, key: Uint8Array): void {
  const head = readHead(path, key);
  if (!head || !head.complete || head.applicationId !== APPLICATION_ID) {
    throw new DaymarkError('databaseForeign', { path });
  }
  if (head.schemaVersion > SCHEMA_VERSION) throw newerSchema(head.schemaVersion);
  for (const file of [path, ...SIDES.map((side) => path + side)]) {
    // Asking by opening, since `access` answers for the real user and not for the effective one.
    if (existsSync(file)) closeSync(openSync(file, 'r+'));
  }
}

/** Makes a database under another name first, so that a crash half-way never leaves half a database. */
function create(path: string, key: Uint8Array, extensionPath: string): void {
  const fresh = `${path}.new`;
  const removeFresh = () => {
    for (const side of ['', ...SIDES]) rmSync(fresh + side, { force: true });
  };
  removeFresh();
  try {
    const connection = new Connection(fresh, { key, extensionPath });
    try {
      chmodSync(fresh, 0o600);
      connection.pragma(`application_id = ${APPLICATION_ID}`);
      prepareForWriting(connection);
      migrate(connection);
    } finally {
      connection.close();
    }
    renameSync(fresh, path);
  } catch (error) {
    removeFresh();
    throw error;
  }
}

/** Makes the connection durable: what a transaction has stored survives a crash of the program and of the power. */
function prepareForWriting(connection: Connection): void {
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.pragma(`journal_size_limit = ${LOG_LIMIT_BYTES}`);
}

/** A second, read-only connection to a database that its owner has open, for the worker thread. */
export function openReader(options: OpenOptions): ReaderDatabase & { connection: Connection } {
  const path = databasePath(options.dataDir);
  const extensionPath = options.extensionPath ?? defaultExtensionPath();
  const connection = new Connection(path, {
    key: options.key,
    extensionPath,
    readonly: true,
    mustExist: true,
    log: options.log,
    slowMs: options.slowMs,
  });
  return Object.assign(makeReadStore(connection, new VectorMirror()), {
    path,
    connection,
    close: () => connection.close(),
  });
}
