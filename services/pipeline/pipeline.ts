import { DaymarkError } from '../../core/errors.ts';
import { literalSpan, type ParseContext, type ParseResult } from '../../core/language.ts';
import { z } from 'zod';
import { vectorsOf } from '../../core/lexical-vector.ts';
import type { Job, JobKind } from '../../db/index.ts';
import type { Task } from '../../core/domain/task.ts';
import { changeOfWords, lateChange } from '../capture/draft.ts';
import { plainText } from '../capture/capture.ts';
import { readingContext } from '../capture/context.ts';
import { fieldsOnly } from '../capture/store.ts';
import type { ServiceContext, RequestTime } from '../context.ts';
import { instantOf, localOf } from '../../core/time/zoned.ts';
import { runIntent } from '../intent.ts';
import { adoptTask } from '../habits/habit-actions.ts';
import { habitOf, withOwn } from '../habits/spec.ts';
import type { Learning } from '../learning/learning.ts';
import type { Planner } from '../planning/planner.ts';
import type { Predictions } from '../learning/predictions.ts';
import { storeRule } from '../tasks/recurring.ts';
import type { Vocabulary } from '../vocabulary.ts';

/**
 * Works on stored jobs: parse → embed → predict → plan, and learning. Jobs survive a crash, are idempotent, and wait
 * while the helper process is away; only what fails while it is there counts as a try.
 */

/** In this order: a plan is worth making only when the guesses it stands on are there. */
const ORDER: JobKind[] = ['parse', 'embed', 'predict', 'plan', 'learn'];
const EMBED_BATCH = 16;
/** Missing vectors that are asked for at once. */
const EMBEDDED_AHEAD = 160;
const PARSE_MS = 5_000;
/** A line that can't be read this often is kept as it is. */
const PARSE_TRIES = 3;
/** Changes that come together are planned together. */
const PLAN_DEBOUNCE_MS = 30;
/** Pieces of other work that may go before a plan that waits. */
const MAX_WORK_BEFORE_PLAN = 20;
const KEEP_FINISHED_MS = 24 * 60 * 60 * 1_000;

const parsePayload = z.object({
  now: z.string(),
  tz: z.string(),
  literals: z.array(literalSpan).default([]),
});

export interface PipelineParts {
  planner: Planner;
  predictions: Predictions;
  vocabulary: Vocabulary;
  learning: Learning;
}

export class Pipeline {
  readonly #ctx: ServiceContext;
  readonly #parts: PipelineParts;
  #running: Promise<void> | null = null;
  #again = false;
  /** Nothing is worked on before the start, nor after the end. */
  #stopped = true;
  #timer: NodeJS.Timeout | undefined;
  #planSince = 0;
  #planWaits = 0;
  /** Row up to which missing vectors have been asked for: looking from the first each time would take longer and longer. */
  #looked = 0;

  constructor(ctx: ServiceContext, parts: PipelineParts) {
    this.#ctx = ctx;
    this.#parts = parts;
  }

  /** Takes up what a crash left. */
  start(): void {
    const { db, clock } = this.#ctx;
    db.jobs.releaseAll();
    db.jobs.prune(clock() - KEEP_FINISHED_MS);
    // Time has passed since the last plan was made.
    if (db.settings.get().autoReplan)
      db.jobs.enqueue({ kind: 'plan', taskId: null, revision: this.#nextPlan() }, clock());
    this.#stopped = false;
    this.#parts.learning.training.start();
    this.wake();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await Promise.all([this.#running, this.#parts.learning.training.stop()]);
  }

  /** The helper answers (again): failed jobs get another chance, and tasks without a vector are embedded. */
  mlReady(): void {
    const { db, clock, ml } = this.#ctx;
    db.jobs.reviveFailed(clock());
    this.#looked = 0;
    if (ml.state.embedding === 'ready') this.#embedMissing();
    this.#parts.learning.mlReady();
    void this.#parts.planner.forecast();
    this.wake();
  }

  /** Asks for some of the vectors that are missing, few enough not to hold up the loop; answers how many jobs that made. */
  #embedMissing(): number {
    const { db, clock, ml } = this.#ctx;
    const { modelVersion } = ml.state;
    if (modelVersion === null) return 0;
    return db.transaction(
      () =>
        db.embeddings
          .missing(modelVersion, EMBEDDED_AHEAD, this.#looked)
          .filter(({ taskId, revision, rid }) => {
            this.#looked = rid;
            const job = { kind: 'embed', taskId, revision, modelVersion, background: true } as const;
            return db.jobs.enqueue(job, clock());
          }).length,
    );
  }

  wake(): void {
    if (this.#stopped) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#running = this.#run()
      .catch((error: unknown) =>
        this.#ctx.log('error', 'pipeline.failed', { name: error instanceof Error ? error.name : '?' }),
      )
      .finally(() => {
        this.#running = null;
        if (this.#again) {
          this.#again = false;
          this.wake();
        } else {
          this.#sleep();
          this.#parts.planner.settled();
        }
      });
  }

  /** True when no job that is due waits; one that failed waits for its next try. */
  idle(): boolean {
    const due = this.#ctx.db.jobs.nextDue();
    const settled = this.#running === null && this.#parts.learning.idle();
    return settled && (due === null || due > this.#ctx.clock());
  }

  async #run(): Promise<void> {
    for (;;) {
      if (this.#stopped) return;
      const worked = await this.#step();
      if (worked) continue;
      // Training comes after everything else, and nothing waits for it.
      this.#parts.learning.training.wake();
      return;
    }
  }

  /** Does the next piece of work; false when there is none. */
  async #step(): Promise<boolean> {
    const { db, clock, ml } = this.#ctx;
    if (ml.state.process !== 'ready') return false;
    const now = clock();
    const order = this.#order();
    // What someone waits for goes first, whatever an import has left behind.
    const awaited = order.filter((kind) => db.jobs.awaited(kind) > 0);
    for (const kind of [...awaited, ...order]) {
      if (kind === 'embed' && ml.state.embedding === 'loading') continue;
      if (kind === 'plan' && !(await this.#planIsDue())) return true;
      const jobs = db.jobs.claimMany(now, kind, kind === 'embed' ? EMBED_BATCH : kind === 'plan' ? 100 : 1);
      if (jobs.length === 0) continue;
      await this.#attempt(kind, jobs);
      return true;
    }
    return false;
  }

  /** A long queue of guesses (an import, a new model) must not keep the plan waiting. */
  #order(): readonly JobKind[] {
    if (this.#ctx.db.jobs.pending('plan') === 0) this.#planWaits = 0;
    else this.#planWaits += 1;
    return this.#planWaits > MAX_WORK_BEFORE_PLAN ? ['plan', ...ORDER] : ORDER;
  }

  /** Waits out the debounce before a plan; false when other work came up meanwhile. */
  async #planIsDue(): Promise<boolean> {
    const { db } = this.#ctx;
    if (db.jobs.pending('plan') === 0) return true;
    const seq = db.changes.lastSeq();
    if (this.#planSince === seq) return true;
    this.#planSince = seq;
    await new Promise((done) => setTimeout(done, PLAN_DEBOUNCE_MS));
    return false;
  }

  async #attempt(kind: JobKind, jobs: readonly Job[]): Promise<void> {
    const { db, clock, ml, log } = this.#ctx;
    try {
      await this.#work(kind, jobs);
      db.transaction(() => jobs.forEach((job) => db.jobs.finish(job.id, clock())));
    } catch (error) {
      const code = error instanceof DaymarkError ? error.code : 'internal';
      for (const job of jobs) {
        const next = db.jobs.retry(job.id, code, clock());
        log('warn', 'job.failed', {
          kind,
          task: job.taskId,
          tries: job.attempts,
          code,
          givenUp: next === null,
        });
      }
      if (code !== 'mlUnavailable' && !(error instanceof DaymarkError)) {
        log('error', 'job.error', {
          kind,
          name: error instanceof Error ? error.name : '?',
          frames: framesOf(error),
        });
      }
      if (ml.state.process !== 'ready') this.#again = false;
    }
  }

  async #work(kind: JobKind, jobs: readonly Job[]): Promise<void> {
    switch (kind) {
      case 'parse':
        for (const job of jobs) await this.#parse(job);
        return;
      case 'embed':
        return this.#embed(jobs);
      case 'predict':
        for (const job of jobs) await this.#predict(job);
        return;
      case 'plan':
        await this.#parts.learning.ordering.refresh();
        return this.#parts.planner.refresh();
      case 'learn':
        return this.#parts.vocabulary.learn();
      case 'train':
        return this.#parts.learning.training.wake();
    }
  }

  /** The line a capture could not have read, against its own moment. */
  async #parse(job: Job): Promise<void> {
    const ctx = this.#ctx;
    const task = this.#task(job);
    if (!task || task.parseState !== 'pending') return;
    const { now, tz, literals } = parsePayload.parse(job.payload);
    const { dayParts } = ctx.db.settings.get();
    const context = readingContext(ctx, { local: now, tz }, literals);
    const parsed = await this.#read(job, task.rawText, context);
    const present = ctx.db.tasks.get(task.id);
    if (!present || present.parseState !== 'pending') return;
    const then: RequestTime = { at: instantOf(now, tz), tz, local: now };
    const at = ctx.clock();
    const requestTime: RequestTime = { at, tz, local: localOf(at, tz) };
    runIntent(ctx, { name: 'tasks.parsed', requestTime, undoable: false }, (intent) => {
      const habit = isUntimed(present) ? habitOf(parsed, {}, dayParts) : null;
      const words = changeOfWords(ctx, intent, parsed, then);
      const change = lateChange(
        habit ? { ...words, rrule: null, date: null, start: null, end: null } : words,
        present,
      );
      if (change.rrule) change.recurrenceId = storeRule(ctx, intent, { ...present, ...change }, null);
      const after = ctx.db.tasks.update(present.id, change, at);
      intent.behavior('edited', present.id, { late: true, parsed: fieldsOnly(parsed) });
      if (habit) adoptTask(ctx, intent, after, withOwn(habit, after));
    });
  }

  /** The helper's reading; a line that it fails on again and again while it is there stays a title. */
  async #read(job: Job, text: string, context: ParseContext): Promise<ParseResult> {
    const { client } = this.#ctx.ml;
    try {
      return await client.parse({ text, context }, { signal: AbortSignal.timeout(PARSE_MS) });
    } catch (error) {
      const away = error instanceof DaymarkError && error.code === 'mlUnavailable';
      if (away || job.attempts < PARSE_TRIES) throw error;
      return plainText(text);
    }
  }

  async #embed(jobs: readonly Job[]): Promise<void> {
    const { db, ml, clock } = this.#ctx;
    const tasks = jobs.flatMap((job) => this.#task(job) ?? []);
    if (tasks.length === 0) return;
    if (ml.state.embedding === 'ready') {
      let modelVersion = ml.state.modelVersion ?? '';
      const titles = tasks.map((task) => task.title);
      const vectors = await vectorsOf(titles, async (texts) => {
        const answer = await ml.client.embed({ texts });
        modelVersion = answer.modelVersion;
        return answer.vectors;
      });
      db.transaction(() => {
        tasks.forEach((task, index) => {
          const vector = vectors[index];
          const present = db.tasks.get(task.id);
          if (!vector || present?.title !== task.title) return;
          db.embeddings.upsert({ taskId: task.id, revision: task.revision, modelVersion, vector });
        });
      });
    }
    const modelVersion = ml.state.modelVersion ?? '';
    db.transaction(() => {
      for (const { id, status, revision } of tasks) {
        if (status !== 'open') continue;
        const background = jobs.some((job) => job.taskId === id && job.background);
        db.jobs.enqueue({ kind: 'predict', taskId: id, revision, modelVersion, background }, clock());
      }
    });
    // The batch itself still counts as claimed.
    if (db.jobs.pending('embed') > jobs.length) return;
    if (ml.state.embedding !== 'ready' || this.#embedMissing() === 0) this.#parts.learning.vectorsReady();
  }

  async #predict(job: Job): Promise<void> {
    const { db, clock } = this.#ctx;
    const task = this.#task(job);
    if (!task || task.status !== 'open') return;
    await this.#parts.predictions.predict(task);
    // One plan for all the guesses that come in the background.
    if (!db.settings.get().autoReplan || (job.background && db.jobs.pending('predict') > 1)) return;
    db.jobs.enqueue({ kind: 'plan', taskId: null, revision: this.#nextPlan() }, clock());
  }

  #planRevision = 0;

  /** Guesses leave no row in the sync log, so a plan asked for by a guess needs a number of its own. */
  #nextPlan(): number {
    this.#planRevision = Math.max(this.#planRevision + 1, this.#ctx.clock());
    return this.#planRevision;
  }

  #task(job: Job): Task | undefined {
    return job.taskId === null ? undefined : this.#ctx.db.tasks.get(job.taskId);
  }

  /** Wakes for the next retry. */
  #sleep(): void {
    if (this.#stopped) return;
    const { db, clock, ml } = this.#ctx;
    if (ml.state.process !== 'ready') return;
    const due = db.jobs.nextDue();
    if (due === null) return;
    this.#timer = setTimeout(() => this.wake(), Math.max(50, due - clock()));
    this.#timer.unref();
  }
}

/** Whether the person has given a waiting line no day and no rule meanwhile; then its words may make it a habit. */
function isUntimed(task: Task): boolean {
  return [task.date, task.start, task.rrule, task.deadline, task.pinnedStart].every((one) => one === null);
}

function framesOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 4)
    .join(' | ');
}
