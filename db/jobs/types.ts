import type { TaskId } from '../../core/ids.ts';

/** `null` task: work that concerns no single task, such as planning. */
export const jobKinds = ['parse', 'embed', 'predict', 'plan', 'learn', 'train'] as const;

/** What a job has done. */
export type JobKind = (typeof jobKinds)[number];

/** Stored work. It survives a crash and is idempotent by task, kind, revision and model version. */
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

/** A job to enqueue. */
export interface NewJob {
  kind: JobKind;
  taskId: TaskId | null;
  revision: number;
  /** Empty when the kind does not depend on a model. */
  modelVersion?: string;
  payload?: Record<string, unknown>;
  /** No one waits for it: everything else of its kind goes first. */
  background?: boolean;
}

/** Counts of jobs and when the next is due. */
export interface JobReader {
  /** The oldest waiting job of a kind, due or not; taking it is up to `claim`. */
  waiting(kind: JobKind): Job | undefined;
  pending(kind?: JobKind): number;
  /** Those of a kind that someone waits for. */
  awaited(kind: JobKind): number;
  /** Instant at which the next job is due, or null when none waits. */
  nextDue(): number | null;
  /** Jobs given up after too many tries, newest first. */
  failed(limit?: number): (Job & { error: string })[];
}

/** The queue: enqueue, claim, finish, retry. */
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
