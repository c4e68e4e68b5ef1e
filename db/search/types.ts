import type { TaskId } from '../../core/ids.ts';

/** A task that was found by its words. */
export interface WordHit {
  taskId: TaskId;
  title: string;
  status: 'open' | 'done' | 'dropped';
  /** 0–1, higher is better. */
  score: number;
}

/** What a hit must have besides the words: any of the priorities, one of each list of projects and of tags. */
export interface SearchFilter {
  priorities: number[];
  projectIds: string[][];
  tags: string[][];
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
