import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
} from 'node:fs';
import { DaymarkError } from '../core/errors.ts';
import { removeDatabase, SIDES, sweepLeftovers } from './aside.ts';
import { defaultExtensionPath } from './extension.ts';
import { findLoss, hasExisted, storedChanges } from './loss-check.ts';
import { APPLICATION_ID, migrate, newerSchema, SCHEMA_VERSION } from './migrations/index.ts';
import { checkShape } from './migrations/shape.ts';
import { readHead } from './page-one.ts';
import { databasePath } from './paths.ts';
import { makeReadStore, makeStore } from './store.ts';
import { Checkpoints } from './checkpoints.ts';
import { VectorMirror } from './embeddings/mirror.ts';
import { Connection, translateError } from './sqlite.ts';
import type { Database, OpenOptions, ReaderDatabase } from './database.ts';
import type { LogReading } from './wal.ts';
import { WitnessWriter } from './witness.ts';

/** What a big import has blown the log up to is given back to the disk beyond this. */
const LOG_LIMIT_BYTES = 16 * 1024 * 1024;

/**
 * Opens a profile's database for its owner, making it when the folder never had one and migrating it when it is older.
 * Data that was stored and is no longer there is recorded (`readLosses`), with the files kept as they were. Throws
 * `databaseForeign` (damaged, truncated, another key, not ours), `databaseMissing`, `databaseNewer`,
 * `databaseReadOnly` or `diskFull`; all but the last leave every file byte for byte as it was.
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
  const { dataDir, key } = options;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  accessSync(dataDir, constants.W_OK);
  const extensionPath = options.extensionPath ?? defaultExtensionPath();
  const created = !existsSync(path);
  if (created && hasExisted(options)) throw new DaymarkError('databaseMissing', { path });
  const found = created ? undefined : inspect(path, key);
  sweepLeftovers(dataDir);
  if (created) create(path, key, extensionPath);
  let witness: WitnessWriter | null = null;
  let checkpoints: Checkpoints | null = null;
  const connection = new Connection(path, {
    key,
    extensionPath,
    mustExist: true,
    log: options.log,
    slowMs: options.slowMs,
    committed: () => {
      witness?.note(storedChanges(connection));
      checkpoints?.committed();
    },
  });
  try {
    const lost = created ? false : findLoss(connection, found, options);
    prepareForWriting(connection);
    // A log started over holds nothing but this opening's own frames, so that what lies behind a break in it is a loss.
    if (found) connection.pragma('wal_checkpoint(TRUNCATE)');
    const schemaVersion = migrate(connection);
    checkShape(connection, path);
    if (lost && connection.pragma('quick_check') !== 'ok')
      throw new DaymarkError('databaseForeign', { path });
    witness = new WitnessWriter(dataDir, storedChanges(connection));
    const close = (): void => {
      witness?.close();
      connection.close();
    };
    const ownCheckpoints = (checkpoints = new Checkpoints(connection));
    return Object.assign(makeStore(connection), {
      path,
      schemaVersion,
      created,
      checkpointBy: (make: () => Promise<void>) => ownCheckpoints.leaveTo(make),
      checkpointed: () => ownCheckpoints.settled(),
      close,
    });
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Throws unless the file is a whole Daymark database of this key that this program may write. Changes nothing. */
function inspect(path: string, key: Uint8Array): LogReading | undefined {
  const head = readHead(path, key);
  if (!head || !head.complete || head.applicationId !== APPLICATION_ID) {
    throw new DaymarkError('databaseForeign', { path });
  }
  if (head.schemaVersion > SCHEMA_VERSION) throw newerSchema(head.schemaVersion);
  for (const file of [path, ...SIDES.map((side) => path + side)]) {
    // Asking by opening, since `access` answers for the real user and not for the effective one.
    if (existsSync(file)) closeSync(openSync(file, 'r+'));
  }
  return head.log;
}

/** Makes a database under another name first, so that a crash half-way never leaves half a database. */
function create(path: string, key: Uint8Array, extensionPath: string): void {
  const fresh = `${path}.new`;
  removeDatabase(fresh);
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
    removeDatabase(fresh);
    throw error;
  }
}

/** Makes the connection durable: what a transaction has stored survives a crash of the program and of the power. */
function prepareForWriting(connection: Connection): void {
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.pragma(`journal_size_limit = ${LOG_LIMIT_BYTES}`);
}

/** Writes the log of a database that its owner has open back into it, as far as no reader needs it. */
export function checkpoint(options: Pick<OpenOptions, 'dataDir' | 'key'>): void {
  const { dataDir, key } = options;
  const connection = new Connection(databasePath(dataDir), { key, extensionPath: null, mustExist: true });
  try {
    connection.pragma('wal_checkpoint(PASSIVE)');
  } finally {
    connection.close();
  }
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
