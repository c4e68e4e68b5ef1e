import type { TaskId } from '../../core/ids.ts';
import type { LocalDate } from '../../core/time/schemas.ts';

/** Something learned of how a person works, as JSON under its type. */
export interface BehaviorPattern {
  patternType: string;
  patternData: Record<string, unknown>;
  /** 0–1. */
  confidenceScore: number;
  updatedAt: number;
}

/** Patterns by type. */
export interface PatternReader {
  get(patternType: string): BehaviorPattern | undefined;
  list(): BehaviorPattern[];
}

/** Replaces the pattern of a type. */
export interface PatternWriter {
  put(pattern: BehaviorPattern): void;
}

/** What a person can do that is worth learning from. */
export type BehaviorType =
  | 'created'
  | 'edited'
  | 'corrected'
  | 'started'
  | 'paused'
  | 'tracked'
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

/** A task that was put off a second time, and what has become of it since. */
export interface SecondDeferral {
  taskId: TaskId;
  /** Epoch ms. */
  at: number;
  status: 'open' | 'done' | 'dropped';
  completedAt: number | null;
}

/** How often something was done on a day. */
export interface ActivityCount {
  day: LocalDate;
  type: BehaviorType;
  count: number;
}

/** The stream of behaviour events. */
export interface BehaviorReader {
  /** Keyset by (at, id), oldest first. */
  since(after: { at: number; id: string } | null, limit: number): BehaviorEvent[];
  forTask(taskId: TaskId): BehaviorEvent[];
  count(type?: BehaviorType): number;
  /** What was done on which day, oldest first. */
  byDay(): ActivityCount[];
  /** Of every task that was put off twice or more and is still there. Sessions of habits are left out. */
  secondDeferrals(): SecondDeferral[];
}

/** Appends to the stream of behaviour events. */
export interface BehaviorWriter {
  append(event: BehaviorEvent): void;
}
