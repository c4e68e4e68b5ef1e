import type { SearchHit } from '../core/domain/views.ts';
import type { Neighbour, WordHit } from '../db/index.ts';
import type { ServiceContext } from './context.ts';

/** Rank constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, 2009). */
const FUSION_K = 60;
/** Cosine below which two short titles have nothing in common. */
const LEAST_SIMILARITY = 0.35;
const EMBED_MS = 1_000;

/** Search by words and by meaning; each finds what the other misses, and a hit of both goes first. */
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
    const [words, near] = await Promise.all([
      this.#ctx.worker.searchWords(query, { limit: limit * 2, includeDone }),
      this.#near(query, limit * 2, includeDone),
    ]);
    const results = this.#onceAHabit(fuse(words, near ?? [])).slice(0, limit);
    return { results, byMeaning: near !== null };
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
  async #near(query: string, k: number, includeDone: boolean): Promise<Neighbour[] | null> {
    const { ml, worker } = this.#ctx;
    if (ml.state.process !== 'ready' || ml.state.embedding !== 'ready') return null;
    try {
      const { vectors } = await ml.client.embed(
        { texts: [query] },
        { signal: AbortSignal.timeout(EMBED_MS) },
      );
      const vector = vectors[0];
      if (!vector) return null;
      const neighbours = await worker.knn(vector, k);
      return neighbours.filter(
        (one) =>
          one.similarity >= LEAST_SIMILARITY &&
          one.status !== 'dropped' &&
          (includeDone || one.status === 'open'),
      );
    } catch {
      return null;
    }
  }
}

/** Joins both rankings by reciprocal ranks, scaled so that first in both is 1. */
export function fuse(words: readonly WordHit[], near: readonly Neighbour[]): SearchHit[] {
  const hits = new Map<string, SearchHit>();
  const best = 2 / (FUSION_K + 1);
  words.forEach((hit, rank) => {
    const score = 1 / (FUSION_K + rank + 1) / best;
    hits.set(hit.taskId, { id: hit.taskId, title: hit.title, score, matched: 'words' });
  });
  near.forEach((hit, rank) => {
    const score = 1 / (FUSION_K + rank + 1) / best;
    const known = hits.get(hit.taskId);
    if (known) hits.set(hit.taskId, { ...known, score: known.score + score, matched: 'both' });
    else hits.set(hit.taskId, { id: hit.taskId, title: hit.title, score, matched: 'meaning' });
  });
  return [...hits.values()].sort((a, b) => b.score - a.score);
}
