import { DaymarkError } from '../../core/errors.ts';
import type { LearnerStatus, LearnerTarget, TrainingMetrics } from '../../core/ml-contract/index.ts';
import { targetsOf, type ServiceContext } from '../context.ts';
import { isGoodMoment } from './good-moment.ts';
import type { Learner } from './learner.ts';
import { packState, type Models, type Pinned } from './models.ts';

/**
 * When and how models are trained again. The learners say when it pays (enough is new, or their errors drift); a stored
 * job makes sure that it happens, after a crash too. One at a time, in a thread of the ml process, after other work.
 */

/** Whatever the person is doing just now comes first. */
const DELAY_MS = 1_000;
const MAX_SESSIONS = 20;
const LOOK_AGAIN_MS = 30_000;
/** How often the ml process is asked how many trees stand. */
const PROGRESS_MS = 400;

/** A training that runs; `reading` while the past is being loaded for it. */
export interface TrainingRun {
  target: LearnerTarget;
  phase: 'reading' | 'training';
  startedAt: number;
}

/** Runs one training at a time, from a stored job. */
export class Training {
  readonly #ctx: ServiceContext;
  readonly #learner: Learner;
  readonly #models: Models;
  /** Called after a new model is in place. */
  readonly #trained: (target: LearnerTarget) => void;
  #run: TrainingRun | null = null;
  #stop: AbortController | null = null;
  #ended: Promise<void> = Promise.resolve();
  #stopped = false;
  #grown: { done: number; total: number } | null = null;
  /** Since when a training waits for a better moment. */
  #waitingSince: number | null = null;

  constructor(
    ctx: ServiceContext,
    parts: { learner: Learner; models: Models; trained: (target: LearnerTarget) => void },
  ) {
    this.#ctx = ctx;
    this.#learner = parts.learner;
    this.#models = parts.models;
    this.#trained = parts.trained;
  }

  get running(): TrainingRun | null {
    return this.#run;
  }

  /** Trees that stand, of all that will be grown. */
  get grown(): { done: number; total: number } | null {
    return this.#grown;
  }

  get waiting(): boolean {
    return this.#ctx.db.jobs.pending('train') > 0;
  }

  /** A crash left sessions without an end. */
  start(): void {
    const { db, clock } = this.#ctx;
    this.#stopped = false;
    for (const session of db.trainingSessions.list(MAX_SESSIONS)) {
      if (session.finishedAt !== null) continue;
      db.trainingSessions.put({
        ...session,
        performanceMetrics: { interrupted: true },
        finishedAt: clock(),
      });
    }
  }

  /** Looks at what the learners say and leaves a job when a training would pay. */
  consider(status: LearnerStatus | null): void {
    if (!status || this.#run || this.#stopped) return;
    if (!targetsOf(this.#ctx).some(({ name }) => this.#due(name, status))) return;
    const { db, clock, wake } = this.#ctx;
    const revision = Object.values(status.targets).reduce((sum, { known }) => sum + known, 0);
    const queued = db.jobs.enqueue({ kind: 'train', taskId: null, revision }, clock() + DELAY_MS);
    if (queued) wake();
  }

  /** The person asks for it. */
  ask(): { queued: boolean } {
    const { db, clock, wake } = this.#ctx;
    if (this.#run) return { queued: false };
    const at = clock();
    const payload = { asked: true };
    const queued = db.jobs.enqueue({ kind: 'train', taskId: null, revision: at, payload }, at);
    wake();
    return { queued };
  }

  cancel(): { cancelled: boolean } {
    if (!this.#stop) return { cancelled: false };
    this.#stop.abort();
    return { cancelled: true };
  }

  /** The pipeline has nothing else to do: takes the job up, without being waited for. */
  wake(): void {
    const { db, clock, ml } = this.#ctx;
    if (this.#run || this.#stopped || ml.state.process !== 'ready') return;
    if (!this.#goodMoment()) return;
    const [job] = db.jobs.claimMany(clock(), 'train', 1);
    if (!job) return;
    this.#waitingSince = null;
    this.#stop = new AbortController();
    this.#run = { target: targetsOf(this.#ctx)[0]?.name ?? '', phase: 'reading', startedAt: clock() };
    this.#ended = this.#work(job.id, job.payload['asked'] === true, this.#stop.signal).finally(() => {
      this.#run = null;
      this.#stop = null;
      if (this.#stopped) return;
      this.#tell();
      this.#ctx.wake();
    });
  }

  /** Whether what waits may begin; else it is looked at again. */
  #goodMoment(): boolean {
    const { db, clock, power } = this.#ctx;
    const waiting = db.jobs.waiting('train');
    if (!waiting) {
      this.#waitingSince = null;
      return false;
    }
    const now = clock();
    this.#waitingSince ??= now;
    const { status } = this.#learner;
    const tasks = status
      ? Math.max(...Object.values(status.targets).map(({ known }) => known))
      : Number.POSITIVE_INFINITY;
    const asked = waiting.payload['asked'] === true;
    if (asked || isGoodMoment(power?.() ?? null, now - this.#waitingSince, tasks)) return true;
    db.jobs.putOff(waiting.id, now + LOOK_AGAIN_MS);
    return false;
  }

  /** Stops what runs; its job is taken up at the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stop?.abort();
    await this.#ended;
  }

  async #work(job: number, asked: boolean, signal: AbortSignal): Promise<void> {
    const { db, clock, log } = this.#ctx;
    try {
      this.#tell();
      await this.#learner.load();
      for (const { name } of targetsOf(this.#ctx)) {
        const { status } = this.#learner;
        if (!status || signal.aborted) break;
        const wanted = asked ? knownOf(status, name) > 0 : this.#due(name, status);
        if (wanted) await this.#train(name, signal);
      }
      if (!this.#stopped) db.jobs.finish(job, clock());
    } catch (error) {
      if (this.#stopped) return;
      const code = error instanceof DaymarkError ? error.code : 'internal';
      if (signal.aborted) db.jobs.finish(job, clock());
      else db.jobs.retry(job, code, clock());
      log('warn', 'training.ended', { code, cancelled: signal.aborted });
    }
  }

  async #train(target: LearnerTarget, signal: AbortSignal): Promise<void> {
    const { db, clock, ids, ml } = this.#ctx;
    const startedAt = clock();
    this.#run = { target, phase: 'training', startedAt };
    this.#tell();
    const session = {
      id: ids(),
      sessionType: target,
      trainingData: { known: knownOf(this.#learner.status, target), upTo: this.#learner.upTo },
      feedbackData: this.#verdicts(),
      startedAt,
    };
    const put = (performanceMetrics: Record<string, unknown>, finishedAt: number | null): void =>
      db.trainingSessions.put({ ...session, performanceMetrics, finishedAt });
    put({}, null);
    const fromOutcomes = targetsOf(this.#ctx).find(({ name }) => name === target)?.outcomeOf !== undefined;
    const upTo = fromOutcomes ? this.#learner.upTo : this.#learner.choicesUpTo;
    const watch = setInterval(() => void this.#look().catch(() => {}), PROGRESS_MS);
    try {
      const { state, metrics } = await ml.client.learning.retrain({ target }, { signal });
      const packed = await packState(state);
      signal.throwIfAborted();
      const version = this.#models.save(target, packed, metrics, upTo);
      put({ ...metrics, version }, clock());
      this.#log(target, version, metrics, clock() - startedAt);
      this.#trained(target);
    } catch (error) {
      // A closed profile takes nothing more; its session is marked at the next start.
      if (!this.#stopped) put(signal.aborted ? { cancelled: true } : { failed: true }, clock());
      throw error;
    } finally {
      clearInterval(watch);
      this.#grown = null;
    }
  }

  async #look(): Promise<void> {
    const { training } = await this.#ctx.ml.client.learning.status();
    if (!this.#run || training?.done === this.#grown?.done) return;
    this.#grown = training;
    this.#tell();
  }

  #log(target: LearnerTarget, version: number, metrics: TrainingMetrics, ms: number): void {
    const { reason, examples, promoted } = metrics;
    this.#ctx.log('info', 'training.done', {
      target,
      version,
      reason,
      examples,
      promoted,
      ms: Math.round(ms),
    });
  }

  /** After going back to an older version training waits until as much is new as would have been needed anyway. */
  #due(target: LearnerTarget, status: LearnerStatus): boolean {
    if (!status.targets[target]?.due) return false;
    const pinned: Pinned | null = this.#models.pinned(target);
    if (!pinned) return true;
    return knownOf(status, target) - pinned.known >= Math.max(20, pinned.known * 0.1);
  }

  #verdicts(): Record<string, number> {
    const { db, clock } = this.#ctx;
    const counts: Record<string, number> = {};
    for (const { verdict } of db.feedback.since(clock() - 30 * 86_400_000))
      counts[verdict] = (counts[verdict] ?? 0) + 1;
    return counts;
  }

  #tell(): void {
    this.#ctx.hub.publish({ topic: 'learning' });
  }
}

/** Outcomes or choices that a predictor has learned from; 0 while none is loaded. */
export function knownOf(status: LearnerStatus | null, target: LearnerTarget): number {
  return status?.targets[target]?.known ?? 0;
}
