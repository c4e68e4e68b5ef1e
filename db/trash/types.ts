import type { TaskRecord } from '../../core/domain/task-record.ts';
import type { TaskId } from '../../core/ids.ts';
import type { TimeEntry } from '../time-entries/types.ts';

/** What a deleted task was, as far as it has to come back. */
export interface TrashContent {
  /** The task, then its subtasks. */
  tasks: TaskRecord[];
  entries: TimeEntry[];
  /** Tasks that waited for one of these. */
  dependants: { taskId: TaskId; dependsOn: TaskId }[];
}

/** A deleted task in the trash. */
export interface TrashRecord {
  id: TaskId;
  title: string;
  content: TrashContent;
  /** Epoch ms. */
  deletedAt: number;
}

/** Deleted tasks. */
export interface TrashReader {
  /** The newest first. */
  list(): TrashRecord[];
  get(id: TaskId): TrashRecord | undefined;
}

/** Fills and empties the trash; each write is logged. */
export interface TrashWriter {
  put(record: TrashRecord): void;
  remove(id: TaskId): boolean;
}
