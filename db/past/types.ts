import type { TaskId } from '../../core/ids.ts';

/** Where a stream of the past stands. */
export interface PastCursor {
  closedAt: number;
  id: string;
}

/** A task as the learners and insights see it; instants in epoch ms. */
export interface PastTask {
  taskId: TaskId;
  title: string;
  project: string | null;
  tags: string[];
  priority: number;
  status: 'open' | 'done' | 'dropped';
  /** The person's own estimate. */
  estimateMin: number | null;
  /** Null unless done and known. */
  actualMin: number | null;
  createdAt: number;
  /** When it was done or dropped; null while it is open. */
  closedAt: number | null;
  /** The zone that the next two are meant in. */
  tz: string;
  /** Day or local time for which it is planned, and until which it is due. */
  planned: string | null;
  deadline: string | null;
  /** When it was first worked on, as far as that is known. */
  startedAt: number | null;
  deferrals: number;
}

/** Tasks with what belongs to them, packed where they are read, so that the owner only passes it on. */
export interface PastChunk {
  tasks: PastTask[];
  /** Base64 of little-endian float32, 384 a task; zeros for none. */
  vectors: string;
  /** Base64 of each task's row of features; null where there is none of this schema. */
  rows: (string | null)[];
  /** Null at the end. */
  next: PastCursor | null;
}

/** Where a stream of the past begins, and how much of it is known. */
export interface PastStart {
  /** The newest tasks come after this; null when there are no more than those. */
  after: PastCursor | null;
  /** Of them, finished ones with a known time, and how many of those lack a row of this schema. */
  known: number;
  missing: number;
  /** How many, dropped ones too, have neither a row nor a vector yet. */
  blank: number;
  /** When the oldest of the newest `recent` was done or dropped; 0 when there are fewer. */
  recentFrom: number;
}

/** A piece of the stream of all tasks, and where the next begins. */
export interface InsightChunk {
  tasks: PastTask[];
  /** Null at the end. */
  next: number | null;
}

/** Closed tasks as the learners take them, in streams. */
export interface PastReader {
  /** All tasks, newest first, by keyset; at most 500 at once. */
  insightTasks(before: number | null): InsightChunk;
  /** Where the stream of the newest `most` begins. */
  start(schema: number, most: number, recent: number): PastStart;
  /** Done and dropped tasks in the order in which that came about, by keyset; at most 500 at once. */
  chunk(schema: number, after: PastCursor | null, limit?: number): PastChunk;
  /** Open tasks that have a row, newest first; at most 500. */
  open(schema: number, limit?: number): PastChunk;
}

/** The features that a task was predicted from; what is in them only the learners know. */
export interface FeatureRow {
  taskId: TaskId;
  schema: number;
  revision: number;
  madeAt: number;
  features: Uint8Array;
}
/** Rows of features by task. */
export interface FeatureRowReader {
  get(taskId: TaskId): Omit<FeatureRow, 'taskId'> | undefined;
}
/** Keeps rows of features. */
export interface FeatureRowWriter {
  /** Inserts or replaces. */
  put(row: FeatureRow): void;
}
