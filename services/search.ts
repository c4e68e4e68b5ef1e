import type { SearchHit } from '../core/domain/views.ts';
import { matches } from '../core/filter/condition.ts';
import { readSearch } from '../core/filter/search.ts';
import type { TaskId } from '../core/ids.ts';
import { isReadableByModel } from '../core/search-text.ts';
import type { Neighbour, SearchFilter, WordHit } from '../db/index.ts';
import { requestTimeOf, type ServiceContext } from './context.ts';
import { filterNames } from './filters/names.ts';

/** Rank constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009). */
const FUSION_K = 60;
/**
 * Cosine below which a likeness is not shown. Of 25 everyday queries against 20 titles, unrelated pairs reached 0.40,
 * and what a person would call related lay mostly above 0.44 (docs/decisions/0016).
 */
const MIN_SIMILARITY = 0.42;
const EMBED_MS = 1_000;
/** Neighbours that are looked at when a filter lets only some of them through. */
const FILTERED_NEIGHBOURS = 200;

/** Search by words and by meaning; each finds what the other misses, and words go first. */
export class Search {
  readonly #ctx: ServiceContext;

  constructor(ctx: ServiceContext) {
    this.#ctx = ctx;
  }

  async find(
    query: string,
    limit: number,
    includeDone: boolean,
  ): Promise<{ results: SearchHit[]; byMeaning: boolean }> {
    const { text, filter } = this.#understood(query);
    const [words, near] = await Promise.all([
      this.#ctx.worker.searchWords(text, { limit: limit * 2, includeDone, ...(filter ? { filter } : {}) }),
      this.#near(text, limit * 2, includeDone, filter),
    ]);
    const results = this.#onceAHabit(fuse(words, near ?? [])).slice(0, limit);
    return { results, byMeaning: near !== null };
  }

  /** The words to look for, and the rest as a filter; a name that nothing has is a word like others. */
  #understood(query: string): { text: string; filter: SearchFilter | null } {
    const { tz, local } = requestTimeOf(this.#ctx);
    const { words, condition } = readSearch(query, filterNames(this.#ctx), local.slice(0, 10));
    return { text: words, filter: condition && { condition, tz } };
  }

  /** Of the sessions of one habit only the best hit. */
  #onceAHabit(hits: SearchHit[]): SearchHit[] {
    const { db } = this.#ctx;
    if (db.habits.list({ ended: true }).length === 0) return hits;
    const habits = new Map(db.tasks.getMany(hits.map(({ id }) => id)).map((task) => [task.id, task.habitId]));
    const seen = new Set<string>();
    return hits.filter(({ id }) => {
      const habit = habits.get(id) ?? null;
      if (habit === null) return true;
      if (seen.has(habit)) return false;
      seen.add(habit);
      return true;
    });
  }

  /** Null while there is nothing to search with. */
  async #near(
    text: string,
    k: number,
    includeDone: boolean,
    filter: SearchFilter | null,
  ): Promise<Neighbour[] | null> {
    const { ml, worker } = this.#ctx;
    if (ml.state.process !== 'ready' || ml.state.embedding !== 'ready') return null;
    if (!isReadableByModel(text)) return [];
    try {
      const { vectors } = await ml.client.embed({ texts: [text] }, { signal: AbortSignal.timeout(EMBED_MS) });
      const vector = vectors[0];
      if (!vector) return null;
      const neighbours = await worker.knn(vector, filter ? FILTERED_NEIGHBOURS : k);
      const alike = neighbours.filter(
        (one) =>
          one.similarity >= MIN_SIMILARITY &&
          isReadableByModel(one.title) &&
          one.status !== 'dropped' &&
          (includeDone || one.status === 'open'),
      );
      return filter ? this.#letThrough(alike, filter).slice(0, k) : alike;
    } catch {
      return null;
    }
  }

  #letThrough(neighbours: Neighbour[], { condition, tz }: SearchFilter): Neighbour[] {
    const { tasks } = this.#ctx.db;
    const isOpen = (id: TaskId): boolean => tasks.get(id)?.status === 'open';
    const passing = new Set(
      tasks
        .getMany(neighbours.map(({ taskId }) => taskId))
        .filter((task) => matches(task, condition, { tz, isOpen }))
        .map(({ id }) => id),
    );
    return neighbours.filter(({ taskId }) => passing.has(taskId));
  }
}

/**
 * Joins both rankings by reciprocal ranks, scaled so that first in both is 1. What holds the words lies above 0.5 and
 * what is only alike below, so that a likeness never stands before a word.
 */
export function fuse(words: readonly WordHit[], near: readonly Neighbour[]): SearchHit[] {
  const hits = new Map<string, SearchHit>();
  const best = 2 / (FUSION_K + 1);
  const share = (rank: number) => 1 / (FUSION_K + rank + 1) / best / 2;
  words.forEach((hit, rank) => {
    hits.set(hit.taskId, { id: hit.taskId, title: hit.title, score: 0.5 + share(rank), matched: 'words' });
  });
  near.forEach((hit, rank) => {
    const known = hits.get(hit.taskId);
    if (known) hits.set(hit.taskId, { ...known, score: known.score + share(rank), matched: 'both' });
    else hits.set(hit.taskId, { id: hit.taskId, title: hit.title, score: share(rank), matched: 'meaning' });
  });
  return [...hits.values()].sort((a, b) => b.score - a.score);
}
