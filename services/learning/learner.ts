import { z } from 'zod';
import { DaymarkError } from '../../core/errors.ts';
import type { FirstChoice } from '../../core/domain/settings.ts';
import type { Task } from '../../core/domain/task.ts';
import {
  orderChoice,
  type LearnedDuration,
  type LearnerStatus,
  type OrderChoice,
  type OrderDoubt,
} from '../../core/ml-contract/index.ts';
import type { HistoryTask } from '../../core/replay.ts';
import type { FinishedCursor } from '../../db/index.ts';
import { zoneOf, type ServiceContext } from '../context.ts';
import { lineOfExample, lineOfTask, packed, packVectors } from './examples.ts';
import type { Models } from './models.ts';

/**
 * The learners in the ml process, as the rest of the services sees them: loaded at the first question from the stored
 * state and the past, which is streamed from the worker thread in chunks; loaded again when they are gone.
 */

const CHUNK = 250;
/** Finished tasks that are learned from; what is older says little, and memory stays flat as years go by. */
const MOST_TASKS = 2_000;
/** Choices older than this say little of how somebody chooses now. */
const CHOICES_FROM_MS = 365 * 86_400_000;
const MOST_CHOICES = 300;
/** A guess doesn't wait longer for a learner that is being loaded. */
const PATIENCE_MS = 1_500;
/** Own estimates that fall short mean that things take longer than one says. */
const ESTIMATES = { under: 'tooShort', right: 'right', over: 'tooLong' } as const;

export interface LoadProgress {
  done: number;
  at: number;
}

export class Learner {
  readonly #ctx: ServiceContext;
  readonly #models: Models;
  /** Called when a learner has been loaded: what was done meanwhile, or imported, may ask for a training. */
  readonly #loaded: (status: LearnerStatus) => void;
  #loading: Promise<void> | null = null;
  #status: LearnerStatus | null = null;
  #generation = 0;
  #choicesUpTo = { at: 0, id: '' };
  #upTo = 0;
  #progress: LoadProgress | null = null;

  constructor(ctx: ServiceContext, models: Models, loaded: (status: LearnerStatus) => void) {
    this.#ctx = ctx;
    this.#models = models;
    this.#loaded = loaded;
  }

  /** As of the last answer; null before the first. */
  get status(): LearnerStatus | null {
    return this.#status;
  }

  /** Set while the past is being read. */
  get progress(): LoadProgress | null {
    return this.#progress;
  }

  /** The newest outcome that was handed over, epoch ms. */
  get upTo(): number {
    return this.#upTo;
  }

  /** What is loaded is no longer what should be: the next question loads anew. */
  forget(): void {
    this.#generation += 1;
    this.#loading = null;
  }

  load(): Promise<void> {
    if (!this.#loading) {
      const loading = this.#load(this.#generation).catch((error: unknown) => {
        if (this.#loading === loading) this.#loading = null;
        throw error;
      });
      this.#loading = loading;
    }
    return this.#loading;
  }

  /** Null while the learner is away or still loading. */
  async durations(
    lines: readonly HistoryTask[],
    vectors: readonly (Float32Array | null)[],
    draft: boolean,
  ): Promise<LearnedDuration[] | null> {
    const { learning } = this.#ctx.ml.client;
    const input = { lines: [...lines], vectors: packVectors(vectors), draft };
    const answer = await this.#ask(() => learning.predict(input), PATIENCE_MS);
    return answer?.durations ?? null;
  }

  async rank(input: Pick<OrderChoice, 'open' | 'moment'>) {
    return this.#ask(() => this.#ctx.ml.client.learning.rank(input), PATIENCE_MS);
  }

  /** How unsure the order is and which comparisons would help; null while the learner is away. */
  async compare(
    input: Pick<OrderChoice, 'open' | 'moment'> & { pair?: [string, string] },
  ): Promise<OrderDoubt | null> {
    return this.#ask(() => this.#ctx.ml.client.learning.compare(input), PATIENCE_MS);
  }

  /** A task is done or given up. What the learner has heard of already changes nothing. */
  async observe(task: Task): Promise<LearnerStatus | null> {
    const vector = this.#ctx.db.embeddings.vector(task.id) ?? null;
    const input = { lines: [lineOfTask(task)], vectors: packVectors([vector]) };
    const answer = await this.#ask(() => this.#ctx.ml.client.learning.observe(input));
    if (answer && task.actualMin !== null) this.#upTo = Math.max(this.#upTo, task.completedAt ?? 0);
    return answer?.status ?? null;
  }

  /** `event` is the stored one, so that a choice that was loaded with the past doesn't count twice. */
  async choose(choice: OrderChoice, event: { at: number; id: string }): Promise<LearnerStatus | null> {
    await this.load();
    if (isNotAfter(event, this.#choicesUpTo)) return this.#status;
    this.#choicesUpTo = event;
    const answer = await this.#ask(() => this.#ctx.ml.client.learning.choose({ choices: [choice] }));
    return answer?.status ?? null;
  }

  async #ask<T extends { status: LearnerStatus | null }>(
    question: () => Promise<T>,
    patienceMs?: number,
  ): Promise<(T & { status: LearnerStatus }) | null> {
    for (let tries = 0; tries < 2; tries += 1) {
      const loading = this.load();
      if (!(await within(loading, patienceMs))) return null;
      const answer = await question();
      const { status } = answer;
      if (status !== null) {
        this.#status = status;
        return Object.assign(answer, { status });
      }
      if (this.#loading === loading) this.#loading = null;
    }
    return null;
  }

  async #load(generation: number): Promise<void> {
    const { ml, clock } = this.#ctx;
    const { learning } = ml.client;
    this.#progress = { done: 0, at: clock() };
    try {
      const session = await this.#open();
      await this.#feed(session);
      await this.#feedChoices(session);
      const { status } = await learning.ready({ session });
      if (generation !== this.#generation) throw new DaymarkError('cancelled');
      this.#status = status;
      this.#loaded(status);
    } finally {
      this.#progress = null;
    }
  }

  /** Opens with the stored state; one that the ml process can't read is given up for the one before. */
  async #open(): Promise<string> {
    for (;;) {
      const duration = this.#models.load('duration');
      const pinned = this.#models.pinned('priority');
      // The choices themselves are stored, so an order is learned anew from them unless the person went back.
      const priority = pinned ? this.#models.load('priority') : null;
      const { session, damaged } = await this.#ctx.ml.client.learning.open({
        tz: zoneOf(this.#ctx),
        duration: duration?.blob ?? null,
        durationUpTo: duration?.upTo ?? null,
        priority: priority?.blob ?? null,
        onboarding: this.#onboarding(),
      });
      if (damaged.length === 0) return session;
      if (damaged.includes('duration') && duration) this.#models.giveUp('duration', duration.version);
      if (damaged.includes('priority') && priority) this.#models.giveUp('priority', priority.version);
    }
  }

  #onboarding(): { estimates?: 'tooLong' | 'right' | 'tooShort'; firstChoice?: FirstChoice } {
    const { estimateHabit, firstChoice } = this.#ctx.db.settings.get();
    return {
      ...(estimateHabit === 'unknown' ? {} : { estimates: ESTIMATES[estimateHabit] }),
      ...(firstChoice ? { firstChoice } : {}),
    };
  }

  async #feed(session: string): Promise<void> {
    const { worker, ml, clock } = this.#ctx;
    let after = this.#beginning();
    let done = 0;
    for (;;) {
      const { examples, next } = await worker.finishedChunk(after, CHUNK);
      if (examples.length === 0) return;
      const ids = examples.map((example) => example.taskId as Task['id']);
      const vectors = packed(await worker.vectors(ids));
      await ml.client.learning.feed({ session, lines: examples.map(lineOfExample), vectors });
      done += examples.length;
      this.#progress = { done, at: clock() };
      this.#upTo = Math.max(this.#upTo, examples.at(-1)?.completedAt ?? 0);
      if (next === null) return;
      after = next;
    }
  }

  /** Where the newest tasks begin; null when there are not more than that. */
  #beginning(): FinishedCursor | null {
    const { tasks } = this.#ctx.db.tasks.list({
      status: 'done',
      order: 'completed',
      limit: 1,
      offset: MOST_TASKS,
    });
    const [oldest] = tasks;
    return oldest?.completedAt ? { completedAt: oldest.completedAt, id: oldest.id } : null;
  }

  async #feedChoices(session: string): Promise<void> {
    const { db, clock, ml } = this.#ctx;
    const pinned = this.#models.pinned('priority');
    const from = Math.max(pinned?.at ?? 0, clock() - CHOICES_FROM_MS);
    let after: { at: number; id: string } | null = { at: from, id: '' };
    let choices: OrderChoice[] = [];
    while (after) {
      const events = db.behavior.since(after, CHUNK);
      for (const { data } of events) {
        const choice = z.object({ choice: orderChoice }).safeParse(data);
        if (choice.success) choices.push(choice.data.choice);
      }
      choices = choices.slice(-MOST_CHOICES);
      const last = events.at(-1);
      if (last) this.#choicesUpTo = { at: last.at, id: last.id };
      after = last && events.length === CHUNK ? this.#choicesUpTo : null;
      // Years of events must not hold up the loop.
      await new Promise((done) => setImmediate(done));
    }
    if (choices.length > 0) await ml.client.learning.feedChoices({ session, choices });
  }
}

function isNotAfter(event: { at: number; id: string }, last: { at: number; id: string }): boolean {
  return event.at < last.at || (event.at === last.at && event.id <= last.id);
}

/** Whether work is done within the time; without a time it is waited for. Its failure counts as not done. */
async function within(work: Promise<void>, ms: number | undefined): Promise<boolean> {
  if (ms === undefined) {
    await work;
    return true;
  }
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const done = work.then(
    () => true,
    () => false,
  );
  const inTime = await Promise.race([done, late]);
  clearTimeout(timer);
  return inTime;
}
