import type { SearchHit } from '../core/domain/views.ts';
import type { Task } from '../core/domain/task.ts';
import { parseSearchQuery, type SearchName } from '../core/search-query.ts';
import { foldText, isReadableByModel } from '../core/search-text.ts';
import type { Neighbour, SearchFilter, WordHit } from '../db/index.ts';
import type { ServiceContext } from './context.ts';

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
      this.#ctx.worker.searchWords(text, { limit: limit * 2, includeDone, filter }),
      this.#near(text, limit * 2, includeDone, filter),
    ]);
    const results = this.#onceAHabit(fuse(words, near ?? [])).slice(0, limit);
    return { results, byMeaning: near !== null };
  }

  /** Priorities, projects and tags as a filter; a name that nothing has is a word like others. */
  #understood(query: string): { text: string; filter: SearchFilter } {
    const { words, priorities, names } = parseSearchQuery(query);
    const filter: SearchFilter = { priorities, projectIds: [], tags: [] };
    let text = words;
    for (const one of names) {
      const found = one.kind === 'project' ? this.#projects(one) : this.#tags(one);
      if (found.length === 0) text += ` ${one.part}`;
      else (one.kind === 'project' ? filter.projectIds : filter.tags).push(found);
    }
    return { text, filter };
  }

  #projects({ name }: SearchName): string[] {
    return named(this.#ctx.db.projects.list(), name).map(({ id }) => id);
  }

  #tags({ name }: SearchName): string[] {
    return named(this.#ctx.db.tags.list(), name).map((tag) => tag.name);
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
    filter: SearchFilter,
  ): Promise<Neighbour[] | null> {
    const { ml, worker } = this.#ctx;
    if (ml.state.process !== 'ready' || ml.state.embedding !== 'ready') return null;
    if (!isReadableByModel(text)) return [];
    try {
      const { vectors } = await ml.client.embed({ texts: [text] }, { signal: AbortSignal.timeout(EMBED_MS) });
      const vector = vectors[0];
      if (!vector) return null;
      const neighbours = await worker.knn(vector, isEmpty(filter) ? k : FILTERED_NEIGHBOURS);
      const alike = neighbours.filter(
        (one) =>
          one.similarity >= MIN_SIMILARITY &&
          isReadableByModel(one.title) &&
          one.status !== 'dropped' &&
          (includeDone || one.status === 'open'),
      );
      return isEmpty(filter) ? alike : this.#letThrough(alike, filter).slice(0, k);
    } catch {
      return null;
    }
  }

  #letThrough(neighbours: Neighbour[], filter: SearchFilter): Neighbour[] {
    const tasks = this.#ctx.db.tasks.getMany(neighbours.map(({ taskId }) => taskId));
    const passing = new Set(tasks.filter((task) => passes(task, filter)).map(({ id }) => id));
    return neighbours.filter(({ taskId }) => passing.has(taskId));
  }
}

function isEmpty({ priorities, projectIds, tags }: SearchFilter): boolean {
  return priorities.length + projectIds.length + tags.length === 0;
}

function passes(task: Task, { priorities, projectIds, tags }: SearchFilter): boolean {
  return (
    (priorities.length === 0 || priorities.includes(task.priority)) &&
    projectIds.every((ids) => task.projectId !== null && ids.includes(task.projectId)) &&
    tags.every((names) => task.tags.some((tag) => names.includes(tag)))
  );
}

/** Those of exactly this name, or else those that begin with it. */
function named<T extends { name: string }>(all: readonly T[], name: string): T[] {
  const key = foldText(name);
  if (key === '') return [];
  const exact = all.filter((one) => foldText(one.name) === key);
  return exact.length > 0 ? exact : all.filter((one) => foldText(one.name).startsWith(key));
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
