import type { TaskId } from '../../core/ids.ts';

/** A stretch of tracked work. An open one (`end` null) is the running timer; at most one is open. */
export interface TimeEntry {
  id: string;
  taskId: TaskId;
  /** Epoch ms, UTC. */
  start: number;
  end: number | null;
  source: 'timer' | 'manual';
}

/** Tracked time. */
export interface TimeEntryReader {
  running(): TimeEntry | undefined;
  get(id: string): TimeEntry | undefined;
  forTask(taskId: TaskId): TimeEntry[];
  /** Entries that touch `[from, to)` in epoch ms, oldest first. */
  between(from: number, to: number): TimeEntry[];
}

/** Starts and stops the timer, adds and removes entries; each write is logged. */
export interface TimeEntryWriter {
  /** Starts the timer of a task. A timer already running elsewhere is stopped at the same instant and returned. */
  start(entry: { id: string; taskId: TaskId; at: number }): { started: TimeEntry; stopped: TimeEntry | null };
  /** Stops the running timer of this task; undefined when it is not running. */
  stop(taskId: TaskId, at: number): TimeEntry | undefined;
  add(entry: TimeEntry): void;
  /** Changes when an entry began and ended; `end` null only for the running one. */
  update(id: string, span: { start: number; end: number | null }): void;
  remove(id: string): boolean;
}
