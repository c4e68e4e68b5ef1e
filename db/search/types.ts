import type { Condition } from '../../core/filter/condition.ts';
import type { TaskId } from '../../core/ids.ts';

/** A task that was found by its words. */
export interface WordHit {
  taskId: TaskId;
  title: string;
  status: 'open' | 'done' | 'dropped';
  /** 0–1, higher is better. */
  score: number;
}

/** What a hit must meet besides its words. */
export interface SearchFilter {
  condition: Condition;
  /** Zone in which instants become days. */
  tz: string;
}

/** How many hits, and among which tasks. */
export interface WordSearchOptions {
  limit?: number;
  includeDone?: boolean;
  filter?: SearchFilter;
}

/** Full-text search. */
export interface SearchReader {
  /**
   * Full-text search in titles and notes: all words must occur, the last one may be a beginning; `"…"` is a phrase.
   * For words that occur in more tasks than can be ranked in time, the newest are ranked. No words and a filter: what the filter lets through.
   */
  words(words: string, options?: WordSearchOptions): WordHit[];
}
