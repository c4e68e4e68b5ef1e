import type { ActivityCount, SecondDeferral } from './behavior/types.ts';
import type { Clock } from '../core/time/clock.ts';
import type { ReadStore, Store } from './store-types.ts';
import type { InsightChunk, PastChunk, PastCursor, PastStart } from './past/types.ts';
import type { KnnOptions, Neighbour } from './embeddings/types.ts';
import type { TaskFilter, TaskPage } from './tasks/types.ts';
import type { WordHit, WordSearchOptions } from './search/types.ts';

/** A log line of the database: an event's name and numbers, never what a person typed. */
export type DbLog = (event: string, detail: Record<string, string | number>) => void;

/** What opening a profile’s database takes. */
export interface OpenOptions {
  /** Profile folder; the database is `daymark.db` inside it. Made (0700) when absent. */
  dataDir: string;
  /** 32 bytes, from `db/keys`. */
  key: Uint8Array;
  /** Path of sqlite-vec's loadable file; default: the one npm installed (outside the asar). */
  extensionPath?: string | undefined;
  log?: DbLog;
  /** Statements slower than this are logged; default 50 ms. */
  slowMs?: number;
  /** True when the profile has keys from before: then it should have a database, too. */
  expected?: boolean;
  /** Names the folder in which damaged files are kept. */
  now?: Clock;
}

/** The interactive connection: short transactions and look-ups. One per profile. */
export interface Database extends Store {
  readonly path: string;
  readonly schemaVersion: number;
  /** True when this opening made the file. */
  readonly created: boolean;
  /** Has checkpoints made by `make`, in another thread, instead of within commits. */
  checkpointBy(make: () => Promise<void>): void;
  /** Resolves when no checkpoint is under way. Who writes much waits for that between transactions, or the log grows. */
  checkpointed(): Promise<void>;
  close(): void;
}

/** A read-only connection for the worker thread. */
export interface ReaderDatabase extends ReadStore {
  readonly path: string;
  close(): void;
}

/** A backup as its file name and size tell of it. */
export interface BackupInfo {
  /** File name inside `backups/`. */
  name: string;
  createdAt: number;
  bytes: number;
  /** Counts up with each backup, whatever the clock says; 0 for those of earlier versions. */
  sequence: number;
}

/** A backup with what is in it, which takes opening it. */
export interface BackupContents extends BackupInfo {
  /** Null when the backup can't be opened. */
  tasks: { open: number; total: number } | null;
}

/** Client of the worker thread. Calls reject with a `DaymarkError`; after a crash the thread is started again. */
export interface DbWorker {
  knn(vector: Float32Array | readonly number[], k: number, options?: KnnOptions): Promise<Neighbour[]>;
  searchWords(query: string, options?: WordSearchOptions): Promise<WordHit[]>;
  /** As `TaskReader.list`, for lists that have to look at every task. */
  listTasks(filter: TaskFilter): Promise<TaskPage>;
  /** How many tasks each of these lists holds. */
  countTasks(filters: readonly TaskFilter[]): Promise<number[]>;
  /** As `TagReader.open`. */
  openTags(): Promise<{ name: string; tasks: number }[]>;
  /** Empty when the database is sound; otherwise SQLite's findings. */
  integrityCheck(): Promise<string[]>;
  createBackup(): Promise<BackupInfo>;
  /** Writes the write-ahead log back into the database, as far as no one reads from before. */
  checkpoint(): Promise<void>;
  /** The backups with what is in them, newest first. Works while the database itself can't be opened. */
  describeBackups(): Promise<BackupContents[]>;
  /** Whether a backup of this name is whole, sound and readable; null looks for the newest that is. Answers its name. */
  findBackup(name: string | null): Promise<string | null>;
  /** Puts a backup in the place of the database, which must be closed everywhere; see `restoreBackup`. */
  restoreBackup(name: string, now: number): Promise<{ restored: string; aside: string | null }>;
  /** What was done on which day, oldest first. */
  activity(): Promise<ActivityCount[]>;
  /** When tasks were put off a second time, and what has become of them; see `BehaviorReader`. */
  secondDeferrals(): Promise<SecondDeferral[]>;
  /** All tasks with what insights look at, newest first, at most 500 at once. */
  insightTasks(before: number | null): Promise<InsightChunk>;
  /** Where the stream of the newest `most` tasks that are done or dropped begins. */
  pastStart(schema: number, most: number, recent: number): Promise<PastStart>;
  /** Tasks that are done or dropped, with vectors and rows, in chunks of at most 500 that are pulled one at a time. */
  pastChunk(schema: number, after: PastCursor | null, limit?: number): Promise<PastChunk>;
  /** Open tasks that have a row, newest first; at most 500. */
  openRows(schema: number, limit?: number): Promise<PastChunk>;
  /** Resolves when the search thread has its copy of the vectors; searches before that wait for it. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

/** What the worker threads of the database take. */
export interface DbWorkerOptions {
  /** The worker's entry: `db/worker/main.ts` in tests, `dist/db-worker.js` in the built program. */
  workerUrl: URL;
  dataDir: string;
  key: Uint8Array;
  extensionPath?: string | undefined;
  /** For the names and the rotation of backups. */
  now: Clock;
  log?: DbLog;
  /** How long the maintenance thread waits for the next; 3 s by default. */
  maintenanceIdleMs?: number;
}
