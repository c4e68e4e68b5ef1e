import type { HistoryTask } from '../../core/replay.ts';

/** What is known about a task when it is written down: all that a prediction may look at. */
export interface TaskFacts {
  readonly id: string;
  readonly title: string;
  readonly project: string | null;
  readonly category: string | null;
  readonly tags: readonly string[];
  readonly user: string | null;
  /** Any label; numbers keep their order. */
  readonly priority: string | null;
  /** The person's own estimate, or null when there is none or it must not be looked at. */
  readonly estimateMin: number | null;
  /** Minutes since 1970, local wall clock. */
  readonly createdLocalMin: number;
  /** False when only the day of creation is known. */
  readonly hasClock: boolean;
  /** Days from creation to when it is due (a plain day to its end); null without a due date. */
  readonly dueInDays: number | null;
  /** When it is planned for, minutes since 1970 on the wall clock. */
  readonly plannedLocalMin?: number | null;
}

/**
 * Facts of a history line. `createdLocalMin` is the local wall clock, see `ml/learning` for the zone; the own
 * estimate is dropped unless asked for, so that no model can read it by mistake.
 */
export function factsOf(
  task: HistoryTask,
  created: { localMin: number; hasClock: boolean },
  ownEstimate: boolean,
): TaskFacts {
  return {
    id: String(task.id),
    title: task.title,
    project: task.project ?? null,
    category: task.category ?? null,
    tags: task.tags ?? [],
    user: task.user ?? null,
    priority: task.priority === null || task.priority === undefined ? null : String(task.priority),
    estimateMin: ownEstimate && task.estimateMin && task.estimateMin > 0 ? task.estimateMin : null,
    createdLocalMin: created.localMin,
    hasClock: created.hasClock,
    dueInDays: null,
  };
}

/** Words of a title in lower case; numbers become `#`, so that "week 06" and "week 07" are alike. */
export function wordsOf(title: string): string[] {
  const words =
    title
      .toLowerCase()
      .normalize('NFKC')
      .match(/[\p{L}\p{N}_@#+]+/gu) ?? [];
  return words.map((w) => (/^\p{N}+$/u.test(w) ? '#' : w)).slice(0, 40);
}

/** A title without its numbers, so that each instance of a routine has one key. */
export function routineKey(title: string): string {
  return title
    .toLowerCase()
    .replace(/\p{N}+/gu, '#')
    .replace(/\s+/g, ' ')
    .trim();
}
