import type { BackupContents, BackupInfo } from '../database.ts';
import type { ActivityCount, SecondDeferral } from '../behavior/types.ts';
import type { KnnOptions, Neighbour } from '../embeddings/types.ts';
import type { WordHit, WordSearchOptions } from '../search/types.ts';
import type { TaskFilter, TaskPage } from '../tasks/types.ts';
import type { InsightChunk, PastChunk, PastCursor, PastStart } from '../past/types.ts';

/** A method that answers without reports on the way. */
interface Method<Input, Output> {
  input: Input;
  progress: never;
  output: Output;
}

/** What the database's threads can be asked. */
export type DbThreadMethods = {
  warm: Method<null, true>;
  knn: Method<
    { vector: Float32Array | readonly number[]; k: number; options: KnnOptions | undefined },
    Neighbour[]
  >;
  searchWords: Method<{ query: string; options: WordSearchOptions | undefined }, WordHit[]>;
  listTasks: Method<TaskFilter, TaskPage>;
  countTasks: Method<TaskFilter[], number[]>;
  openTags: Method<null, { name: string; tasks: number }[]>;
  integrityCheck: Method<null, string[]>;
  checkpoint: Method<null, null>;
  createBackup: Method<{ now: number }, BackupInfo>;
  describeBackups: Method<null, BackupContents[]>;
  restoreBackup: Method<{ name: string; now: number }, { restored: string; aside: string | null }>;
  findBackup: Method<{ name: string | null }, string | null>;
  activity: Method<null, ActivityCount[]>;
  secondDeferrals: Method<null, SecondDeferral[]>;
  insightTasks: Method<{ before: number | null }, InsightChunk>;
  pastStart: Method<{ schema: number; most: number; recent: number }, PastStart>;
  pastChunk: Method<{ schema: number; after: PastCursor | null; limit: number | undefined }, PastChunk>;
  openRows: Method<{ schema: number; limit: number | undefined }, PastChunk>;
};

export interface DbThreadStart {
  dataDir: string;
  key: Uint8Array;
  extensionPath: string;
}
