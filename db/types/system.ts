import type { Settings, SettingsPatch } from '../../core/domain/settings.ts';
import type { TaskId } from '../../core/ids.ts';

/** A task near a vector. */
export interface Neighbour {
  taskId: TaskId;
  title: string;
  /** Cosine similarity, −1 to 1. */
  similarity: number;
  status: 'open' | 'done' | 'dropped';
  project: string | null;
  tags: string[];
  /** Minutes it really took; null unless done and known. */
  actualMin: number | null;
  /** Minutes the person gave. */
  durationMin: number | null;
  /** Local hour of the day it was (to be) started, 0–23; null when unknown. */
  startHour: number | null;
  createdAt: number;
  completedAt: number | null;
}
export interface KnnOptions {
  /** Only finished tasks with a known time. */
  onlyDone?: boolean;
  /** Leaves dropped tasks and these out. */
  exclude?: readonly TaskId[];
  /** Only tasks completed strictly before this instant (with `onlyDone`). */
  completedBefore?: number;
}
export interface EmbeddingReader {
  /** Which text and model the stored vector stands for. */
  version(taskId: TaskId): { revision: number; modelVersion: string } | undefined;
  vector(taskId: TaskId): Float32Array | undefined;
  /** The `k` nearest by cosine, nearest first. `vector` is 384 numbers, L2-normalised. */
  knn(vector: Float32Array | readonly number[], k: number, options?: KnnOptions): Neighbour[];
  count(): number;
  /** Tasks without a vector of this model version, oldest first; dropped ones too, or its absence would tell of it. */
  missing(
    modelVersion: string,
    limit: number,
    /** Only rows after this one. */
    after?: number,
  ): { taskId: TaskId; revision: number; rid: number }[];
}
export interface EmbeddingWriter {
  upsert(entry: {
    taskId: TaskId;
    revision: number;
    modelVersion: string;
    vector: Float32Array | readonly number[];
  }): void;
  remove(taskId: TaskId): boolean;
  /** Removes vectors whose task is gone; answers how many. */
  collectOrphans(): number;
}

export interface PreferenceEmbedding {
  id: string;
  preferenceType: string;
  weight: number;
  vector: Float32Array;
  updatedAt: number;
}
export interface PreferenceReader {
  list(preferenceType?: string): PreferenceEmbedding[];
}
export interface PreferenceWriter {
  put(entry: PreferenceEmbedding): void;
  remove(id: string): boolean;
}

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
export interface WordSearchOptions {
  limit?: number;
  includeDone?: boolean;
  filter?: SearchFilter;
}
export interface SearchReader {
  /**
   * Full-text search in titles and notes: all words must occur, the last one may be a beginning; `"…"` is a phrase.
   * For words that occur in more tasks than can be ranked in time, the newest are ranked. No words and a filter: what the filter lets through.
   */
  words(words: string, options?: WordSearchOptions): WordHit[];
}

/** `null` task: work that concerns no single task, such as planning. */
export const jobKinds = ['parse', 'embed', 'predict', 'plan', 'learn', 'train'] as const;
export type JobKind = (typeof jobKinds)[number];
export interface Job {
  id: number;
  kind: JobKind;
  taskId: TaskId | null;
  revision: number;
  modelVersion: string;
  payload: Record<string, unknown>;
  background: boolean;
  attempts: number;
  /** Earliest instant of the next try. */
  notBefore: number;
}
export interface NewJob {
  kind: JobKind;
  taskId: TaskId | null;
  revision: number;
  /** Empty when the kind does not depend on a model. */
  modelVersion?: string;
  payload?: Record<string, unknown>;
  /** Nobody waits for it: everything else of its kind goes first. */
  background?: boolean;
}
export interface JobReader {
  /** The oldest waiting job of a kind, due or not; taking it is up to `claim`. */
  waiting(kind: JobKind): Job | undefined;
  pending(kind?: JobKind): number;
  /** Those of a kind that somebody waits for. */
  awaited(kind: JobKind): number;
  /** Instant at which the next job is due, or null when none waits. */
  nextDue(): number | null;
  /** Jobs given up after too many tries, newest first. */
  failed(limit?: number): (Job & { error: string })[];
}
export interface JobWriter {
  /**
   * Enqueues unless the same (task, kind, revision, model version) waits, runs or is done; an older waiting job of
   * the same task and kind is replaced. Answers whether a new job was made.
   */
  enqueue(job: NewJob, at: number): boolean;
  /** Takes the next due job: awaited ones first, then order of enqueueing. Its claim is lost (and the job due again) after `releaseAll`. */
  claim(at: number, kinds?: readonly JobKind[]): Job | undefined;
  /** Up to `limit` due jobs of one kind, for work that is cheaper in batches. */
  claimMany(at: number, kind: JobKind, limit: number): Job[];
  finish(id: number, at: number): void;
  /** A waiting job is not due before this instant. */
  putOff(id: number, notBefore: number): void;
  /** Puts it back with backoff (1 s doubling to 10 min); after 8 tries it is given up. Answers the next instant or null. */
  retry(id: number, error: string, at: number): number | null;
  /** At start: whatever a crashed process had claimed waits again. Answers how many. */
  releaseAll(): number;
  /** Failed jobs wait again, for example when the model is back. */
  reviveFailed(at: number): number;
  /** Forgets finished jobs older than this. */
  prune(before: number): number;
}

/** What a change answered, kept for a caller that asks again because it never heard the answer. */
export interface KeptAnswer {
  /** The caller's id of the intent, a uuid. */
  intentId: string;
  /** Tells another request under the same id apart. */
  request: string;
  answer: unknown;
}
export interface AnswerReader {
  get(intentId: string): KeptAnswer | undefined;
}
export interface AnswerWriter {
  /** Keeps the newest, as many as there is room for. */
  put(entry: KeptAnswer): void;
}

export interface SettingsReader {
  /** Everything, defaults filled in; a stored value that is no longer valid counts as absent. */
  get(): Settings;
  /** Small state of the program itself (not a person's choice), such as when the last backup ran. */
  state(key: string): string | null;
}
export interface SettingsWriter {
  update(patch: SettingsPatch, at: number): Settings;
  setState(key: string, value: string | null): void;
}
