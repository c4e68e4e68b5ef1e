import type { TaskId } from '../../core/ids.ts';
import type { BackupInfo, DbLog } from '../types/database.ts';
import type { KnnOptions, Neighbour, WordHit } from '../types/system.ts';
import type { FinishedChunk, FinishedCursor } from '../types/tasks.ts';

/** What the worker thread can be asked: arguments and answer of each call. */
export interface WorkerCalls {
  warm: { args: []; answer: true };
  knn: {
    args: [vector: Float32Array | readonly number[], k: number, options: KnnOptions | undefined];
    answer: Neighbour[];
  };
  searchWords: {
    args: [query: string, options: { limit?: number; includeDone?: boolean } | undefined];
    answer: WordHit[];
  };
  integrityCheck: { args: []; answer: string[] };
  createBackup: { args: [now: number]; answer: BackupInfo };
  listBackups: { args: []; answer: BackupInfo[] };
  finishedChunk: {
    args: [after: FinishedCursor | null, limit: number | undefined];
    answer: FinishedChunk;
  };
  vectors: { args: [taskIds: readonly TaskId[]]; answer: Float32Array };
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
