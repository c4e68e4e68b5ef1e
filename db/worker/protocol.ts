import type { BackupContents, BackupInfo, DbLog } from '../database.ts';
import type { KnnOptions, Neighbour } from '../embeddings/types.ts';
import type { WordHit, WordSearchOptions } from '../search/types.ts';
import type { PastChunk, PastCursor, PastStart } from '../past/types.ts';

/** What the worker thread can be asked: arguments and answer of each call. */
export interface WorkerCalls {
  warm: { args: []; answer: true };
  knn: {
    args: [vector: Float32Array | readonly number[], k: number, options: KnnOptions | undefined];
    answer: Neighbour[];
  };
  searchWords: {
    args: [query: string, options: WordSearchOptions | undefined];
    answer: WordHit[];
  };
  integrityCheck: { args: []; answer: string[] };
  createBackup: { args: [now: number]; answer: BackupInfo };
  describeBackups: { args: []; answer: BackupContents[] };
  restoreBackup: {
    args: [name: string, now: number];
    answer: { restored: string; aside: string | null };
  };
  findBackup: { args: [name: string | null]; answer: string | null };
  pastStart: { args: [schema: number, most: number, recent: number]; answer: PastStart };
  pastChunk: {
    args: [schema: number, after: PastCursor | null, limit: number | undefined];
    answer: PastChunk;
  };
  openRows: { args: [schema: number, limit: number | undefined]; answer: PastChunk };
}
export type WorkerMethod = keyof WorkerCalls;

export interface WorkerStart {
  dataDir: string;
  key: Uint8Array;
  extensionPath: string;
}

export type WorkerRequest = {
  [M in WorkerMethod]: { id: number; method: M; args: WorkerCalls[M]['args'] };
}[WorkerMethod];

export type WorkerReply =
  | { id: number; answer: unknown }
  | { id: number; error: { code: string; params: Record<string, string | number>; message: string } }
  | { log: Parameters<DbLog> };
