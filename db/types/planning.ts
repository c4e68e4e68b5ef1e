import type { TaskId } from '../../core/ids.ts';
import type { Plan, PlanBlock, Problem } from '../../core/problem.ts';
import type { LocalDate, LocalDateTime } from '../../core/time/schemas.ts';

/** An accepted plan with the problem it answers, so that it can be explained and taken back. */
export interface StoredPlan {
  /** 1 for the first plan, growing by one. */
  revision: number;
  /** Epoch ms, UTC. */
  computedAt: number;
  tz: string;
  problem: Problem;
  plan: Plan;
}
export interface PlanReader {
  current(): StoredPlan | undefined;
  /** The plan before the current one, or undefined when there is nothing to go back to. */
  previous(): StoredPlan | undefined;
  /** A plan that is still kept. */
  get(revision: number): StoredPlan | undefined;
  /** Revision of the current plan, 0 before the first. */
  revision(): number;
  /** Blocks of the current plan that touch `[from, to)`, in time order. */
  blocks(from: LocalDate | LocalDateTime, to: LocalDate | LocalDateTime): PlanBlock[];
}
export interface PlanWriter {
  /**
   * Makes a plan the current one and replaces the schedule blocks; keeps the last 20 for undo. It takes the place of
   * the current plan, as a better answer to the same question, if that is the one named by `replacing`: undo then goes
   * back to what was before that one.
   */
  accept(plan: Omit<StoredPlan, 'revision'>, replacing?: number): StoredPlan;
  /**
   * Makes the plan before the current one current again, under a new revision. Answers undefined when there is
   * none to go back to.
   */
  undo(at: number): StoredPlan | undefined;
  /** Makes an older plan current again, under a new revision; undefined when it is not kept any more. */
  restore(revision: number, at: number): StoredPlan | undefined;
}

/** What the person decided about time kept for focus: a stretch put there by hand, or a day without one. */
export interface FocusMark {
  id: string;
  kind: 'kept' | 'givenUp';
  /** The stretch on the wall clock; the day, twice, of one that was given up. */
  start: LocalDate | LocalDateTime;
  end: LocalDate | LocalDateTime;
}
export interface FocusMarkReader {
  /** In order of time. */
  list(): FocusMark[];
}
export interface FocusMarkWriter {
  /** Inserts or replaces. */
  put(mark: FocusMark): void;
  remove(id: string): boolean;
}

/** A stretch of tracked work. An open one (`end` null) is the running timer; at most one is open. */
export interface TimeEntry {
  id: string;
  taskId: TaskId;
  /** Epoch ms, UTC. */
  start: number;
  end: number | null;
  source: 'timer' | 'manual';
}
export interface TimeEntryReader {
  running(): TimeEntry | undefined;
  forTask(taskId: TaskId): TimeEntry[];
  /** Entries that touch `[from, to)` in epoch ms, oldest first. */
  between(from: number, to: number): TimeEntry[];
}
export interface TimeEntryWriter {
  /** Starts the timer of a task. A timer already running elsewhere is stopped at the same instant and returned. */
  start(entry: { id: string; taskId: TaskId; at: number }): { started: TimeEntry; stopped: TimeEntry | null };
  /** Stops the running timer of this task; undefined when it is not running. */
  stop(taskId: TaskId, at: number): TimeEntry | undefined;
  add(entry: TimeEntry): void;
  remove(id: string): boolean;
}

export type BehaviorType =
  | 'created'
  | 'edited'
  | 'corrected'
  | 'started'
  | 'paused'
  | 'finished'
  | 'reopened'
  | 'deferred'
  | 'dropped'
  | 'pinned'
  | 'unpinned'
  | 'reordered'
  | 'planAccepted'
  | 'planUndone'
  | 'suggestionAccepted'
  | 'suggestionDismissed'
  | 'feedback'
  | 'undone'
  | 'appOpened';

/** Something the person did. The learners' raw material; never shown, never leaves the machine. */
export interface BehaviorEvent {
  id: string;
  type: BehaviorType;
  taskId: TaskId | null;
  /** Epoch ms, UTC. */
  at: number;
  tz: string;
  /** Local day of `at` in `tz`. */
  day: LocalDate;
  data: Record<string, unknown>;
}
export interface BehaviorReader {
  /** Keyset by (at, id), oldest first. */
  since(after: { at: number; id: string } | null, limit: number): BehaviorEvent[];
  forTask(taskId: TaskId): BehaviorEvent[];
  count(type?: BehaviorType): number;
}
export interface BehaviorWriter {
  append(event: BehaviorEvent): void;
}
