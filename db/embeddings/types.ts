import type { TaskId } from '../../core/ids.ts';

/** A task near a vector. */
export interface Neighbour {
  taskId: TaskId;
  title: string;
  /** Cosine similarity, −1 to 1. */
  similarity: number;
  status: 'open' | 'done' | 'dropped';
  project: string | null;
  tags: string[];
  /** Minutes it really took; null unless done and known. */
  actualMin: number | null;
  /** Minutes the person gave. */
  durationMin: number | null;
  /** Local hour of the day it was (to be) started, 0–23; null when unknown. */
  startHour: number | null;
  createdAt: number;
  completedAt: number | null;
}

/** Which tasks a search for neighbours leaves out. */
export interface KnnOptions {
  /** Only finished tasks with a known time. */
  onlyDone?: boolean;
  /** Leaves dropped tasks and these out. */
  exclude?: readonly TaskId[];
  /** Only tasks completed strictly before this instant (with `onlyDone`). */
  completedBefore?: number;
}

/** Vectors of tasks, 384 numbers each, and the search for the nearest. */
export interface EmbeddingReader {
  /** Which text and model the stored vector stands for. */
  version(taskId: TaskId): { revision: number; modelVersion: string } | undefined;
  vector(taskId: TaskId): Float32Array | undefined;
  /** The `k` nearest by cosine, nearest first. `vector` is 384 numbers, L2-normalised. */
  knn(vector: Float32Array | readonly number[], k: number, options?: KnnOptions): Neighbour[];
  count(): number;
  /** Tasks without a vector of this model version, oldest first; dropped ones too, or its absence would tell of it. */
  missing(
    modelVersion: string,
    limit: number,
    /** Only rows after this one. */
    after?: number,
  ): { taskId: TaskId; revision: number; rid: number }[];
}

/** Stores and removes vectors of tasks. */
export interface EmbeddingWriter {
  upsert(entry: {
    taskId: TaskId;
    revision: number;
    modelVersion: string;
    vector: Float32Array | readonly number[];
  }): void;
  remove(taskId: TaskId): boolean;
  /** Removes vectors whose task is gone; answers how many. */
  collectOrphans(): number;
}
